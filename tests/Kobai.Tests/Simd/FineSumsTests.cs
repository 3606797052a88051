using Kobai.Judging;
using Kobai.Simd;

namespace Kobai.Tests.Simd;

public unsafe class FineSumsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(1003)]
    public void Sum_is_that_of_twice_the_precision(int n)
    {
        var random = new Random(n);
        double[] x = [.. Enumerable.Range(0, n).Select(_ => (random.NextDouble() - 0.5) * Math.ScaleB(1, random.Next(-30, 30)))];
        Precise exact = 0;
        foreach (double value in x) exact += Precise.Of(value);
        fixed (double* p = x)
        {
            var (high, low) = FineSums.Of(p, n);
            Assert.InRange(exact.UlpsTo(high), 0, 0.51);
            Assert.Equal((exact - Precise.Of(high)).ToDouble(), low, Math.Abs(high) * 1e-28);
        }
    }

    [Fact]
    public void Infinity_and_NaN_are_what_plain_addition_gives()
    {
        Assert.Equal((double.PositiveInfinity, 0), Of([1, double.PositiveInfinity]));
        Assert.Equal((double.NaN, 0), Of([double.NaN, 1]));
        Assert.Equal((double.NaN, 0), Of([double.NegativeInfinity, double.PositiveInfinity]));

        static (double, double) Of(double[] x)
        {
            fixed (double* p = x) return FineSums.Of(p, x.Length);
        }
    }
}
