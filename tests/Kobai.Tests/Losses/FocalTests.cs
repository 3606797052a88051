using Kobai.Judging;
using Kobai.Losses;

namespace Kobai.Tests.Losses;

public class FocalTests
{
    static readonly Tensor X = Tensor.From([1.1050, 0.3013, -1.5394, -2.1528, -0.8634, 1.0730, -0.9419, -0.1670, -0.6582, 0.5061], [2, 5]);

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(2)]
    [InlineData(3.5)]
    public void Values_and_gradients_are_exact_to_4_units_in_the_last_place_in_either_type(double gamma) => RowJudge.Check(
        (x, label) => Loss.Focal(x, label, gamma),
        (row, label) =>
        {
            var rest = row.Rest(label);
            var fade = gamma == 0 ? 1 : rest.ToDouble() == 0 ? 0 : Precise.Pow(rest, Precise.Of(gamma));
            var ratio = rest.ToDouble() == 0 ? 1 : row.Nats(label) / rest;
            return (fade * row.Nats(label), row.Gradient(label, fade * (1 + Precise.Of(gamma) * row.P(label) * ratio)));
        });

    [Fact]
    public void Gradients_match_central_differences_for_every_option()
    {
        foreach (var reduction in Enum.GetValues<Reduction>())
        {
            Assert.InRange(GradientCheck.Run(x => Loss.Focal(x[0], [1, 4], 1.5, reduction: reduction), X), 0, 1e-8);
            var w = Tensor.From([1.0, 2, 3, 4, 5]);
            Assert.InRange(GradientCheck.Run(x => Loss.Focal(x[0], [1, -1], 2, w, -1, reduction), X), 0, 1e-8);
        }
    }

    [Fact]
    public void Value_is_that_of_the_slow_composition()
    {
        var p = X.Softmax(1).Pick([1, 4]);
        Assert.Equal((-(1 - p).Pow(2) * p.Log()).Mean().Item(), Loss.Focal(X, [1, 4]).Item(), 1e-15);
        Assert.Equal(Loss.CrossEntropy(X, [1, 4]).Item(), Loss.Focal(X, [1, 4], gamma: 0).Item(), 1e-15);
    }

    [Fact]
    public void An_impossible_label_costs_all()
    {
        var x = Tensor.From([0, double.NegativeInfinity], [1, 2]).RequireGradient();
        var loss = Loss.Focal(x, [1]);
        loss.Backward();
        Assert.Equal(double.PositiveInfinity, loss.Item());
        Assert.Equal([1, -1], x.Gradient!.ToArray<double>());
    }

    [Fact]
    public void A_negative_gamma_is_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Loss.Focal(X, [1, 4], -1));
        Assert.StartsWith("Focal: gamma must be 0 or more.", error.Message);
    }

    [Fact]
    public void Labels_are_checked()
    {
        var error = Assert.Throws<ArgumentException>(() => Loss.Focal(X, [1, 5]));
        Assert.StartsWith("Focal: labels[1] is 5; with 5 classes labels go from 0 to 4. Do labels start at 1?", error.Message);
    }
}
