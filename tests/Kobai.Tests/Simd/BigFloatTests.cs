using Kobai.Judging;
using Kobai.Simd;

namespace Kobai.Tests.Simd;

public class BigFloatTests
{
    static readonly double[] Values =
    [
        1, 0.3, -0.3, 3.7, -2.25, 1e-20, -1e-20, 1e-300, 5e-324, 7e250, 1.6e308, 0.999999999999, 1.0000001, 21.5, -21.5, 700, -745, 1e4,
    ];

    [Fact]
    public void Arithmetic_is_right_to_250_bits()
    {
        foreach (double a in Values)
        {
            foreach (double b in Values)
            {
                Precise x = Precise.Of(a), y = Precise.Of(b);
                var (p, q) = (Number(a), Number(b));
                Close(x * y * x / y, p * q * p / q);
                Close(x / y, p / q);
                if (Math.Abs(a) > 1e-30 && Math.Abs(b) > 1e-30) Close(x / 3 + y, (p / Number(3)) + q, 150);
            }
        }
    }

    [Theory]
    [InlineData("Exp")]
    [InlineData("Expm1")]
    [InlineData("Log")]
    [InlineData("Log1p")]
    [InlineData("Sigmoid")]
    [InlineData("Tanh")]
    [InlineData("Sqrt")]
    public void Functions_are_right_to_200_bits(string name)
    {
        (Func<Precise, Precise> exact, Func<BigFloat<Bits256>, BigFloat<Bits256>> f, Func<double, bool> isDefined) = name switch
        {
            "Exp" => ((Func<Precise, Precise>)Precise.Exp, (Func<BigFloat<Bits256>, BigFloat<Bits256>>)BigFloat<Bits256>.Exp, (Func<double, bool>)(x => x < 1e6)),
            "Expm1" => (Precise.Expm1, BigFloat<Bits256>.Expm1, x => x < 1e6),
            "Log" => (Precise.Log, BigFloat<Bits256>.Log, x => x > 0),
            "Log1p" => (Precise.Log1p, BigFloat<Bits256>.Log1p, x => x > -1),
            "Sigmoid" => (Precise.Sigmoid, BigFloat<Bits256>.Sigmoid, x => Math.Abs(x) < 1e6),
            "Tanh" => (Precise.Tanh, BigFloat<Bits256>.Tanh, x => Math.Abs(x) < 1e6),
            _ => (Precise.Sqrt, BigFloat<Bits256>.Sqrt, x => x > 0),
        };
        foreach (double x in Values)
        {
            if (isDefined(x)) Close(exact(Precise.Of(x)), f(Number(x)), 200);
        }
    }

    [Fact]
    public void A_power_is_right_to_200_bits()
    {
        foreach (double x in (double[])[0.3, 1.0000001, 7.5, 1e-300, 1e300])
        {
            foreach (double y in (double[])[0.5, -0.25, 3, 9.75])
            {
                Close(Precise.Pow(Precise.Of(x), Precise.Of(y)), BigFloat<Bits256>.Pow(Number(x), Number(y)), 200);
            }
        }
    }

    [Fact]
    public void Squares_of_the_largest_and_of_the_smallest_double_are_numbers_of_their_own()
    {
        var square = Number(1.6e308) * Number(1.6e308);
        Assert.Equal(1.6e308, (double)(square / Number(1.6e308)));
        var tiny = Number(5e-324) * Number(5e-324);
        Assert.Equal(5e-324, (double)(tiny / Number(5e-324)));
        Assert.Equal((double.PositiveInfinity, 0), ((double)square, (double)tiny));
    }

    [Fact]
    public void With_4096_bits_the_largest_double_keeps_the_smallest()
    {
        BigFloat<Bits4096> large = new(1.6e308), small = new(5e-324);
        Assert.Equal(5e-324, (double)(large + small - large));
        Assert.Equal(0.0, (double)(Number(1.6e308) + Number(5e-324) - Number(1.6e308)));
    }

    [Fact]
    public void Infinities_and_NaN_are_those_of_double()
    {
        double[] special = [double.PositiveInfinity, double.NegativeInfinity, double.NaN, 0, 1, -1];
        foreach (double a in special)
        {
            foreach (double b in special)
            {
                Assert.Equal(a + b, (double)(Number(a) + Number(b)));
                Assert.Equal(a * b, (double)(Number(a) * Number(b)));
                Assert.Equal(a / b, (double)(Number(a) / Number(b)));
                Assert.Equal(Math.Max(a, b), (double)BigFloat<Bits256>.Max(Number(a), Number(b)));
                Assert.Equal(a < b, IsSet(BigFloat<Bits256>.Less(Number(a), Number(b))));
                Assert.Equal(a == b, IsSet(BigFloat<Bits256>.Equal(Number(a), Number(b))));
            }
            Assert.Equal(Math.Exp(a), (double)BigFloat<Bits256>.Exp(Number(a)), 1e-15);
            Assert.Equal(Math.Log(a), (double)BigFloat<Bits256>.Log(Number(a)), 1e-15);
        }
        Assert.Equal(0, (double)BigFloat<Bits256>.Exp(Number(-1e300)));
        Assert.Equal(0, (double)BigFloat<Bits256>.Log1p(Number(0)));
        Assert.Equal(0, (double)BigFloat<Bits256>.Expm1(Number(0)));
    }

    static BigFloat<Bits256> Number(double x) => new(x);

    static bool IsSet(BigFloat<Bits256> mask) => (double)BigFloat<Bits256>.Select(mask, Number(1), Number(0)) == 1;

    // The rest that a double leaves, and the rest of that, … must be those of the exact number.
    static void Close(Precise exact, BigFloat<Bits256> x, int bits = 250)
    {
        // Scaled to where doubles are.
        Precise rest = exact;
        double first = Math.Abs((double)x);
        if (first is 0 or > 1e300 or < 1e-220) return;
        for (int i = 0; i < bits / 53 + 1; i++)
        {
            double part = (double)x;
            (rest, x) = (rest - Precise.Of(part), x - Number(part));
        }
        Assert.True(Math.Abs(rest.ToDouble()) <= first * Math.ScaleB(1, -bits), $"{exact.ToDouble()}: {rest.ToDouble()}");
    }
}
