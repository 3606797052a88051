using Kobai.Judging;
using Kobai.Simd;
using Lane = Kobai.Simd.WideLanes<Kobai.Simd.V1<double>>;

namespace Kobai.Tests.Simd;

public class WideLanesTests
{
    static readonly double[] Values =
    [
        1, 0.3, -0.3, 3.7, -2.25, 1e-20, -1e-20, 0.999999999999, 1.0000001, 0.7071, 1.4143, 2.4e-6, 21.5, -21.5, 300, -600, 640, -36.7,
    ];

    [Fact]
    public void Arithmetic_is_right_to_100_bits()
    {
        foreach (double a in Values)
        {
            foreach (double b in Values)
            {
                Close(Precise.Of(a) * Precise.Of(b), Fill(a) * Fill(b), 100);
                Close(Precise.Of(a) / Precise.Of(b), Fill(a) / Fill(b), 100);
                Close(Precise.Of(a) + Precise.Of(b) / 3, Fill(a) + (Fill(b) / Fill(3)), 95);
            }
            if (a > 0) Close(Precise.Sqrt(Precise.Of(a)), Lane.Sqrt(Fill(a)), 99);
        }
    }

    [Theory]
    [InlineData("Exp")]
    [InlineData("Expm1")]
    [InlineData("Log")]
    [InlineData("Log1p")]
    [InlineData("Sigmoid")]
    [InlineData("Tanh")]
    public void Elementary_functions_are_right_to_95_bits(string name)
    {
        (Func<Precise, Precise> exact, Func<Lane, Lane> f, Func<double, bool> isDefined) = name switch
        {
            "Exp" => ((Func<Precise, Precise>)Precise.Exp, (Func<Lane, Lane>)Lane.Exp, (Func<double, bool>)(x => x > -600)),
            "Expm1" => (Precise.Expm1, Lane.Expm1, _ => true),
            "Log" => (Precise.Log, Lane.Log, x => x > 0),
            "Log1p" => (Precise.Log1p, Lane.Log1p, x => x > -1),
            "Sigmoid" => (Precise.Sigmoid, Lane.Sigmoid, x => Math.Abs(x) < 600),
            _ => (Precise.Tanh, Lane.Tanh, x => Math.Abs(x) < 1e3),
        };
        foreach (double value in Values)
        {
            for (double x = value; Math.Abs(x) > 1e-30 && Math.Abs(x) < 680; x *= 1.37)
            {
                if (isDefined(x)) Close(exact(Precise.Of(x)), f(Fill(x)), 95);
            }
        }
    }

    [Fact]
    public void A_power_is_right_to_90_bits()
    {
        foreach (double x in (double[])[0.3, 1.0000001, 7.5, 1e-30, 1e30])
        {
            foreach (double y in (double[])[0.5, -0.25, 3, 9.75])
            {
                Close(Precise.Pow(Precise.Of(x), Precise.Of(y)), Lane.Pow(Fill(x), Fill(y)), 90);
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
    [InlineData(-0.25)]
    public void Special_values_are_those_of_double(double x)
    {
        Assert.Equal(Math.Exp(x), High(Lane.Exp(Fill(x))), 1e-15);
        Assert.Equal(Math.Exp(x) - 1, High(Lane.Expm1(Fill(x))), 1e-15);
        Assert.Equal(Math.Log(x), High(Lane.Log(Fill(x))), 1e-14);
        Assert.Equal(Math.Tanh(x), High(Lane.Tanh(Fill(x))), 1e-15);
        Assert.Equal(1 / (1 + Math.Exp(-x)), High(Lane.Sigmoid(Fill(x))), 1e-15);
        Assert.Equal(x + 1, High(Fill(x) + Fill(1)));
        Assert.Equal(x * 3, High(Fill(x) * Fill(3)));
        Assert.Equal(x / 4, High(Fill(x) / Fill(4)));
        Assert.Equal(1 / x, High(Fill(1) / Fill(x)));
        Assert.Equal(Math.Abs(x), High(Lane.Abs(Fill(x))));
        Assert.Equal(Math.Max(x, 2), High(Lane.Max(Fill(x), Fill(2))));
        Assert.Equal(Math.Min(x, 2), High(Lane.Min(Fill(x), Fill(2))));
        Assert.Equal(Math.Max(2, x), High(Lane.Max(Fill(2), Fill(x))));
        Assert.Equal(x < 0, High(Lane.Select(Lane.Less(Fill(x), Fill(0)), Fill(1), Fill(0))) == 1);
        Assert.Equal(x == 0, High(Lane.Select(Lane.Equal(Fill(x), Fill(0)), Fill(1), Fill(0))) == 1);
    }

    static Lane Fill(double x) => Lane.Fill(x);

    static double High(Lane x)
    {
        double high = 0;
        V1<double>.Store(x.High, ref high, 0);
        return high;
    }

    // Doubles that add up to the number are what is left after each rounding.
    static void Close(Precise exact, Lane actual, int bits)
    {
        double first = High(actual), second = High(actual - Fill(first));
        if (exact.ToDouble() == 0) Assert.Equal(0, first);
        else Assert.InRange(Math.Abs((exact - Precise.Of(first) - Precise.Of(second)).ToDouble() / exact.ToDouble()), 0, Math.ScaleB(1, -bits));
    }
}
