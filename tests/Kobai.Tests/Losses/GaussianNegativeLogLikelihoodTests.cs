using Kobai.Losses;
using Kobai.Simd;

namespace Kobai.Tests.Losses;

public class GaussianNegativeLogLikelihoodTests
{
    static readonly Tensor Mean = Tensor.From([0.5, -1, 2, 0.25, 3, -0.5], [2, 3]);
    static readonly Tensor Target = Tensor.From([1.0, -1.5, 0, 0.75, 2.5, 1], [2, 3]);
    static readonly Tensor Variance = Tensor.From([0.5, 2, 1, 0.25, 1.5, 3], [2, 3]);

    [Fact]
    public void Value_is_the_formula()
    {
        double[] m = Mean.ToArray<double>(), t = Target.ToArray<double>(), v = Variance.ToArray<double>();
        double[] expected = [.. m.Select((x, i) => (Math.Log(v[i]) + (x - t[i]) * (x - t[i]) / v[i]) / 2)];
        Assert.Equal(expected.Average(), Loss.GaussianNegativeLogLikelihood(Mean, Target, Variance).Item(), 1e-15);
        Assert.Equal(
            expected.Sum() + 3 * Math.Log(2 * Math.PI),
            Loss.GaussianNegativeLogLikelihood(Mean, Target, Variance, full: true, reduction: Reduction.Sum).Item(), 1e-14);
        double[] losses = Loss.GaussianNegativeLogLikelihood(Mean, Target, Variance, reduction: Reduction.None).ToArray<double>();
        for (int i = 0; i < losses.Length; i++) Assert.Equal(expected[i], losses[i], 1e-15);
    }

    [Fact]
    public void Gradients_of_all_three_match_central_differences()
    {
        foreach (var reduction in Enum.GetValues<Reduction>())
        {
            Assert.InRange(GradientCheck.Run(
                x => Loss.GaussianNegativeLogLikelihood(x[0], x[1], x[2], full: true, reduction: reduction), Mean, Target, Variance), 0, 1e-8);
        }
        Assert.InRange(GradientCheck.Run(x => Loss.GaussianNegativeLogLikelihood(Mean, x[0], Variance), Target), 0, 1e-8);
    }

    [Theory]
    [InlineData(new[] { 2 })]
    [InlineData(new[] { 2, 1 })]
    [InlineData(new[] { 1, 3 })]
    public void A_variance_can_be_shared(int[] sizes)
    {
        Tensor variance = Tensor.From([0.5, 2, 1]).Slice(0, 0, sizes.Max()).Reshape(Shape.Create([.. sizes.Select(s => (nint)s)]));
        Tensor whole = (sizes.Length == 1 ? variance.Unsqueeze(-1) : variance).Expand([2, 3]);
        Assert.Equal(
            Loss.GaussianNegativeLogLikelihood(Mean, Target, whole).Item(), Loss.GaussianNegativeLogLikelihood(Mean, Target, variance).Item());
        Assert.InRange(GradientCheck.Run(x => Loss.GaussianNegativeLogLikelihood(Mean, Target, x[0]), variance), 0, 1e-8);
    }

    [Fact]
    public void Terms_that_cancel_keep_their_digits()
    {
        double[] means = [.. ExactJudge.Spread(300, 1, -3, 3)], targets = [.. ExactJudge.Spread(300, 2, -3, 3)], sizes = [.. ExactJudge.Spread(300, 3, -5, 5)];
        // d² = v stops the variance; d² = −v ln v makes the loss 0.
        double[][] points =
        [
            .. means.Zip(targets, sizes).Select(p => new[] { p.First, p.Second, Math.Abs(p.Third) }),
            .. sizes.Take(100).Select(v => new[] { 1 + (float)Math.Sqrt(Math.Abs(v)), 1, Math.Abs(v) }),
            .. sizes.Where(v => Math.Abs(v) < 1).Select(v => new[] { (float)Math.Sqrt(-Math.Abs(v) * Math.Log(Math.Abs(v))), 0, Math.Abs(v) }),
            [1, 1, 0], [1e15, 1, 1e-7], [1e30, 0, 1e30],
        ];
        foreach (bool full in (ReadOnlySpan<bool>)[false, true])
        {
            ExactJudge.Check(
                (x, r) => Loss.GaussianNegativeLogLikelihood(x[0], x[1], x[2], full, reduction: r),
                x =>
                {
                    Wide d = x[0] - x[1], v = Wide.Max(x[2], new(1e-6)), half = new(0.5);
                    Wide constant = full ? new Wide(1.8378770664093456) + new Wide(-7.756588316134483e-17) : new(0);
                    return [half * (Wide.Log(v) + (d * d / v) + constant), d / v, -d / v, half * ((v - (d * d)) / (v * v))];
                }, points);
        }
    }

    [Fact]
    public void A_variance_of_0_counts_as_epsilon()
    {
        var variance = Tensor.From([0.0]).RequireGradient();
        var loss = Loss.GaussianNegativeLogLikelihood(Tensor.From([1.0]), Tensor.From([0.0]), variance);
        loss.Backward();
        Assert.Equal((Math.Log(1e-6) + 1e6) / 2, loss.Item(), 1e-9);
        Assert.Equal((1 - 1e6) / 2e-6, variance.Gradient!.Item(), 1e-3);
    }

    [Fact]
    public void Variances_that_do_not_fit_or_are_negative_are_refused()
    {
        var error = Assert.Throws<ShapeException>(() => Loss.GaussianNegativeLogLikelihood(Mean, Target, Tensor.Ones([3], DType.Float64)));
        Assert.Equal(
            "GaussianNegativeLogLikelihood: variance must have the shape of the mean, or lack its last axis, or have axes of size 1; mean is (2, 3), variance is (3).",
            error.Message);
        var negative = Assert.Throws<ArgumentException>(() => Loss.GaussianNegativeLogLikelihood(Mean, Target, -Variance));
        Assert.StartsWith(
            "GaussianNegativeLogLikelihood: variance[0, 0] is -0.5, negative. Predict the logarithm and take Exp(), or take Softplus().", negative.Message);
        error = Assert.Throws<ShapeException>(() => Loss.GaussianNegativeLogLikelihood(Tensor.Zeros([4, 1]), Tensor.Zeros([4]), Tensor.Ones([4, 1])));
        Assert.StartsWith("GaussianNegativeLogLikelihood: mean and target must have the same shape (nothing is broadcast)", error.Message);
    }
}
