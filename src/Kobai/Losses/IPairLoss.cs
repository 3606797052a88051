using Kobai.Simd;

namespace Kobai.Losses;

/// <summary>A loss of element pairs (input x, target t): its value and its slopes, from one set of formulas.</summary>
interface IPairLoss
{
    /// <summary>ℓ and its two slopes at (x, t).</summary>
    /// <param name="x">The input.</param>
    /// <param name="t">The target.</param>
    /// <param name="c">A third number: a coefficient of the element, or what is subtracted from the input; 1 without one.</param>
    /// <param name="digits">Makes the subtractions whose terms may cancel.</param>
    /// <param name="value">ℓ(x, t).</param>
    /// <param name="slope">∂ℓ/∂x.</param>
    /// <param name="targetSlope">∂ℓ/∂t.</param>
    void Evaluate<V>(V x, V t, V c, ref Digits<V> digits, out V value, out V slope, out V targetSlope)
        where V : struct, ISimd<V>;

    /// <summary>What inputs must be, if that is to be looked at on the way.</summary>
    static virtual Domain Input => Domain.All;

    /// <summary>What targets must be, if that is to be looked at on the way.</summary>
    static virtual Domain Target => Domain.All;

    /// <summary>Whether so little is computed of a type that numbers are best looked at while they are in registers, not block by block.</summary>
    static virtual bool IsLight<T>() => false;

    /// <summary>Throws for the first value that is outside its domain.</summary>
    static virtual void Refuse(string op, Tensor input, Tensor target)
    {
    }
}
