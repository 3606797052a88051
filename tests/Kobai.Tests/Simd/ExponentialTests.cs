using Kobai.Judging;
using Kobai.Simd;
using static Kobai.Tests.Simd.Special;

namespace Kobai.Tests.Simd;

public class ExponentialTests
{
    [Fact]
    public void Exp_of_floats_is_within_1_ulp() => Accuracy.CheckFloats<Exp>(0.9);

    [Fact]
    public void Expm1_of_floats_is_within_1_ulp() => Accuracy.CheckFloats<Expm1>(0.9);

    [Fact]
    public void Exp_of_doubles_is_within_1_ulp()
    {
        Accuracy.CheckDoubles<Exp>(0.95, Accuracy.Between(-745.2, 709.7));
        Accuracy.CheckDoubles<Exp>(0.95, Accuracy.Between(-2, 2));
        Accuracy.CheckDoubles<Exp>(0.95, Accuracy.Magnitudes(-60, 3));
    }

    [Fact]
    public void ShortExp_has_13_digits_and_tells_where_it_has_not()
    {
        const double factor = 1.3407807929942597e154;
        Assert.Equal(factor, ShortExp(0, out bool isInRange));
        Assert.True(isInRange);
        for (double x = -354; x <= 354; x += 0.0173)
        {
            double exact = Math.Exp(x);
            Assert.InRange(ShortExp(x, out isInRange) / factor / exact, 1 - 5e-14, 1 + 5e-14);
            Assert.True(isInRange);
        }
        foreach (double x in new[] { 356, 700, 1e3, 1e4, 1e10, 1e18, 1e300, double.PositiveInfinity, double.NaN })
        {
            ShortExp(x, out isInRange);
            Assert.False(isInRange);
            ShortExp(-x, out isInRange);
            Assert.False(isInRange);
        }

        static double ShortExp(double x, out bool isInRange)
        {
            var seen = Exponential<V1<double>, double>.NothingSeen;
            V1<double>.Store(Exponential<V1<double>, double>.ShortExp(V1<double>.Fill(x), ref seen), ref x, 0);
            isInRange = V1<double>.AllTrue(Exponential<V1<double>, double>.InShortRange(seen));
            return x;
        }
    }

    [Fact]
    public void Expm1_of_doubles_is_within_1_ulp()
    {
        Accuracy.CheckDoubles<Expm1>(0.95, Accuracy.Between(-50, 709.7));
        Accuracy.CheckDoubles<Expm1>(0.95, Accuracy.Between(-2, 2));
        Accuracy.CheckDoubles<Expm1>(0.95, Accuracy.Magnitudes(-1060, 3));
    }

    [Fact]
    public void Exp_overflows_and_underflows_where_the_result_rounds_there()
    {
        Assert.Equal(3.40279851e38f, Accuracy.Float<Exp>(88.72283172607422f));
        Assert.Equal(float.PositiveInfinity, Accuracy.Float<Exp>(88.72283935546875f));
        Assert.Equal(float.Epsilon, Accuracy.Float<Exp>(-103.9720764f));
        Assert.Equal(0, Accuracy.Float<Exp>(-103.9720840f));
        Assert.Equal(1.797693134862273e308, Accuracy.Double<Exp>(709.782712893384), 1e293);
        Assert.Equal(double.PositiveInfinity, Accuracy.Double<Exp>(709.7827128933841));
        Assert.Equal(double.Epsilon, Accuracy.Double<Exp>(-745.1332191019411));
        Assert.Equal(0, Accuracy.Double<Exp>(-745.1332191019412));
    }

    [Fact]
    public void Exp_of_special_values() => Special.Check<Exp>(
        (0.0, 1.0),
        (-0.0, 1.0),
        (Inf, Inf),
        (-Inf, 0.0),
        (NaN, NaN));

    [Fact]
    public void Expm1_of_special_values() => Special.Check<Expm1>(
        (0.0, 0.0),
        (-0.0, -0.0),
        (Inf, Inf),
        (-Inf, -1.0),
        (NaN, NaN));

    [Fact]
    [Trait("Category", "Widths")]
    public void Exp_gives_the_same_bits_at_every_width() =>
        Widths.Check<Exp>("e8bfb87928c0a3c8 c1136caf28a5579f");

    [Fact]
    [Trait("Category", "Widths")]
    public void Expm1_gives_the_same_bits_at_every_width() =>
        Widths.Check<Expm1>("1544c8f3078f2eac 3b4197d181da056a");

    readonly struct Exp : IJudged
    {
        static V IJudged.Value<V>(V x) => V.Exp(x);

        static Precise IJudged.Exact(double x) => Precise.Exp(Precise.Of(x));
    }

    readonly struct Expm1 : IJudged
    {
        static V IJudged.Value<V>(V x) => V.Expm1(x);

        static Precise IJudged.Exact(double x) => Precise.Expm1(Precise.Of(x));
    }
}
