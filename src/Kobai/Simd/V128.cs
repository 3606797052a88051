using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kobai.Simd;

/// <summary>128 bits of <typeparamref name="T"/>.</summary>
/// <typeparam name="T">The element type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly struct V128<T>(Vector128<T> v) : ISimd<V128<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly Vector128<T> v = v;

    /// <inheritdoc/>
    public static nuint Count => (nuint)Vector128<T>.Count;

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> Load(ref readonly T source, nuint offset) => new(Vector128.LoadUnsafe(in source, offset));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static void Store(V128<T> x, ref T target, nuint offset) => x.v.StoreUnsafe(ref target, offset);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> Fill(double value) => typeof(T) == typeof(float)
        ? new(Vector128.Create((float)value).As<float, T>())
        : new(Vector128.Create(value).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> Fill(Number value) => typeof(T) == typeof(float)
        ? new(Vector128.Create(value.Single).As<float, T>())
        : new(Vector128.Create(value.Double).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> Broadcast(T value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> operator +(V128<T> a, V128<T> b) => new(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> operator -(V128<T> a, V128<T> b) => new(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> operator *(V128<T> a, V128<T> b) => new(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> operator /(V128<T> a, V128<T> b) => new(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> operator -(V128<T> x) => new(-x.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> Fma(V128<T> a, V128<T> b, V128<T> c) => typeof(T) == typeof(float)
        ? new(Vector128.FusedMultiplyAdd(a.v.AsSingle(), b.v.AsSingle(), c.v.AsSingle()).As<float, T>())
        : new(Vector128.FusedMultiplyAdd(a.v.AsDouble(), b.v.AsDouble(), c.v.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> Min(V128<T> a, V128<T> b) => new(Vector128.Min(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> Max(V128<T> a, V128<T> b) => new(Vector128.Max(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> Abs(V128<T> x) => new(Vector128.Abs(x.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> Sqrt(V128<T> x) => new(Vector128.Sqrt(x.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> CopySign(V128<T> x, V128<T> sign) => new(Vector128.CopySign(x.v, sign.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> Less(V128<T> a, V128<T> b) => new(Vector128.LessThan(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> LessOrEqual(V128<T> a, V128<T> b) => new(Vector128.LessThanOrEqual(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> Equal(V128<T> a, V128<T> b) => new(Vector128.Equals(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> Select(V128<T> mask, V128<T> a, V128<T> b) => !Sse41.IsSupported
        ? new(Vector128.ConditionalSelect(mask.v, a.v, b.v))
        : typeof(T) == typeof(float)
            ? new(Sse41.BlendVariable(b.v.AsSingle(), a.v.AsSingle(), mask.v.AsSingle()).As<float, T>())
            : new(Sse41.BlendVariable(b.v.AsDouble(), a.v.AsDouble(), mask.v.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> And(V128<T> a, V128<T> b) => new(a.v & b.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> Or(V128<T> a, V128<T> b) => new(a.v | b.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> Xor(V128<T> a, V128<T> b) => new(a.v ^ b.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> Round(V128<T> x) => typeof(T) == typeof(float)
        ? new(Vector128.Round(x.v.AsSingle()).As<float, T>())
        : new(Vector128.Round(x.v.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> MinNative(V128<T> a, V128<T> b) => new(Vector128.MinNative(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> MaxNative(V128<T> a, V128<T> b) => new(Vector128.MaxNative(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> MaxBits(V128<T> a, V128<T> b) => typeof(T) == typeof(float)
        ? new(Vector128.Max(a.v.AsUInt32(), b.v.AsUInt32()).As<uint, T>())
        : new(Vector128.Max(a.v.AsUInt64(), b.v.AsUInt64()).As<ulong, T>());

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> AddBits(V128<T> a, V128<T> b) => typeof(T) == typeof(float)
        ? new((a.v.AsInt32() + b.v.AsInt32()).As<int, T>())
        : new((a.v.AsInt64() + b.v.AsInt64()).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> SubtractBits(V128<T> a, V128<T> b) => typeof(T) == typeof(float)
        ? new((a.v.AsInt32() - b.v.AsInt32()).As<int, T>())
        : new((a.v.AsInt64() - b.v.AsInt64()).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> ShiftLeft(V128<T> x, int count) => typeof(T) == typeof(float)
        ? new((x.v.AsInt32() << count).As<int, T>())
        : new((x.v.AsInt64() << count).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> ShiftRight(V128<T> x, int count) => typeof(T) == typeof(float)
        ? new((x.v.AsInt32() >>> count).As<int, T>())
        : new((x.v.AsInt64() >>> count).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static bool AnyTrue(V128<T> mask) => Vector128.ExtractMostSignificantBits(mask.v) != 0;

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static bool AllTrue(V128<T> mask) => Vector128.ExtractMostSignificantBits(~mask.v) == 0;

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> Exp(V128<T> x) => Exponential<V128<T>, T>.Exp(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> Expm1(V128<T> x) => Exponential<V128<T>, T>.Expm1(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> Log(V128<T> x) => Logarithm<V128<T>, T>.Log(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> Log1p(V128<T> x) => Logarithm<V128<T>, T>.Log1p(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> Log1pOfUnit(V128<T> x) => Logarithm<V128<T>, T>.Log1pOfUnit(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> Sigmoid(V128<T> x) => Logistic<V128<T>, T>.Sigmoid(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> Tanh(V128<T> x) => Hyperbolic<V128<T>, T>.Tanh(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> NormalCdf(V128<T> x, out V128<T> density) => NormalDistribution<V128<T>, T>.Cdf(x, out density);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> Gelu(V128<T> x) => NormalDistribution<V128<T>, T>.Gelu(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> Sin(V128<T> x) => Trigonometry<V128<T>, T>.Sin(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> Cos(V128<T> x) => Trigonometry<V128<T>, T>.Cos(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V128<T> Pow(V128<T> x, V128<T> y) => Power<V128<T>, T>.Pow(x, y);
}
