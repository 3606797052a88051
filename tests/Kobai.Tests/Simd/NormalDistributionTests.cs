using Kobai.Judging;
using Kobai.Simd;
using static Kobai.Tests.Simd.Special;

namespace Kobai.Tests.Simd;

public class NormalDistributionTests
{
    [Fact]
    public void NormalCdf_of_floats_is_within_4_ulp() => Accuracy.CheckFloats<NormalCdf>(4);

    [Fact]
    public void NormalCdf_of_doubles_is_within_4_ulp()
    {
        Accuracy.CheckDoubles<NormalCdf>(4, Accuracy.Between(-37.5, -3, 300));
        Accuracy.CheckDoubles<NormalCdf>(4, Accuracy.Between(-3, 9, 300));
        Accuracy.CheckDoubles<NormalCdf>(4, Accuracy.Magnitudes(-60, 1, 200));
    }

    [Fact]
    public void NormalCdf_of_special_values() => Special.Check<NormalCdf>(
        (0.0, 0.5),
        (-0.0, 0.5),
        (1000.0, 1.0),
        (-1000.0, 0.0),
        (Inf, 1.0),
        (-Inf, 0.0),
        (NaN, NaN));

    [Fact]
    [Trait("Category", "Widths")]
    public void NormalCdf_gives_the_same_bits_at_every_width() =>
        Widths.Check<NormalCdf>("b6f3ccee9aa9ca84 849eb0c245ec42b0");

    [Fact]
    public void Gelu_of_floats_is_within_4_ulp() => Accuracy.CheckFloats<Gelu>(4);

    [Fact]
    public void Gelu_of_doubles_is_within_4_ulp()
    {
        Accuracy.CheckDoubles<Gelu>(4, Accuracy.Between(-38, -3, 300));
        Accuracy.CheckDoubles<Gelu>(4, Accuracy.Between(-3, 9, 300));
        Accuracy.CheckDoubles<Gelu>(4, Accuracy.Magnitudes(-60, 1, 200));
    }

    [Fact]
    public void Gelu_of_special_values() => Special.Check<Gelu>(
        (0.0, 0.0),
        (-0.0, -0.0),
        (1000.0, 1000.0),
        (-1000.0, -0.0),
        (Inf, Inf),
        (-Inf, -0.0),
        (NaN, NaN));

    [Fact]
    [Trait("Category", "Widths")]
    public void Gelu_gives_the_same_bits_at_every_width() =>
        Widths.Check<Gelu>("bf5c3337db4ca537 b8ff3745f7ae3ee4");

    readonly struct Gelu : IJudged
    {
        static V IJudged.Value<V>(V x) => V.Gelu(x);

        static Precise IJudged.Exact(double x) => Precise.Of(x) * ExactCdf(x);
    }

    readonly struct NormalCdf : IJudged
    {
        static V IJudged.Value<V>(V x) => V.NormalCdf(x, out _);

        static Precise IJudged.Exact(double x) => ExactCdf(x);
    }

    // Near 0 by the series x + x³/3 + x⁵/(3·5) + …, in the tails by the continued fraction 1/(t + 1/(t + 2/(t + …))).
    static Precise ExactCdf(double x)
    {
        Precise t = Precise.Of(Math.Abs(x)), density = Precise.Exp(-(t * t) / 2) / Precise.Sqrt(2 * Precise.Pi);
        Precise half = Precise.Of(0.5);
        if (Math.Abs(x) < 3)
        {
            Precise term = Precise.Of(x), sum = term;
            for (int k = 1; k < 150; k++) sum += term = term * t * t / (2 * k + 1);
            return half + density * sum;
        }
        Precise rest = t;
        for (int k = 450; k > 0; k--) rest = t + k / rest;
        return x < 0 ? density / rest : 1 - density / rest;
    }
}
