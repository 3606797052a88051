using Kobai.Losses;
using Kobai.Simd;

namespace Kobai.Tests.Losses;

public class BinaryCrossEntropyWithLogitsTests
{
    static readonly Tensor X = Tensor.From([-3.0, -0.5, 0, 0.75, 2, 9]);
    static readonly Tensor T = Tensor.From([0.0, 1, 0.5, 0.3, 1, 0]);

    [Fact]
    public void Value_is_that_of_the_sigmoid()
    {
        double[] expected = Loss.BinaryCrossEntropy(X.Sigmoid(), T, reduction: Reduction.None).ToArray<double>();
        double[] losses = Loss.BinaryCrossEntropyWithLogits(X, T, reduction: Reduction.None).ToArray<double>();
        for (int i = 0; i < losses.Length; i++) Assert.Equal(expected[i], losses[i], 1e-12);
    }

    [Fact]
    public void Gradients_match_central_differences()
    {
        Tensor weight = Tensor.From([1.0, 2, 0.5, 3, 1, 0.25]), positive = Tensor.From([2.5]);
        foreach (var reduction in Enum.GetValues<Reduction>())
        {
            Assert.InRange(GradientCheck.Run(x => Loss.BinaryCrossEntropyWithLogits(x[0], x[1], reduction: reduction), X, T * 0.9 + 0.05), 0, 1e-8);
            Assert.InRange(GradientCheck.Run(x => Loss.BinaryCrossEntropyWithLogits(x[0], T, weight, positive, reduction), X), 0, 1e-8);
        }
    }

    [Theory]
    [InlineData(20f, 1f)]
    [InlineData(60f, 1f)]
    [InlineData(-20f, 0f)]
    [InlineData(-80f, 0f)]
    [InlineData(-20f, 1f)]
    [InlineData(1e4f, 0f)]
    [InlineData(-3e38f, 1f)]
    [InlineData(3e38f, 1f)]
    public void Confident_predictions_keep_their_loss_and_gradient(float x, float t)
    {
        var logit = Tensor.From([x]).RequireGradient();
        var loss = Loss.BinaryCrossEntropyWithLogits(logit, Tensor.From([t]));
        loss.Backward();
        double margin = t == 1 ? x : -(double)x;
        double expected = margin > 0 ? Math.Exp(-margin) : -margin;
        double slope = (t == 1 ? -1 : 1) * (margin > 0 ? Math.Exp(-margin) : 1);
        Assert.Equal((float)expected, (float)loss.Item(), (float)expected * 3e-7f);
        Assert.Equal((float)slope, (float)logit.Gradient!.Item(), (float)Math.Abs(slope) * 3e-7f);
    }

    [Fact]
    public void Infinite_logits_on_the_right_side_cost_nothing()
    {
        var x = Tensor.From([double.PositiveInfinity, double.NegativeInfinity]).RequireGradient();
        var loss = Loss.BinaryCrossEntropyWithLogits(x, Tensor.From([1.0, 0]), reduction: Reduction.Sum);
        loss.Backward();
        Assert.Equal(0, loss.Item());
        Assert.Equal([0.0, 0], x.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Weights_that_do_not_broadcast_are_refused()
    {
        var error = Assert.Throws<ShapeException>(() => Loss.BinaryCrossEntropyWithLogits(Tensor.Zeros([3]), Tensor.Zeros([3]), weight: Tensor.Ones([2, 3])));
        Assert.Equal("BinaryCrossEntropyWithLogits: weight must broadcast to the input; weight is (2, 3), input is (3).", error.Message);
    }

    [Fact]
    public void Large_batches_are_the_sum_of_their_parts()
    {
        var x = Tensor.Linspace(-30, 30, 200_001).RequireGradient();
        var t = (Tensor.Linspace(-30, 30, 200_001).Sin() + 1) / 2;
        var loss = Loss.BinaryCrossEntropyWithLogits(x, t, reduction: Reduction.Sum);
        loss.Backward();
        double[] a = x.ToArray<double>(), b = t.ToArray<double>();
        double expected = a.Zip(b, (p, q) => Math.Max(p, 0) - p * q + Math.Log(1 + Math.Exp(-Math.Abs(p)))).Sum();
        Assert.Equal(expected, loss.Item(), expected * 1e-7);
        float[] gradient = x.Gradient!.ToArray<float>();
        for (int i = 0; i < a.Length; i += 997) Assert.Equal(1 / (1 + Math.Exp(-a[i])) - b[i], gradient[i], 1e-7);
    }

    [Fact]
    public void Soft_targets_near_the_prediction_keep_the_digits_of_the_gradient()
    {
        float[] x = [0.1f, -0.3f, 2f, 0.7f], t = [.. x.Select(v => (float)(1 / (1 + Math.Exp(-v))))];
        var logits = Tensor.From(x).RequireGradient();
        Loss.BinaryCrossEntropyWithLogits(logits, Tensor.From(t), reduction: Reduction.Sum).Backward();
        float[] gradient = logits.Gradient!.ToArray<float>();
        for (int i = 0; i < x.Length; i++)
        {
            double exact = 1 / (1 + Math.Exp(-x[i])) - t[i];
            Assert.Equal(exact, gradient[i], Math.Abs(exact) * 1e-6);
        }
    }

    [Fact]
    public void Value_and_slopes_are_exact_to_4_units_in_the_last_place()
    {
        double[] x = [.. ExactJudge.Spread(200, 1, -12, 2.8)], t = [.. ExactJudge.Spread(200, 2, -6, 0).Select(Math.Abs)];
        double[][] points =
        [
            .. x.Zip(t, (a, b) => new[] { a, b }), .. x.Select(a => new[] { a, 0.0 }), .. x.Select(a => new[] { a, 1.0 }),
            .. x.Select(a => new[] { a, (double)(float)(1 / (1 + Math.Exp(-a))) }), [1e4, 0], [-3e38, 1], [3e38, 0.25], [3e38, 1],
        ];
        foreach (double c in (ReadOnlySpan<double>)[1, 2.5])
        {
            Tensor? positive = c == 1 ? null : Tensor.Scalar(c, DType.Float64);
            ExactJudge.Check((v, r) => Loss.BinaryCrossEntropyWithLogits(v[0], v[1], null, positive, r), v =>
            {
                Wide one = new(1), p = new Wide(c) * v[1], q = one - v[1], shared = Wide.Log1p(Wide.Exp(-Wide.Abs(v[0])));
                Wide above = Wide.Max(-v[0], new(0)) + shared, below = Wide.Max(v[0], new(0)) + shared;
                return [(p * above) + (q * below), (q * Wide.Sigmoid(v[0])) - (p * Wide.Sigmoid(-v[0])), (new Wide(c - 1) * above) - v[0]];
            }, points);
        }
    }
}
