using Kobai.Optimizers;

namespace Kobai.Tests.Optimizers;

public class SgdTests
{
    [Theory]
    [InlineData(0, 0, 0, false)]
    [InlineData(0, 0, 0.1, false)]
    [InlineData(0.9, 0, 0, false)]
    [InlineData(0.9, 0.5, 0.1, false)]
    [InlineData(0.9, 0, 0.1, true)]
    public void Steps_follow_the_formula(double momentum, double dampening, double decay, bool nesterov)
    {
        const double rate = 0.1;
        var w = Tensor.From([1.0, -2]).RequireGradient();
        var optimizer = new Sgd([w], rate, momentum, dampening, decay, nesterov);
        double[] expected = [1, -2], velocity = [0, 0];
        for (int step = 0; step < 5; step++)
        {
            optimizer.ZeroGradient();
            (w * w * w).Sum().Backward();
            optimizer.Step();
            for (int i = 0; i < 2; i++)
            {
                double g = 3 * expected[i] * expected[i] + decay * expected[i];
                velocity[i] = step == 0 ? g : momentum * velocity[i] + (1 - dampening) * g;
                expected[i] -= rate * (momentum == 0 ? g : nesterov ? g + momentum * velocity[i] : velocity[i]);
                Assert.Equal(expected[i], w.ToArray<double>()[i], 1e-14 * Math.Max(1, Math.Abs(expected[i])));
            }
        }
    }
}
