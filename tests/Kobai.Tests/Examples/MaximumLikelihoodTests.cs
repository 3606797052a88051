using Kobai.Examples;

namespace Kobai.Tests.Examples;

public class MaximumLikelihoodTests
{
    static readonly double[] P = MaximumLikelihood.Frequencies();

    [Fact]
    public void The_minimum_is_at_the_frequencies_and_its_value_is_their_entropy()
    {
        Assert.Equal(1, P.Sum(), 1e-12);
        var (loss, q, _) = MaximumLikelihood.Fit(P).Last();
        Assert.All(P.Zip(q), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.Equal(MaximumLikelihood.Entropy(P), loss, 1e-10);
    }

    [Fact]
    public void The_gradient_is_q_minus_p_all_the_way_down()
    {
        double last = double.PositiveInfinity;
        foreach (var (loss, q, gradient) in MaximumLikelihood.Fit(P, 100))
        {
            for (int k = 0; k < P.Length; k++) Assert.Equal(q[k] - P[k], gradient[k], 1e-15);
            Assert.True(loss < last);
            last = loss;
        }
    }

    [Fact]
    public void The_Jacobian_of_softmax_is_qk_times_delta_minus_qi()
    {
        double[] a = [0.3, -1, 2, 0];
        double[] q = Tensor.From(a).Softmax(0).ToArray<double>();
        double[][] jacobian = MaximumLikelihood.Jacobian(a);
        for (int k = 0; k < 4; k++)
            for (int i = 0; i < 4; i++)
                Assert.Equal(q[k] * ((k == i ? 1 : 0) - q[i]), jacobian[k][i], 1e-15);
    }
}
