using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kobai.Simd;

/// <summary>512 bits of <typeparamref name="T"/>.</summary>
/// <typeparam name="T">The element type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly struct V512<T>(Vector512<T> v) : ISimd<V512<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly Vector512<T> v = v;

    /// <inheritdoc/>
    public static nuint Count => (nuint)Vector512<T>.Count;

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> Load(ref readonly T source, nuint offset) => new(Vector512.LoadUnsafe(in source, offset));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static void Store(V512<T> x, ref T target, nuint offset) => x.v.StoreUnsafe(ref target, offset);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> Fill(double value) => typeof(T) == typeof(float)
        ? new(Vector512.Create((float)value).As<float, T>())
        : new(Vector512.Create(value).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> Fill(Number value) => typeof(T) == typeof(float)
        ? new(Vector512.Create(value.Single).As<float, T>())
        : new(Vector512.Create(value.Double).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> Broadcast(T value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> operator +(V512<T> a, V512<T> b) => new(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> operator -(V512<T> a, V512<T> b) => new(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> operator *(V512<T> a, V512<T> b) => new(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> operator /(V512<T> a, V512<T> b) => new(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> operator -(V512<T> x) => new(-x.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> Fma(V512<T> a, V512<T> b, V512<T> c) => typeof(T) == typeof(float)
        ? new(Vector512.FusedMultiplyAdd(a.v.AsSingle(), b.v.AsSingle(), c.v.AsSingle()).As<float, T>())
        : new(Vector512.FusedMultiplyAdd(a.v.AsDouble(), b.v.AsDouble(), c.v.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> Min(V512<T> a, V512<T> b) => new(Vector512.Min(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> Max(V512<T> a, V512<T> b) => new(Vector512.Max(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> Abs(V512<T> x) => new(Vector512.Abs(x.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> Sqrt(V512<T> x) => new(Vector512.Sqrt(x.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> CopySign(V512<T> x, V512<T> sign) => new(Vector512.CopySign(x.v, sign.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> Less(V512<T> a, V512<T> b) => new(Vector512.LessThan(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> LessOrEqual(V512<T> a, V512<T> b) => new(Vector512.LessThanOrEqual(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> Equal(V512<T> a, V512<T> b) => new(Vector512.Equals(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> Select(V512<T> mask, V512<T> a, V512<T> b) =>
        new(Vector512.ConditionalSelect(mask.v, a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> And(V512<T> a, V512<T> b) => new(a.v & b.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> Or(V512<T> a, V512<T> b) => new(a.v | b.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> Xor(V512<T> a, V512<T> b) => new(a.v ^ b.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> Round(V512<T> x) => typeof(T) == typeof(float)
        ? new(Vector512.Round(x.v.AsSingle()).As<float, T>())
        : new(Vector512.Round(x.v.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> MinNative(V512<T> a, V512<T> b) => new(Vector512.MinNative(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> MaxNative(V512<T> a, V512<T> b) => new(Vector512.MaxNative(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> MaxBits(V512<T> a, V512<T> b) => typeof(T) == typeof(float)
        ? new(Vector512.Max(a.v.AsUInt32(), b.v.AsUInt32()).As<uint, T>())
        : new(Vector512.Max(a.v.AsUInt64(), b.v.AsUInt64()).As<ulong, T>());

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> AddBits(V512<T> a, V512<T> b) => typeof(T) == typeof(float)
        ? new((a.v.AsInt32() + b.v.AsInt32()).As<int, T>())
        : new((a.v.AsInt64() + b.v.AsInt64()).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> SubtractBits(V512<T> a, V512<T> b) => typeof(T) == typeof(float)
        ? new((a.v.AsInt32() - b.v.AsInt32()).As<int, T>())
        : new((a.v.AsInt64() - b.v.AsInt64()).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> ShiftLeft(V512<T> x, int count) => typeof(T) == typeof(float)
        ? new((x.v.AsInt32() << count).As<int, T>())
        : new((x.v.AsInt64() << count).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> ShiftRight(V512<T> x, int count) => typeof(T) == typeof(float)
        ? new((x.v.AsInt32() >>> count).As<int, T>())
        : new((x.v.AsInt64() >>> count).As<long, T>());

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static bool AnyTrue(V512<T> mask) => Vector512.ExtractMostSignificantBits(mask.v) != 0;

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static bool AllTrue(V512<T> mask) => Vector512.ExtractMostSignificantBits(~mask.v) == 0;

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> Exp(V512<T> x) => Exponential<V512<T>, T>.Exp(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> Expm1(V512<T> x) => Exponential<V512<T>, T>.Expm1(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> Log(V512<T> x) => Logarithm<V512<T>, T>.Log(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> Log1p(V512<T> x) => Logarithm<V512<T>, T>.Log1p(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> Log1pOfUnit(V512<T> x) => Logarithm<V512<T>, T>.Log1pOfUnit(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> Sigmoid(V512<T> x) => Logistic<V512<T>, T>.Sigmoid(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> Tanh(V512<T> x) => Hyperbolic<V512<T>, T>.Tanh(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> NormalCdf(V512<T> x, out V512<T> density) => NormalDistribution<V512<T>, T>.Cdf(x, out density);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> Gelu(V512<T> x) => NormalDistribution<V512<T>, T>.Gelu(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> Sin(V512<T> x) => Trigonometry<V512<T>, T>.Sin(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> Cos(V512<T> x) => Trigonometry<V512<T>, T>.Cos(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V512<T> Pow(V512<T> x, V512<T> y) => Power<V512<T>, T>.Pow(x, y);
}
