using Kobai.Losses;
using Kobai.Simd;

namespace Kobai.Tests.Losses;

public class BinaryFocalTests
{
    static readonly double[] X = [-2.5, -0.75, 0.3, 1.2, 3.5, 1], T = [1.0, 0, 1, 0, 0.3, 0.75];

    [Theory]
    [InlineData(2.0, null)]
    [InlineData(2.0, 0.25)]
    [InlineData(0.0, 0.75)]
    [InlineData(1.5, null)]
    public void Values_and_gradients_are_those_of_the_formula(double gamma, double? alpha)
    {
        Func<Tensor, Tensor, Reduction, Tensor> loss = (x, t, r) => Loss.BinaryFocal(x, t, gamma, alpha, r);
        PairJudge.Check(loss, (x, t) =>
        {
            double p = 1 / (1 + Math.Exp(-x)), share = alpha is double a ? (a * t) + ((1 - a) * (1 - t)) : 1;
            return share * Math.Pow((p * (1 - t)) + ((1 - p) * t), gamma) * ((-t * Math.Log(p)) - ((1 - t) * Math.Log(1 - p)));
        }, X, T);
        PairJudge.CheckTarget(loss, X, [0.9, 0.1, 0.8, 0.5, 0.3, 0.75]);
    }

    [Theory]
    [InlineData(2.0, null)]
    [InlineData(0.5, 0.25)]
    [InlineData(3.0, 0.5)]
    [InlineData(1.5, null)]
    public void Confident_and_soft_predictions_keep_their_digits(double gamma, double? alpha)
    {
        double[] x = [.. ExactJudge.Spread(gamma == 2 ? 1000 : 100, 1, -4, 2.7)], t = [.. ExactJudge.Spread(100, 2, -3, 0)];
        double[][] points =
        [
            .. x.Zip(t, (a, b) => new[] { a, Math.Abs(b) }), .. x.Select(a => new[] { a, 0.0 }), .. x.Select(a => new[] { a, 1.0 }),
            .. x.Select(a => new[] { a, 1 / (1 + Math.Exp(-a)) }),
        ];
        ExactJudge.Check((v, r) => Loss.BinaryFocal(v[0], v[1], gamma, alpha, r), v =>
        {
            Wide one = new(1), t = v[1], q = one - t, p = Wide.Sigmoid(v[0]), rest = Wide.Sigmoid(-v[0]), g = new(gamma);
            Wide entropy = (t * Softplus(-v[0])) + (q * Softplus(v[0])), wrong = (p * q) + (rest * t);
            Wide a = alpha is double own ? (new Wide(own) * t) + ((one - new Wide(own)) * q) : one;
            Wide factor = a * Wide.Pow(wrong, g);
            return [factor * entropy, factor * ((p * q) - (rest * t) + (g * (q - t) * p * rest / wrong * entropy))];
        }, points);
    }

    [Fact]
    public void No_focus_is_binary_cross_entropy() => Assert.Equal(
        Loss.BinaryCrossEntropyWithLogits(Tensor.From(X), Tensor.From(T)).Item(), Loss.BinaryFocal(Tensor.From(X), Tensor.From(T), gamma: 0).Item(), 1e-15);

    [Fact]
    public void Infinite_logits_on_the_right_side_cost_nothing()
    {
        var x = Tensor.From([double.PositiveInfinity, double.NegativeInfinity, 2000]).RequireGradient();
        var loss = Loss.BinaryFocal(x, Tensor.From([1.0, 0, 1]), reduction: Reduction.Sum);
        loss.Backward();
        Assert.Equal(0, loss.Item());
        Assert.Equal([0.0, 0, 0], x.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Settings_and_targets_outside_their_range_are_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Loss.BinaryFocal(Tensor.From(X), Tensor.From(T), gamma: -1));
        Assert.StartsWith("BinaryFocal: gamma must be 0 or more.", error.Message);
        error = Assert.Throws<ArgumentOutOfRangeException>(() => Loss.BinaryFocal(Tensor.From(X), Tensor.From(T), alpha: 1.5));
        Assert.StartsWith("BinaryFocal: alpha must be from 0 to 1.", error.Message);
        var target = Assert.Throws<ArgumentException>(() => Loss.BinaryFocal(Tensor.From([0.5]), Tensor.From([-1.0])));
        Assert.StartsWith("BinaryFocal: target[0] is -1, outside [0, 1]. For targets of −1 and +1 use a soft-margin loss.", target.Message);
    }

    static Wide Softplus(Wide x) => Wide.Max(x, new(0)) + Wide.Log1p(Wide.Exp(-Wide.Abs(x)));
}
