using System.Runtime.CompilerServices;

namespace Kobai.Simd;

/// <summary>Functions of the difference of a number and the largest of its line: what softmax is made of.</summary>
static class Difference
{
    /// <summary>eˣ⁻ᵐ to about a unit in the last place, although x − m is rounded; NaN if both are the same infinity.</summary>
    [MethodImpl(Jit.Inlined)]
    public static V Exp<V>(V x, V m) where V : struct, ISimd<V>
    {
        V d = x - m;
        // x − m − d exactly; NaN where d is infinite.
        V back = x - d;
        V lost = (x - (d + back)) - (m - back);
        V y = V.Exp(d);
        return V.Fma(y, V.Select(V.Equal(lost, lost), lost, V.Zero), y);
    }

    /// <summary>eˣ⁻ᵐ.</summary>
    public readonly struct Power : IFunction2
    {
        V IFunction2.Value<V>(V x, V m) => Exp(x, m);
    }

    /// <summary>eˣ⁻ᵐ, and 0 where x = m.</summary>
    public readonly struct PowerOfOthers : IFunction2
    {
        V IFunction2.Value<V>(V x, V m) => V.Select(V.Equal(x, m), V.Zero, Exp(x, m));
    }

    /// <summary>1 where x = m, and 0 elsewhere.</summary>
    public readonly struct Tie : IFunction2
    {
        V IFunction2.Value<V>(V x, V m) => V.Select(V.Equal(x, m), V.One, V.Zero);
    }
}
