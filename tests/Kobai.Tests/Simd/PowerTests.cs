using System.Numerics;
using Kobai.Judging;
using Kobai.Simd;

namespace Kobai.Tests.Simd;

public class PowerTests
{
    [Fact]
    public void Pow_of_floats_is_within_1_ulp()
    {
        float worst = 0;
        foreach ((float x, float y) in Pairs(400_000, 89))
            worst = Math.Max(worst, (float)Accuracy.Ulps(Pow(x, y), Math.Pow(x, y)));
        Assert.InRange(worst, 0.5, 0.9);
    }

    [Fact]
    public void Pow_of_doubles_is_within_1_ulp()
    {
        double worst = 0;
        foreach ((float x, float y) in Pairs(10_000, 710))
        {
            // Doubles with all their bits: the floats' square roots.
            (double a, double b) = (Math.Sqrt(x), y > 0 ? Math.Sqrt(y) : y);
            worst = Math.Max(worst, Precise.Pow(Precise.Of(a), Precise.Of(b)).UlpsTo(Pow(a, b)));
        }
        Assert.InRange(worst, 0.5, 0.9);
    }

    [Fact]
    public void Pow_treats_special_values_as_the_standard_asks()
    {
        double[] values =
        [
            0, 0.5, 1, 1.5, 2, 3, 4, 1e30, 16777215, 16777216, 9007199254740991, double.Epsilon, double.MaxValue,
            double.PositiveInfinity, double.NaN, 1e-40,
        ];
        values = [.. values, .. values.Select(x => -x)];
        foreach (double x in values)
        {
            foreach (double y in values)
            {
                Near(Math.Pow(x, y), Pow(x, y), 4e-16);
                Near((float)Math.Pow((float)x, (float)y), Pow((float)x, (float)y), 2e-7);
            }
        }
    }

    [Fact]
    public void Whole_powers_of_small_whole_numbers_are_exact()
    {
        foreach (int x in Enumerable.Range(-20, 41))
        {
            foreach (int y in Enumerable.Range(0, 12))
            {
                BigInteger exact = BigInteger.Pow(x, y);
                if (BigInteger.Abs(exact) < 1 << 24) Assert.Equal((float)exact, Pow((float)x, y));
                Assert.Equal((double)exact, Pow((double)x, y));
            }
        }
    }

    [Fact]
    [Trait("Category", "Widths")]
    public void Pow_gives_the_same_bits_at_every_width() =>
        Widths.Check<PowOfSine>("34c9dd11e47a0dc2 d07be74c05a55d04");

    /// <summary>Positive x of all magnitudes and y such that |ln xʸ| reaches the limit.</summary>
    static IEnumerable<(float X, float Y)> Pairs(int count, double limit)
    {
        var random = new Random(3);
        for (int i = 0; i < count; i++)
        {
            double x = i % 2 == 0
                ? Math.ScaleB(1 + random.NextDouble(), random.Next(-140, 127))
                : 0.5 + (1.5 * random.NextDouble());
            double y = limit * ((2 * random.NextDouble()) - 1) / Math.Max(Math.Abs(Math.Log(x)), 1e-3);
            yield return ((float)x, (float)(i % 3 == 0 ? y / 100 : y));
        }
    }

    static void Near(double expected, double actual, double relative)
    {
        if (double.IsFinite(expected) && expected != 0) Assert.Equal(expected, actual, Math.Abs(expected) * relative);
        else Special.Same(expected, actual);
    }

    static T Pow<T>(T x, T y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T power = default;
        V1<T>.Store(V1<T>.Pow(V1<T>.Broadcast(x), V1<T>.Broadcast(y)), ref power, 0);
        return power;
    }

    readonly struct PowOfSine : IJudged
    {
        static V IJudged.Value<V>(V x) => V.Pow(V.Abs(x), V.Fill(20) * V.Sin(x));

        static Precise IJudged.Exact(double x) => Precise.Pow(Precise.Of(Math.Abs(x)), 20 * Precise.Sin(x));
    }
}
