using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kobai.Simd;

/// <summary>One <typeparamref name="T"/>: the scalar tail of every loop, by the same formulas.</summary>
/// <remarks>Its elementary functions are calls: a tail leaves the compiler's limit of inlining to the loop.</remarks>
/// <typeparam name="T">The element type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly struct V1<T>(T v) : ISimd<V1<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly T v = v;

    /// <inheritdoc/>
    public static nuint Count => 1;

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> Load(ref readonly T source, nuint offset) =>
        new(Unsafe.Add(ref Unsafe.AsRef(in source), offset));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static void Store(V1<T> x, ref T target, nuint offset) => Unsafe.Add(ref target, offset) = x.v;

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> Fill(double value) =>
        new(typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>((float)value) : Unsafe.BitCast<double, T>(value));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> Broadcast(T value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> operator +(V1<T> a, V1<T> b) => new(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> operator -(V1<T> a, V1<T> b) => new(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> operator *(V1<T> a, V1<T> b) => new(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> operator /(V1<T> a, V1<T> b) => new(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> operator -(V1<T> x) => new(-x.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> Fma(V1<T> a, V1<T> b, V1<T> c) => new(T.FusedMultiplyAdd(a.v, b.v, c.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> Min(V1<T> a, V1<T> b) => new(T.Min(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> Max(V1<T> a, V1<T> b) => new(T.Max(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> Abs(V1<T> x) => new(T.Abs(x.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> Sqrt(V1<T> x) => new(T.Sqrt(x.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> CopySign(V1<T> x, V1<T> sign) => new(T.CopySign(x.v, sign.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> Less(V1<T> a, V1<T> b) => Mask(a.v < b.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> LessOrEqual(V1<T> a, V1<T> b) => Mask(a.v <= b.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> Equal(V1<T> a, V1<T> b) => Mask(a.v == b.v);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> Select(V1<T> mask, V1<T> a, V1<T> b) => Bits(mask.v) != 0 ? a : b;

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> And(V1<T> a, V1<T> b) => new(FromBits(Bits(a.v) & Bits(b.v)));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> Or(V1<T> a, V1<T> b) => new(FromBits(Bits(a.v) | Bits(b.v)));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> Xor(V1<T> a, V1<T> b) => new(FromBits(Bits(a.v) ^ Bits(b.v)));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> Round(V1<T> x) => new(T.Round(x.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> MinNative(V1<T> a, V1<T> b) => new(T.MinNative(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> MaxNative(V1<T> a, V1<T> b) => new(T.MaxNative(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> MaxBits(V1<T> a, V1<T> b) => Bits(a.v) > Bits(b.v) ? a : b;

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> AddBits(V1<T> a, V1<T> b) => new(FromBits(Bits(a.v) + Bits(b.v)));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> SubtractBits(V1<T> a, V1<T> b) => new(FromBits(Bits(a.v) - Bits(b.v)));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> ShiftLeft(V1<T> x, int count) => new(FromBits(Bits(x.v) << count));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> ShiftRight(V1<T> x, int count) => new(FromBits(Bits(x.v) >> count));

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static bool AnyTrue(V1<T> mask) => Bits(mask.v) != 0;

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static bool AllTrue(V1<T> mask) => Bits(mask.v) != 0;

    /// <inheritdoc/>
    [MethodImpl(Jit.Apart)]
    public static V1<T> Exp(V1<T> x) => Exponential<V1<T>, T>.Exp(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Apart)]
    public static V1<T> Expm1(V1<T> x) => Exponential<V1<T>, T>.Expm1(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Apart)]
    public static V1<T> Log(V1<T> x) => Logarithm<V1<T>, T>.Log(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Apart)]
    public static V1<T> Log1p(V1<T> x) => Logarithm<V1<T>, T>.Log1p(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Apart)]
    public static V1<T> Log1pOfUnit(V1<T> x) => Logarithm<V1<T>, T>.Log1pOfUnit(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Apart)]
    public static V1<T> Sigmoid(V1<T> x) => Logistic<V1<T>, T>.Sigmoid(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Apart)]
    public static V1<T> Tanh(V1<T> x) => Hyperbolic<V1<T>, T>.Tanh(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Apart)]
    public static V1<T> NormalCdf(V1<T> x, out V1<T> density) => NormalDistribution<V1<T>, T>.Cdf(x, out density);

    /// <inheritdoc/>
    [MethodImpl(Jit.Inlined)]
    public static V1<T> Gelu(V1<T> x) => NormalDistribution<V1<T>, T>.Gelu(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Apart)]
    public static V1<T> Sin(V1<T> x) => Trigonometry<V1<T>, T>.Sin(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Apart)]
    public static V1<T> Cos(V1<T> x) => Trigonometry<V1<T>, T>.Cos(x);

    /// <inheritdoc/>
    [MethodImpl(Jit.Apart)]
    public static V1<T> Pow(V1<T> x, V1<T> y) => Power<V1<T>, T>.Pow(x, y);

    [MethodImpl(Jit.Inlined)]
    static V1<T> Mask(bool set) => new(FromBits(set ? ulong.MaxValue : 0));

    // The bits of a float fill the low half, zeros above.
    [MethodImpl(Jit.Inlined)]
    static ulong Bits(T x) => typeof(T) == typeof(float) ? Unsafe.BitCast<T, uint>(x) : Unsafe.BitCast<T, ulong>(x);

    [MethodImpl(Jit.Inlined)]
    static T FromBits(ulong bits) =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<uint, T>((uint)bits) : Unsafe.BitCast<ulong, T>(bits);
}
