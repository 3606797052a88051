using Kobai.Simd;

namespace Kobai.Tests.Simd;

public class DifferenceTests
{
    [Fact]
    public void The_rounding_of_the_difference_does_not_show()
    {
        var random = new Random(5);
        for (int i = 0; i < 20_000; i++)
        {
            float m = (float)(random.NextDouble() * 100 - 20), x = (float)(m - random.NextDouble() * 85);
            double exact = Math.Exp((double)x - m);
            Assert.InRange(Exp(x, m) / exact, 1 - 1.3e-7, 1 + 1.3e-7);
        }
    }

    [Fact]
    public void Infinities_follow_the_limits()
    {
        const float inf = float.PositiveInfinity;
        Assert.Equal(0, Exp(-inf, 3));
        Assert.Equal(0, Exp(3, inf));
        Assert.Equal(0, Exp(-float.MaxValue, float.MaxValue));
        Assert.Equal(1, Exp(1e30f, 1e30f));
        Assert.Equal(float.NaN, Exp(inf, inf));
        Assert.Equal(float.NaN, Exp(-inf, -inf));
        Assert.Equal(float.NaN, Exp(float.NaN, 1));
    }

    static float Exp(float x, float m)
    {
        V1<float>.Store(Difference.Exp(V1<float>.Broadcast(x), V1<float>.Broadcast(m)), ref x, 0);
        return x;
    }
}
