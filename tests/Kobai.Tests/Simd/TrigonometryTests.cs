using Kobai.Judging;
using Kobai.Simd;
using static Kobai.Tests.Simd.Special;

namespace Kobai.Tests.Simd;

public class TrigonometryTests
{
    // The floats and doubles nearest to multiples of π/2 among all: the hardest to reduce.
    static readonly double[] Hardest = [Math.ScaleB(16367173, 72), Math.ScaleB(6381956970095103, 797)];

    [Fact]
    public void Sin_of_floats_is_within_1_ulp() => Accuracy.CheckFloats<Sin>(0.8);

    [Fact]
    public void Cos_of_floats_is_within_1_ulp() => Accuracy.CheckFloats<Cos>(0.8);

    [Fact]
    public void Sin_of_doubles_is_within_1_ulp() => CheckDoubles<Sin>();

    [Fact]
    public void Cos_of_doubles_is_within_1_ulp() => CheckDoubles<Cos>();

    [Fact]
    public void Sin_of_special_values() => Check<Sin>((0.0, 0.0), (-0.0, -0.0), (Inf, NaN), (-Inf, NaN), (NaN, NaN));

    [Fact]
    public void Cos_of_special_values() => Check<Cos>((0.0, 1.0), (-0.0, 1.0), (Inf, NaN), (-Inf, NaN), (NaN, NaN));

    [Fact]
    [Trait("Category", "Widths")]
    public void Sin_gives_the_same_bits_at_every_width() =>
        Widths.Check<Sin>("247a8e5cb5ee6d7d d1f2b07a6a1b3b80");

    [Fact]
    [Trait("Category", "Widths")]
    public void Cos_gives_the_same_bits_at_every_width() =>
        Widths.Check<Cos>("07c3526ed0e4e060 0e29103cd23a3596");

    static void CheckDoubles<F>() where F : IJudged
    {
        Accuracy.CheckDoubles<F>(0.95, Accuracy.Between(-10, 10));
        Accuracy.CheckDoubles<F>(0.95, Accuracy.Between(-1e9, 1e9));
        Accuracy.CheckDoubles<F>(0.95, Accuracy.Magnitudes(-1060, 30));
        Accuracy.CheckDoubles<F>(0.95, Accuracy.Magnitudes(29, 1023));
        Accuracy.CheckDoubles<F>(0.95, Enumerable.Range(1, 4000).Select(n => n * (Math.PI / 2)));
        Accuracy.CheckDoubles<F>(0.95, Hardest);
    }

    readonly struct Sin : IJudged
    {
        static V IJudged.Value<V>(V x) => V.Sin(x);

        static Precise IJudged.Exact(double x) => Precise.Sin(x);
    }

    readonly struct Cos : IJudged
    {
        static V IJudged.Value<V>(V x) => V.Cos(x);

        static Precise IJudged.Exact(double x) => Precise.Cos(x);
    }
}
