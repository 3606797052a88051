using Kobai.Optimizers;

namespace Kobai.Tests.Optimizers;

public class AdamTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(0.1, false)]
    [InlineData(0.1, true)]
    public void Steps_follow_the_paper(double decay, bool amsgrad)
    {
        var w = Tensor.From([1.0, -2]).RequireGradient();
        AssertPaper(w, new Adam([w], 0.1, 0.8, 0.9, 1e-6, decay, amsgrad), (g, x) => g + decay * x, x => x, amsgrad);
    }

    internal static void AssertPaper(Tensor w, Optimizer optimizer, Func<double, double, double> gradient, Func<double, double> shrink, bool amsgrad)
    {
        double[] expected = [1, -2], m = [0, 0], v = [0, 0], largest = [0, 0];
        for (int t = 1; t <= 6; t++)
        {
            optimizer.ZeroGradient();
            (w * w * w).Sum().Backward();
            optimizer.Step();
            for (int i = 0; i < 2; i++)
            {
                double g = gradient(3 * expected[i] * expected[i], expected[i]);
                expected[i] = shrink(expected[i]);
                m[i] = 0.8 * m[i] + 0.2 * g;
                v[i] = 0.9 * v[i] + 0.1 * g * g;
                largest[i] = Math.Max(largest[i], v[i]);
                double mHat = m[i] / (1 - Math.Pow(0.8, t)), vHat = (amsgrad ? largest[i] : v[i]) / (1 - Math.Pow(0.9, t));
                expected[i] -= 0.1 * mHat / (Math.Sqrt(vHat) + 1e-6);
                Assert.Equal(expected[i], w.ToArray<double>()[i], 1e-13);
            }
        }
    }
}
