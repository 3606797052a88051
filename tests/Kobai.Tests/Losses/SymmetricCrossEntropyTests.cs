using Kobai.Judging;
using Kobai.Losses;

namespace Kobai.Tests.Losses;

public class SymmetricCrossEntropyTests
{
    static readonly Tensor X = Tensor.From([1.1050, 0.3013, -1.5394, -2.1528, -0.8634, 1.0730, -0.9419, -0.1670, -0.6582, 0.5061], [2, 5]);

    [Fact]
    public void Values_and_gradients_are_exact_to_4_units_in_the_last_place_in_either_type() => RowJudge.Check(
        (x, label) => Loss.SymmetricCrossEntropy(x, label, 0.5, 2, -3),
        (row, label) => (row.Nats(label) / 2 + 6 * row.Rest(label), row.Gradient(label, Precise.Of(0.5) + 6 * row.P(label))));

    [Fact]
    public void Gradients_match_central_differences_for_every_reduction()
    {
        foreach (var reduction in Enum.GetValues<Reduction>())
        {
            Assert.InRange(GradientCheck.Run(x => Loss.SymmetricCrossEntropy(x[0], [1, 4], 0.3, 0.6, reduction: reduction), X), 0, 1e-8);
        }
    }

    [Fact]
    public void Value_is_that_of_the_slow_composition()
    {
        // The reverse cross-entropy −Σ p ln t, with ln 0 = −4.
        var p = X.Softmax(1);
        var target = Labels.Create([1, 4]);
        double reverse = (4 * (p.Sum(1) - p.Pick(target))).Mean().Item();
        Assert.Equal(0.1 * Loss.CrossEntropy(X, target).Item() + reverse, Loss.SymmetricCrossEntropy(X, target).Item(), 1e-14);
    }

    [Fact]
    public void Settings_of_the_wrong_sign_are_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Loss.SymmetricCrossEntropy(X, [1, 4], alpha: -1));
        Assert.StartsWith("SymmetricCrossEntropy: alpha must be 0 or more.", error.Message);
        error = Assert.Throws<ArgumentOutOfRangeException>(() => Loss.SymmetricCrossEntropy(X, [1, 4], beta: -1));
        Assert.StartsWith("SymmetricCrossEntropy: beta must be 0 or more.", error.Message);
        error = Assert.Throws<ArgumentOutOfRangeException>(() => Loss.SymmetricCrossEntropy(X, [1, 4], logZero: 4));
        Assert.StartsWith("SymmetricCrossEntropy: logZero must be 0 or less.", error.Message);
    }
}
