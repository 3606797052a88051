using Kobai.Judging;
using Kobai.Losses;

namespace Kobai.Tests.Losses;

public class NegativeLogLikelihoodTests
{
    static readonly Tensor X = Tensor.From([1.1050, 0.3013, -1.5394, -2.1528, -0.8634, 1.0730, -0.9419, -0.1670, -0.6582, 0.5061], [2, 5]);

    static readonly Tensor LogP = X.LogSoftmax(1);

    [Fact]
    public void Cross_entropy_is_it_after_a_log_softmax()
    {
        var w = Tensor.From([1.0, 2, 3, 4, 5]);
        foreach (var reduction in Enum.GetValues<Reduction>())
        {
            double[] expected = Loss.CrossEntropy(X, [1, 4], w, reduction: reduction).ToArray<double>();
            double[] actual = Loss.NegativeLogLikelihood(LogP, [1, 4], w, reduction: reduction).ToArray<double>();
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-14);
        }
    }

    [Fact]
    public void Gradients_match_central_differences_for_every_reduction()
    {
        var w = Tensor.From([1.0, 2, 3, 4, 5]);
        foreach (var reduction in Enum.GetValues<Reduction>())
        {
            Assert.InRange(GradientCheck.Run(x => Loss.NegativeLogLikelihood(x[0], [1, -100], w, reduction: reduction), LogP), 0, 1e-8);
        }
    }

    [Fact]
    public void Extra_dimensions_are_rows_of_their_own()
    {
        var x = Tensor.From([-1.0, -2, -3, -4, -5, -6, -7, -8, -9, -10, -11, -12], [2, 3, 2]);
        var labels = Labels.From([0, 1, 2, -100], [2, 2]);
        Assert.Equal([1, 4, 11, 0], Loss.NegativeLogLikelihood(x, labels, reduction: Reduction.None).ToArray<double>());
        var mean = Loss.NegativeLogLikelihood(x, labels);
        Assert.Equal((16, 3), (mean.LossSum, mean.LossDenominator));
    }

    [Fact]
    public void A_class_of_weight_0_costs_nothing_even_if_it_cannot_be()
    {
        var x = Tensor.From([double.NegativeInfinity, 0, -1, -2], [2, 2]);
        Assert.Equal(2, Loss.NegativeLogLikelihood(x, [0, 1], Tensor.From([0.0, 1.0])).Item());
        Assert.Equal(double.PositiveInfinity, Loss.NegativeLogLikelihood(x, [0, 1]).Item());
    }

    [Fact]
    public void All_rows_ignored_have_a_mean_of_NaN_and_no_gradient()
    {
        var x = LogP.Detach().Clone().RequireGradient();
        var loss = Loss.NegativeLogLikelihood(x, [-100, -100]);
        loss.Backward();
        Assert.Equal(double.NaN, loss.Item());
        Assert.All(x.Gradient!.ToArray<double>(), g => Assert.Equal(0, g));
    }

    [Fact]
    public void Probabilities_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Loss.NegativeLogLikelihood(Tensor.From([-1.0, -1, 0.25, 0.75], [2, 2]), [0, 1]));
        Assert.StartsWith(
            "NegativeLogLikelihood: the log-probability of label 1 in row 1 is 0.75, above 0. Probabilities or logits? Take the Log() of probabilities, and CrossEntropy for logits.",
            error.Message);
    }
}
