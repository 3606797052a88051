using Kobai.Simd;

namespace Kobai.Tests.Simd;

public unsafe class SharedExponentTests
{
    [Fact]
    public void Exponentials_and_that_of_the_common_number_err_by_about_1_ulp()
    {
        var random = new System.Random(6);
        for (int i = 0; i < 3000; i++)
        {
            float c = (float)((random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-5, 22)));
            if (!SharedExponent.Reaches(c)) continue;
            float[] x = [.. Enumerable.Range(0, 37).Select(_ => (float)(c + random.NextDouble() * 145 - 104))];
            float[] e = Run(c, x);
            double own = new SharedExponent(c).Of(c);
            Assert.InRange(own, 1 << 29, 1L << 31);
            for (int j = 0; j < x.Length; j++) Assert.InRange(e[j] / own / Math.Exp((double)x[j] - c), 1 - 1.1e-7, 1 + 1.1e-7);
        }
    }

    [Fact]
    public void What_is_far_from_the_common_number_is_bounded_and_NaN_stays()
    {
        foreach (float c in new[] { 0, -3.7f, 1 << 20, -(1 << 20) })
        {
            float[] e = Run(c, [c, float.PositiveInfinity, float.MaxValue, c + 44, float.NaN, c - 120, float.NegativeInfinity]);
            Assert.InRange(e[0], 1 << 29, 1L << 31);
            Assert.All(e[1..4], y => Assert.InRange(y, SharedExponent.MostSum, 1e30));
            Assert.Equal(float.NaN, e[4]);
            Assert.All(e[5..], y => Assert.InRange(y / e[0], 0, float.Epsilon / 2.0 / 8));
        }
    }

    [Fact]
    public void Only_numbers_of_moderate_size_may_be_common()
    {
        Assert.True(SharedExponent.Reaches(-(1 << 20)));
        Assert.All(new[] { 1.1e6f, float.NegativeInfinity, float.NaN }, c => Assert.False(SharedExponent.Reaches(c)));
    }

    static float[] Run(float c, float[] x)
    {
        float[] e = new float[x.Length];
        fixed (float* px = x, pe = e) new SharedExponent(c).Of(px, x.Length, pe);
        return e;
    }
}
