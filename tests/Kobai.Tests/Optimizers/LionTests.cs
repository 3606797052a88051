using Kobai.Optimizers;

namespace Kobai.Tests.Optimizers;

public class LionTests
{
    [Fact]
    public void Steps_follow_the_paper()
    {
        var w = Tensor.From([1.0, -2, 0]).RequireGradient();
        var optimizer = new Lion([w], 0.1, 0.8, 0.9, weightDecay: 0.5);
        double[] expected = [1, -2, 0], m = [0, 0, 0];
        for (int t = 0; t < 6; t++)
        {
            optimizer.Step(() => (w * w * w).Sum());
            for (int i = 0; i < 3; i++)
            {
                double g = 3 * expected[i] * expected[i];
                expected[i] = ((1 - 0.05) * expected[i]) - (0.1 * Math.Sign((0.8 * m[i]) + (0.2 * g)));
                m[i] = (0.9 * m[i]) + (0.1 * g);
            }
            Assert.All(expected.Zip(w.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-13));
        }
    }
}
