using Kobai.Judging;
using Kobai.Simd;

namespace Kobai.Tests.Simd;

public class WideTests
{
    static readonly double[] Values =
    [
        1, 0.3, -0.3, 3.7, -2.25, 1e-20, -1e-20, 1e-300, 7e250, 0.999999999999, 1.0000001, 2.4e-6, 21.5, -21.5, 300, -650, 709, -36.7,
    ];

    [Fact]
    public void Sums_and_differences_keep_what_a_double_would_lose()
    {
        foreach (double a in Values)
        {
            foreach (double b in Values)
            {
                Assert.InRange(Math.Abs((double)(new Wide(a) + new Wide(b) - new Wide(a))), Math.Abs(b) * 0.5, Math.Abs(b) * 1.5);
            }
        }
    }

    [Fact]
    public void Arithmetic_is_right_to_100_bits() => All((a, b) =>
    {
        Close(Precise.Of(a) * Precise.Of(b), new Wide(a) * new Wide(b), 100);
        Close(Precise.Of(a) / Precise.Of(b), new Wide(a) / new Wide(b), 100);
        Close(Precise.Of(a) + Precise.Of(b) / 3, new Wide(a) + (new Wide(b) / new Wide(3)), 95);
    });

    [Fact]
    public void Square_root_is_right_to_100_bits()
    {
        foreach (double a in Values)
        {
            if (a > 1e-200) Close(Precise.Of(a), Wide.Sqrt(new(a)) * Wide.Sqrt(new(a)), 99);
        }
    }

    [Theory]
    [InlineData("Exp")]
    [InlineData("Expm1")]
    [InlineData("Log")]
    [InlineData("Log1p")]
    [InlineData("Sigmoid")]
    [InlineData("Tanh")]
    public void Elementary_functions_are_right_to_90_bits(string name)
    {
        (Func<Precise, Precise> exact, Func<Wide, Wide> f, Func<double, bool> isDefined) = name switch
        {
            "Exp" => ((Func<Precise, Precise>)Precise.Exp, (Func<Wide, Wide>)Wide.Exp, (Func<double, bool>)(x => x > -600)),
            "Expm1" => (Precise.Expm1, Wide.Expm1, _ => true),
            "Log" => (Precise.Log, Wide.Log, x => x > 0),
            "Log1p" => (Precise.Log1p, Wide.Log1p, x => x > -1),
            "Sigmoid" => (Precise.Sigmoid, Wide.Sigmoid, x => Math.Abs(x) < 600),
            _ => (Precise.Tanh, Wide.Tanh, x => Math.Abs(x) < 1e3),
        };
        foreach (double value in Values)
        {
            for (double x = value; Math.Abs(x) > 1e-30 && Math.Abs(x) < 709.7; x *= 1.37)
            {
                if (isDefined(x)) Close(exact(Precise.Of(x)), f(new(x)), 90);
            }
        }
    }

    [Fact]
    public void A_power_is_right_to_85_bits()
    {
        foreach (double x in (double[])[0.3, 1.0000001, 7.5, 1e-30, 1e30])
        {
            foreach (double y in (double[])[0.5, -0.25, 3, 9.75])
            {
                Close(Precise.Pow(Precise.Of(x), Precise.Of(y)), Wide.Pow(new(x), new(y)), 85);
            }
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(0)]
    [InlineData(1e5)]
    [InlineData(-1e5)]
    [InlineData(-1)]
    public void Special_values_are_those_of_double(double x)
    {
        Assert.Equal(Math.Exp(x), (double)Wide.Exp(new(x)));
        Assert.Equal(Math.Exp(x) - 1, (double)Wide.Expm1(new(x)), 1e-15);
        Assert.Equal(Math.Log(x), (double)Wide.Log(new(x)), 1e-14);
        Assert.Equal(Math.Tanh(x), (double)Wide.Tanh(new(x)), 1e-15);
        Assert.Equal(1 / (1 + Math.Exp(-x)), (double)Wide.Sigmoid(new(x)), 1e-15);
        Assert.Equal(Math.Sqrt(x), (double)Wide.Sqrt(new(x)), 1e-12);
        Assert.Equal(Math.Pow(x, 2), (double)Wide.Pow(new(x), new(2)));
        Assert.Equal(x + 1, (double)(new Wide(x) + new Wide(1)));
        Assert.Equal(x * 3, (double)(new Wide(x) * new Wide(3)));
        Assert.Equal(x / 4, (double)(new Wide(x) / new Wide(4)));
        Assert.Equal(1 / x, (double)(new Wide(1) / new Wide(x)));
        Assert.Equal(Math.Max(x, 2), (double)Wide.Max(new(x), new(2)));
        Assert.Equal(Math.Min(x, 2), (double)Wide.Min(new(x), new(2)));
        Assert.Equal(Math.Max(2, x), (double)Wide.Max(new(2), new(x)));
    }

    [Fact]
    public void The_largest_numbers_divide_without_overflow()
    {
        Assert.Equal(double.MaxValue, (double)(new Wide(double.MaxValue) / new Wide(1)));
        Assert.Equal(1, (double)(new Wide(double.MaxValue) / new Wide(double.MaxValue)));
    }

    static void All(Action<double, double> check)
    {
        foreach (double a in Values)
        {
            foreach (double b in Values)
            {
                // Products and quotients whose low part would be subnormal have fewer bits.
                if (Math.Abs(Math.Log2(Math.Abs(a))) + Math.Abs(Math.Log2(Math.Abs(b))) < 850) check(a, b);
            }
        }
    }

    // Doubles that add up to the number are what is left after each rounding.
    static void Close(Precise exact, Wide actual, int bits)
    {
        double first = (double)actual, second = (double)(actual - new Wide(first));
        if (exact.ToDouble() == 0) Assert.Equal(0, first);
        else Assert.InRange(Math.Abs((exact - Precise.Of(first) - Precise.Of(second)).ToDouble() / exact.ToDouble()), 0, Math.ScaleB(1, -bits));
    }
}
