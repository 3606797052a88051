using Kobai.Judging;
using Kobai.Losses;

namespace Kobai.Tests.Losses;

public class PolyTests
{
    static readonly Tensor X = Tensor.From([1.1050, 0.3013, -1.5394, -2.1528, -0.8634, 1.0730, -0.9419, -0.1670, -0.6582, 0.5061], [2, 5]);

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(-0.5)]
    [InlineData(-1)]
    public void Values_and_gradients_are_exact_to_4_units_in_the_last_place_in_either_type(double epsilon) => RowJudge.Check(
        (x, label) => Loss.Poly(x, label, epsilon),
        (row, label) =>
        {
            Precise nats = row.Nats(label), rest = row.Rest(label);
            // Where 240 bits are too few for the difference it is its series.
            var above = rest.ToDouble() < 1e-15 ? rest * rest / 2 : nats - rest;
            var e = Precise.Of(epsilon);
            return ((1 + e) * nats - e * above, row.Gradient(label, 1 + e - e * rest));
        });

    [Fact]
    public void Gradients_match_central_differences_for_every_reduction()
    {
        foreach (var reduction in Enum.GetValues<Reduction>())
        {
            Assert.InRange(GradientCheck.Run(x => Loss.Poly(x[0], [1, 4], 2, reduction), X), 0, 1e-8);
            Assert.InRange(GradientCheck.Run(x => Loss.Poly(x[0], [1, 4], -0.7, reduction), X), 0, 1e-8);
        }
    }

    [Fact]
    public void Value_is_that_of_the_slow_composition()
    {
        var p = X.Softmax(1).Pick([1, 4]);
        Assert.Equal((1 - p - p.Log()).Mean().Item(), Loss.Poly(X, [1, 4]).Item(), 1e-14);
    }

    [Fact]
    public void An_epsilon_below_minus_1_is_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Loss.Poly(X, [1, 4], -2));
        Assert.StartsWith("Poly: epsilon must be −1 or more.", error.Message);
    }
}
