using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kobai.Simd;

/// <summary>Sine and cosine: with x = n·π/2 + r and |r| ≤ π/4, both are ±sin r or ±cos r, as n mod 4 tells.</summary>
static class Trigonometry<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Up to here three constants that sum to π/2 leave r right to the last bit.
    static double Near
    {
        [MethodImpl(Jit.Inlined)]
        get => typeof(T) == typeof(float) ? 1e5 : 1e9;
    }

    // Adding 1.5·2²³ (2⁵²) rounds to a whole number, which then fills the low bits.
    static V Magic
    {
        [MethodImpl(Jit.Inlined)]
        get => Format<V, T>.Constant(12582912, 6755399441055744);
    }

    [MethodImpl(Jit.Inlined)]
    public static V Sin(V x)
    {
        V y = Turn(x, V.Zero);
        y = V.Select(V.Equal(x, V.Zero), x, y);
        return V.AllTrue(V.LessOrEqual(V.Abs(x), V.Fill(Near))) ? y : Far(x, y, 0);
    }

    [MethodImpl(Jit.Inlined)]
    public static V Cos(V x)
    {
        V y = Turn(x, V.One);
        return V.AllTrue(V.LessOrEqual(V.Abs(x), V.Fill(Near))) ? y : Far(x, y, 1);
    }

    /// <summary>sin(x + quarter·π/2) for |x| up to <see cref="Near"/>.</summary>
    [MethodImpl(Jit.Inlined)]
    static V Turn(V x, V quarter)
    {
        V sum = V.Fma(x, V.Fill(0.6366197723675814), Magic);
        V n = Magic - sum;
        V exact = V.Fma(n, V.Fill(1.5707963267948966), x);
        V middle = Format<V, T>.Constant(-4.371138828673793e-08, 6.123233995736766e-17);
        V last = Format<V, T>.Constant(-1.7151245100058819e-15, -1.4973849048591698e-33);
        V step = n * middle;
        V r = exact + step;
        V low = V.Fma(n, last, V.Fma(n, middle, -step)) + (step - (r - exact));
        return Turn(r, low, sum + quarter);
    }

    /// <summary>sin(r + low + n·π/2), where n stands in the low bits of <paramref name="sum"/>.</summary>
    [MethodImpl(Jit.Inlined)]
    static V Turn(V r, V low, V sum)
    {
        V z = r * r;

        // 1 − r²/2 as whole + rest.
        V half = V.Fill(-0.5) * r;
        V whole = V.Fma(half, r, V.One);
        V rest = V.Fma(half, r, V.One - whole);
        V sin = V.Fma(r * z, SineSeries(z), whole * low) + r;
        V cos = whole + (rest + V.Fma(z * z, CosineSeries(z), -r * low));

        // The bit of n that tells sine from cosine is moved to the sign of 1; the next one is the sign of the result.
        V parity = V.Or(typeof(T) == typeof(float) ? V.ShiftLeft(sum, 31) : V.ShiftLeft(sum, 63), V.One);
        V sign = V.And(typeof(T) == typeof(float) ? V.ShiftLeft(sum, 30) : V.ShiftLeft(sum, 62), Format<V, T>.Sign);
        return V.Xor(V.Select(V.Less(parity, V.Zero), cos, sin), sign);
    }

    /// <summary>(sin r − r) / r³, a polynomial of z = r².</summary>
    [MethodImpl(Jit.Inlined)]
    static V SineSeries(V z) => typeof(T) == typeof(float)
        ? Polynomial<V>.At(z, -0.1666666716337204, 0.008333329111337662, -0.00019839289598166943, 2.717874622248928e-06)
        : Polynomial<V>.At(
            z, -0.1666666666666663, 0.00833333333332177, -0.00019841269829269986, 2.755731349845516e-06,
            -2.505072684176688e-08, 1.5894930563284912e-10);

    /// <summary>(cos r − 1 + r²/2) / r⁴, a polynomial of z = r².</summary>
    [MethodImpl(Jit.Inlined)]
    static V CosineSeries(V z) => typeof(T) == typeof(float)
        ? Polynomial<V>.At(z, 0.04166664555668831, -0.0013887331588193774, 2.4434213628410362e-05)
        : Polynomial<V>.At(
            z, 0.041666666666666595, -0.0013888888888873253, 2.4801587288914262e-05, -2.7557314181978907e-07,
            2.0875699331825406e-09, -1.1358370604882997e-11);

    /// <summary>Puts the lanes beyond <see cref="Near"/> right, one by one.</summary>
    [MethodImpl(Jit.Apart)]
    static V Far(V x, V y, int quarter)
    {
        Span<T> xs = stackalloc T[(int)V.Count], ys = stackalloc T[(int)V.Count];
        V.Store(x, ref xs[0], 0);
        V.Store(y, ref ys[0], 0);
        for (int i = 0; i < xs.Length; i++)
        {
            double lane = double.CreateTruncating(xs[i]);
            if (!(Math.Abs(lane) <= Near)) ys[i] = double.IsFinite(lane) ? Far(lane, quarter) : T.NaN;
        }
        return V.Load(ref ys[0], 0);
    }

    static T Far(double x, int quarter)
    {
        int n = HalfPi.Reduce(x, out double high, out double low);
        T r = T.CreateTruncating(high);
        T rest = T.CreateTruncating(high - double.CreateTruncating(r) + low);
        V1<T> sum = Trigonometry<V1<T>, T>.Magic + V1<T>.Fill(n + quarter);
        T y = default;
        V1<T>.Store(Trigonometry<V1<T>, T>.Turn(V1<T>.Broadcast(r), V1<T>.Broadcast(rest), sum), ref y, 0);
        return y;
    }
}
