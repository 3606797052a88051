using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kobai.Simd;

/// <summary>256 bits of <typeparamref name="T"/>.</summary>
/// <typeparam name="T">The element type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly struct V256<T>(Vector256<T> v) : ISimd<V256<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly Vector256<T> v = v;

    /// <inheritdoc/>
    public static nuint Count => (nuint)Vector256<T>.Count;

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> Load(ref readonly T source, nuint offset) => new(Vector256.LoadUnsafe(in source, offset));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static void Store(V256<T> x, ref T target, nuint offset) => x.v.StoreUnsafe(ref target, offset);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> Fill(double value) => typeof(T) == typeof(float)
        ? new(Vector256.Create((float)value).As<float, T>())
        : new(Vector256.Create(value).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> Fill(Number value) => typeof(T) == typeof(float)
        ? new(Vector256.Create(value.Single).As<float, T>())
        : new(Vector256.Create(value.Double).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> Broadcast(T value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> operator +(V256<T> a, V256<T> b) => new(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> operator -(V256<T> a, V256<T> b) => new(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> operator *(V256<T> a, V256<T> b) => new(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> operator /(V256<T> a, V256<T> b) => new(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> operator -(V256<T> x) => new(-x.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> Fma(V256<T> a, V256<T> b, V256<T> c) => typeof(T) == typeof(float)
        ? new(Vector256.FusedMultiplyAdd(a.v.AsSingle(), b.v.AsSingle(), c.v.AsSingle()).As<float, T>())
        : new(Vector256.FusedMultiplyAdd(a.v.AsDouble(), b.v.AsDouble(), c.v.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> Min(V256<T> a, V256<T> b) => new(Vector256.Min(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> Max(V256<T> a, V256<T> b) => new(Vector256.Max(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> Abs(V256<T> x) => new(Vector256.Abs(x.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> Sqrt(V256<T> x) => new(Vector256.Sqrt(x.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> CopySign(V256<T> x, V256<T> sign) => new(Vector256.CopySign(x.v, sign.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> Less(V256<T> a, V256<T> b) => new(Vector256.LessThan(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> LessOrEqual(V256<T> a, V256<T> b) => new(Vector256.LessThanOrEqual(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> Equal(V256<T> a, V256<T> b) => new(Vector256.Equals(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> Select(V256<T> mask, V256<T> a, V256<T> b) => !Avx.IsSupported
        ? new(Vector256.ConditionalSelect(mask.v, a.v, b.v))
        : typeof(T) == typeof(float)
            ? new(Avx.BlendVariable(b.v.AsSingle(), a.v.AsSingle(), mask.v.AsSingle()).As<float, T>())
            : new(Avx.BlendVariable(b.v.AsDouble(), a.v.AsDouble(), mask.v.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> And(V256<T> a, V256<T> b) => new(a.v & b.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> Or(V256<T> a, V256<T> b) => new(a.v | b.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> Xor(V256<T> a, V256<T> b) => new(a.v ^ b.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> Round(V256<T> x) => typeof(T) == typeof(float)
        ? new(Vector256.Round(x.v.AsSingle()).As<float, T>())
        : new(Vector256.Round(x.v.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> MinNative(V256<T> a, V256<T> b) => new(Vector256.MinNative(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> MaxNative(V256<T> a, V256<T> b) => new(Vector256.MaxNative(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> MaxBits(V256<T> a, V256<T> b) => typeof(T) == typeof(float)
        ? new(Vector256.Max(a.v.AsUInt32(), b.v.AsUInt32()).As<uint, T>())
        : new(Vector256.Max(a.v.AsUInt64(), b.v.AsUInt64()).As<ulong, T>());

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> AddBits(V256<T> a, V256<T> b) => typeof(T) == typeof(float)
        ? new((a.v.AsInt32() + b.v.AsInt32()).As<int, T>())
        : new((a.v.AsInt64() + b.v.AsInt64()).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> SubtractBits(V256<T> a, V256<T> b) => typeof(T) == typeof(float)
        ? new((a.v.AsInt32() - b.v.AsInt32()).As<int, T>())
        : new((a.v.AsInt64() - b.v.AsInt64()).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> ShiftLeft(V256<T> x, int count) => typeof(T) == typeof(float)
        ? new((x.v.AsInt32() << count).As<int, T>())
        : new((x.v.AsInt64() << count).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> ShiftRight(V256<T> x, int count) => typeof(T) == typeof(float)
        ? new((x.v.AsInt32() >>> count).As<int, T>())
        : new((x.v.AsInt64() >>> count).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static bool AnyTrue(V256<T> mask) => Vector256.ExtractMostSignificantBits(mask.v) != 0;

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static bool AllTrue(V256<T> mask) => Vector256.ExtractMostSignificantBits(~mask.v) == 0;

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> Exp(V256<T> x) => Exponential<V256<T>, T>.Exp(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> Expm1(V256<T> x) => Exponential<V256<T>, T>.Expm1(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> Log(V256<T> x) => Logarithm<V256<T>, T>.Log(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> Log1p(V256<T> x) => Logarithm<V256<T>, T>.Log1p(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> Log1pOfUnit(V256<T> x) => Logarithm<V256<T>, T>.Log1pOfUnit(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> Sigmoid(V256<T> x) => Logistic<V256<T>, T>.Sigmoid(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> Tanh(V256<T> x) => Hyperbolic<V256<T>, T>.Tanh(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> NormalCdf(V256<T> x, out V256<T> density) => NormalDistribution<V256<T>, T>.Cdf(x, out density);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> Gelu(V256<T> x) => NormalDistribution<V256<T>, T>.Gelu(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> Sin(V256<T> x) => Trigonometry<V256<T>, T>.Sin(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> Cos(V256<T> x) => Trigonometry<V256<T>, T>.Cos(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V256<T> Pow(V256<T> x, V256<T> y) => Power<V256<T>, T>.Pow(x, y);
}
