using Kobai.Losses;
using Kobai.Simd;

namespace Kobai.Tests.Losses;

public class BinaryCrossEntropyTests
{
    static readonly Tensor P = Tensor.From([0.26, 0.6, 0.999, 1e-3, 0.5, 0.75]);
    static readonly Tensor T = Tensor.From([0.0, 1, 1, 0, 0.3, 0.9]);

    [Fact]
    public void Value_is_the_formula()
    {
        double[] p = P.ToArray<double>(), t = T.ToArray<double>();
        double[] expected = [.. p.Zip(t, (a, b) => -b * Math.Log(a) - (1 - b) * Math.Log(1 - a))];
        double[] losses = Loss.BinaryCrossEntropy(P, T, reduction: Reduction.None).ToArray<double>();
        for (int i = 0; i < losses.Length; i++) Assert.Equal(expected[i], losses[i], 1e-14);
        Assert.Equal(expected.Average(), Loss.BinaryCrossEntropy(P, T).Item(), 1e-14);
        Assert.Equal(expected.Sum(), Loss.BinaryCrossEntropy(P, T, reduction: Reduction.Sum).Item(), 1e-14);
    }

    [Fact]
    public void Gradients_of_probabilities_and_targets_match_central_differences()
    {
        var weight = Tensor.From([1.0, 2, 0.5, 3, 1, 0.25]);
        foreach (var reduction in Enum.GetValues<Reduction>())
        {
            Assert.InRange(GradientCheck.Run(x => Loss.BinaryCrossEntropy(x[0], x[1], reduction: reduction), P[..3], T[..3] * 0.9 + 0.05), 0, 1e-6);
            Assert.InRange(GradientCheck.Run(x => Loss.BinaryCrossEntropy(x[0], T, weight, reduction), P), 0, 1e-5);
        }
    }

    [Fact]
    public void Certainty_costs_nothing_when_right_and_100_when_wrong()
    {
        Assert.Equal([0, 0, 100, 100], Loss.BinaryCrossEntropy(
            Tensor.From([1.0, 0, 0, 1]), Tensor.From([1.0, 0, 1, 0]), reduction: Reduction.None).ToArray<double>());
    }

    [Fact]
    public void A_tiny_probability_of_the_wrong_class_keeps_its_loss()
    {
        var loss = Loss.BinaryCrossEntropy(Tensor.From([1e-10f]), Tensor.From([0f]));
        Assert.Equal(1e-10f, (float)loss.Item());
    }

    [Fact]
    public void Logits_given_by_mistake_are_named_with_their_place()
    {
        var error = Assert.Throws<ArgumentException>(() => Loss.BinaryCrossEntropy(Tensor.From([0.5, 0.1, 0.3, 1.5], [2, 2]), Tensor.Zeros([2, 2], DType.Float64)));
        Assert.StartsWith(
            "BinaryCrossEntropy: probability[1, 1] is 1.5, outside [0, 1]. Are these logits? Use BinaryCrossEntropyWithLogits.", error.Message);
    }

    [Fact]
    public void NaN_is_named_with_its_place()
    {
        var error = Assert.Throws<NotANumberException>(() => Loss.BinaryCrossEntropy(Tensor.From([0.5, double.NaN]), Tensor.Zeros([2], DType.Float64)));
        Assert.StartsWith("BinaryCrossEntropy: probability[1] is NaN.", error.Message);
    }

    [Fact]
    public void Targets_of_minus_one_are_refused_with_the_cure()
    {
        var error = Assert.Throws<ArgumentException>(() => Loss.BinaryCrossEntropy(Tensor.From([0.5]), Tensor.From([-1.0])));
        Assert.StartsWith("BinaryCrossEntropy: target[0] is -1, outside [0, 1]. For targets of −1 and +1 use a soft-margin loss.", error.Message);
    }

    [Fact]
    public void Value_and_slopes_are_exact_to_4_units_in_the_last_place()
    {
        double[] p = [.. ExactJudge.Spread(200, 1, -30, 0).Select(Math.Abs)], t = [.. ExactJudge.Spread(200, 2, -4, 0).Select(Math.Abs)];
        double[][] points =
        [
            .. p.Zip(t, (a, b) => new[] { a, b }), .. p.Select(a => new[] { a, 0.0 }), .. p.Select(a => new[] { a, 1.0 }),
            .. t.Select(a => new[] { 1 - a, 1.0 }), .. t.Select(a => new[] { 1 - a, 1 - (a * (1 + 1e-6)) }), .. t.Select(a => new[] { 0.5 + (a * 1e-3), a }),
            [1e-40, 1], [1e-40, 0], [1e-40, 0.5], [1 - 1.0 / (1 << 24), 0], [0, 0], [1, 1], [0.5, 0.5],
        ];
        ExactJudge.Check((v, r) => Loss.BinaryCrossEntropy(v[0], v[1], reduction: r), v =>
        {
            Wide zero = new(0), one = new(1), p = v[0], t = v[1], q = one - t, logP = Wide.Log(p), logQ = Wide.Log1p(-p);
            Wide Term(Wide weight, Wide x) => (double)weight == 0 ? zero : weight * x;
            Wide bounded = (double)logP < -100 ? new(-100) : logP, other = (double)logQ < -100 ? new(-100) : logQ;
            Wide slope = (double)p is 0 or 1 ? Term(q, one) - Term(t, one) : (p - t) / (p * (one - p));
            return [-Term(t, logP) - Term(q, logQ), slope, other - bounded];
        }, points);
    }

    [Fact]
    public void Certainty_that_is_wrong_has_a_finite_slope()
    {
        var p = Tensor.From([0.0, 1]).RequireGradient();
        Loss.BinaryCrossEntropy(p, Tensor.From([1.0, 0]), reduction: Reduction.Sum).Backward();
        Assert.Equal([-1e12, 1e12], p.Gradient!.ToArray<double>());
    }
}
