using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kobai.Simd;

/// <summary>The logistic function 1 / (1 + e⁻ˣ).</summary>
static class Logistic<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Above the limit the result rounds to 1; below minus the limit e⁻ˣ leaves the range.
    static V Limit
    {
        [MethodImpl(Jit.Inlined)]
        get => Format<V, T>.Constant(87, 708);
    }

    [MethodImpl(Jit.Inlined)]
    public static V Sigmoid(V x)
    {
        // 1 + 2ⁿ + 2ⁿr + 2ⁿ(eʳ − 1 − r) as high + low, then one step of Newton's division.
        V power = Exponential<V, T>.Reduce(-V.MinNative(Limit, x), out V r, out _);
        V whole = V.One + power;
        V wholeLow = V.One - (whole - power);
        V high = V.Fma(power, r, whole);
        V rest = r * r * Exponential<V, T>.Series(r);
        V low = V.Fma(power, rest, V.Fma(power, r, whole - high) + wholeLow);
        V y = V.One / (high + low);
        V error = V.Fma(-y, low, V.Fma(-y, high, V.One));
        y = V.Fma(y, error, y);
        return V.AnyTrue(V.Less(x, -Limit)) ? Lowest(x, y) : y;
    }

    // Where x is far below 0, 1 / (1 + e⁻ˣ) = eˣ to the last bit.
    [MethodImpl(Jit.Apart)]
    static V Lowest(V x, V y) => V.Select(V.Less(x, -Limit), Exponential<V, T>.Exp(x), y);
}
