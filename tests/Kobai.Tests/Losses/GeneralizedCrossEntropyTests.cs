using Kobai.Judging;
using Kobai.Losses;

namespace Kobai.Tests.Losses;

public class GeneralizedCrossEntropyTests
{
    static readonly Tensor X = Tensor.From([1.1050, 0.3013, -1.5394, -2.1528, -0.8634, 1.0730, -0.9419, -0.1670, -0.6582, 0.5061], [2, 5]);

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.7)]
    [InlineData(1)]
    public void Values_and_gradients_are_exact_to_4_units_in_the_last_place_in_either_type(double q) => RowJudge.Check(
        (x, label) => Loss.GeneralizedCrossEntropy(x, label, q),
        (row, label) =>
        {
            var exponent = -(Precise.Of(q) * row.Nats(label));
            if (exponent.ToDouble() < -2000) return (1 / Precise.Of(q), row.Gradient(label, 0));
            return (-(Precise.Expm1(exponent) / Precise.Of(q)), row.Gradient(label, Precise.Exp(exponent)));
        });

    [Fact]
    public void Gradients_match_central_differences_for_every_reduction()
    {
        foreach (var reduction in Enum.GetValues<Reduction>())
        {
            Assert.InRange(GradientCheck.Run(x => Loss.GeneralizedCrossEntropy(x[0], [1, 4], 0.3, reduction), X), 0, 1e-8);
        }
    }

    [Fact]
    public void Value_is_that_of_the_slow_composition()
    {
        var p = X.Softmax(1).Pick([1, 4]);
        Assert.Equal(((1 - p.Pow(0.7)) / 0.7).Mean().Item(), Loss.GeneralizedCrossEntropy(X, [1, 4]).Item(), 1e-15);
        Assert.Equal(Loss.CrossEntropy(X, [1, 4]).Item(), Loss.GeneralizedCrossEntropy(X, [1, 4], 1e-9).Item(), 1e-8);
    }

    [Fact]
    public void An_impossible_label_costs_1_over_q()
    {
        var x = Tensor.From([0, double.NegativeInfinity], [1, 2]).RequireGradient();
        var loss = Loss.GeneralizedCrossEntropy(x, [1], 0.5);
        loss.Backward();
        Assert.Equal(2, loss.Item());
        Assert.Equal([0, 0], x.Gradient!.ToArray<double>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void A_q_outside_0_to_1_is_refused(double q)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Loss.GeneralizedCrossEntropy(X, [1, 4], q));
        Assert.StartsWith("GeneralizedCrossEntropy: q must be above 0 and at most 1.", error.Message);
    }
}
