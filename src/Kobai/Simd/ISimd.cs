using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kobai.Simd;

/// <summary>Numbers side by side in one register: all that a formula may use.</summary>
/// <remarks>
/// A formula written over <typeparamref name="V"/> runs at every width and for every element type, and gives the same
/// bits at each width. Comparisons give a mask, whose only use is <see cref="Select"/>. The elementary functions err by
/// less than 1 unit in the last place, subnormal numbers included (checked for every float and on samples of doubles),
/// and treat infinities, NaN and the sign of zero as IEEE 754 and annex F of C ask.
/// </remarks>
/// <typeparam name="V">The register type itself.</typeparam>
public interface ISimd<V> :
    IAdditionOperators<V, V, V>, ISubtractionOperators<V, V, V>, IMultiplyOperators<V, V, V>,
    IDivisionOperators<V, V, V>, IUnaryNegationOperators<V, V>
    where V : struct, ISimd<V>
{
    /// <summary>The same number in every lane, rounded to the element type.</summary>
    static abstract V Fill(double value);

    /// <summary>The same parameter in every lane.</summary>
    static virtual V Fill(Number value) => V.Fill(value.Double);

    /// <summary>a · b + c with one rounding.</summary>
    static abstract V Fma(V a, V b, V c);

    /// <summary>The smaller number of each lane; NaN if either is NaN.</summary>
    static abstract V Min(V a, V b);

    /// <summary>The larger number of each lane; NaN if either is NaN.</summary>
    static abstract V Max(V a, V b);

    /// <summary>The magnitude |x|.</summary>
    static abstract V Abs(V x);

    /// <summary>The square root, correctly rounded.</summary>
    static abstract V Sqrt(V x);

    /// <summary>The magnitude of <paramref name="x"/> with the sign of <paramref name="sign"/>.</summary>
    static abstract V CopySign(V x, V sign);

    /// <summary>The mask of the lanes where a &lt; b.</summary>
    static abstract V Less(V a, V b);

    /// <summary>The mask of the lanes where a ≤ b.</summary>
    static abstract V LessOrEqual(V a, V b);

    /// <summary>The mask of the lanes where a = b; false where either is NaN.</summary>
    static abstract V Equal(V a, V b);

    /// <summary>Each lane of <paramref name="a"/> where the mask is set and of <paramref name="b"/> elsewhere.</summary>
    static abstract V Select(V mask, V a, V b);

    /// <summary>eˣ; exp(0) is exactly 1.</summary>
    static abstract V Exp(V x);

    /// <summary>eˣ − 1, accurate near 0.</summary>
    static abstract V Expm1(V x);

    /// <summary>The natural logarithm ln x.</summary>
    static abstract V Log(V x);

    /// <summary>ln(1 + x), accurate near 0.</summary>
    static abstract V Log1p(V x);

    /// <summary>ln(1 + x) for x from 0 to 1, within 2 units in the last place and twice as fast; elsewhere it means nothing.</summary>
    static virtual V Log1pOfUnit(V x) => V.Log1p(x);

    /// <summary>The logistic function 1 / (1 + e⁻ˣ).</summary>
    static abstract V Sigmoid(V x);

    /// <summary>The hyperbolic tangent.</summary>
    static abstract V Tanh(V x);

    /// <summary>
    /// The distribution function of the standard normal distribution, Φ(x) = (1 + erf(x / √2)) / 2, within 4 units in the
    /// last place.
    /// </summary>
    /// <param name="x">The argument.</param>
    /// <param name="density">The slope there, Φ′(x) = e^(−x²/2) / √(2π).</param>
    static abstract V NormalCdf(V x, out V density);

    /// <summary>x·Φ(x), within 4 units in the last place, small tails and subnormal results included.</summary>
    static virtual V Gelu(V x) => x * V.NormalCdf(x, out _);

    /// <summary>The sine of x in radians.</summary>
    static abstract V Sin(V x);

    /// <summary>The cosine of x in radians.</summary>
    static abstract V Cos(V x);

    /// <summary>xʸ for each lane, with the special cases of IEEE 754.</summary>
    static abstract V Pow(V x, V y);

    /// <summary>One in every lane.</summary>
    static virtual V One
    {
        [MethodImpl(Jit.Inlined)]
        get => V.Fill(1);
    }

    /// <summary>Zero in every lane.</summary>
    static virtual V Zero
    {
        [MethodImpl(Jit.Inlined)]
        get => V.Fill(0);
    }
}

/// <summary>A register of <typeparamref name="T"/>: what a loop or an elementary function needs besides.</summary>
/// <typeparam name="V">The register type itself.</typeparam>
/// <typeparam name="T">The element type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public interface ISimd<V, T> : ISimd<V>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of lanes.</summary>
    static abstract nuint Count { get; }

    /// <summary>Reads <see cref="Count"/> elements, <paramref name="offset"/> elements after the source.</summary>
    static abstract V Load(ref readonly T source, nuint offset);

    /// <summary>Writes <see cref="Count"/> elements, <paramref name="offset"/> elements after the target.</summary>
    static abstract void Store(V x, ref T target, nuint offset);

    /// <summary>The same element in every lane.</summary>
    static abstract V Broadcast(T value);

    /// <summary>The bits set in both.</summary>
    static abstract V And(V a, V b);

    /// <summary>The bits set in either.</summary>
    static abstract V Or(V a, V b);

    /// <summary>The bits set in one of the two.</summary>
    static abstract V Xor(V a, V b);

    /// <summary>The nearest whole number, ties to even.</summary>
    static abstract V Round(V x);

    /// <summary>a where a &lt; b, otherwise b: NaN in <paramref name="b"/> stays; a must not be NaN.</summary>
    static abstract V MinNative(V a, V b);

    /// <summary>a where a &gt; b, otherwise b: NaN in <paramref name="b"/> stays; a must not be NaN.</summary>
    static abstract V MaxNative(V a, V b);

    /// <summary>That of two elements whose bits, read as a whole number without sign, are larger.</summary>
    static abstract V MaxBits(V a, V b);

    /// <summary>The sum of the bits read as whole numbers.</summary>
    static abstract V AddBits(V a, V b);

    /// <summary>The difference of the bits read as whole numbers.</summary>
    static abstract V SubtractBits(V a, V b);

    /// <summary>The bits moved toward the sign, zeros following.</summary>
    static abstract V ShiftLeft(V x, int count);

    /// <summary>The bits moved away from the sign, zeros following.</summary>
    static abstract V ShiftRight(V x, int count);

    /// <summary>Whether any lane of the mask is set.</summary>
    static abstract bool AnyTrue(V mask);

    /// <summary>Whether every lane of the mask is set.</summary>
    static abstract bool AllTrue(V mask);
}
