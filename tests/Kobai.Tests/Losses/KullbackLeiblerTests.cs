using Kobai.Losses;
using Kobai.Simd;

namespace Kobai.Tests.Losses;

public class KullbackLeiblerTests
{
    static readonly double[] X = [-2.5, -0.75, -0.3, -1.2, -1e-3, -7], T = [0.1, 0.5, 0.25, 1, 0.75, 0.01];

    [Fact]
    public void Values_and_gradients_are_those_of_the_formula()
    {
        Func<Tensor, Tensor, Reduction, Tensor> loss = (x, t, r) => Loss.KullbackLeibler(x, t, reduction: r);
        PairJudge.Check(loss, (x, t) => t * (Math.Log(t) - x), X, T);
        PairJudge.CheckTarget(loss, X, T);
    }

    [Fact]
    public void The_target_can_be_a_logarithm()
    {
        double[] logs = Array.ConvertAll(T, t => Math.Log(t) - 0.01);
        Func<Tensor, Tensor, Reduction, Tensor> loss = (x, t, r) => Loss.KullbackLeibler(x, t, logTarget: true, r);
        PairJudge.Check(loss, (x, t) => Math.Exp(t) * (t - x), X, logs);
        PairJudge.CheckTarget(loss, X, logs);
    }

    [Fact]
    public void A_divergence_near_0_keeps_its_digits()
    {
        var near = ExactJudge.Spread(200, 1, -6, 0).Select(t => Math.Abs(t)).Select(t => new[] { (double)(float)Math.Log(t), t });
        var any = ExactJudge.Spread(200, 2, -6, 2).Zip(ExactJudge.Spread(200, 3, -40, 0), (x, t) => new[] { -Math.Abs(x), Math.Abs(t) });
        double[][] points = [.. near, .. any];
        ExactJudge.Check(
            (x, r) => Loss.KullbackLeibler(x[0], x[1], reduction: r),
            x => [(x[1] * Wide.Log(x[1])) - (x[1] * x[0]), -x[1], Wide.Log(x[1]) - x[0] + new Wide(1)], points);
        double[][] logs = [.. points.Select(p => new[] { p[0], Math.Log(p[1]) }), .. points.Select(p => new[] { p[0], p[0] - 1 - (p[1] * 1e-6) })];
        ExactJudge.Check(
            (x, r) => Loss.KullbackLeibler(x[0], x[1], logTarget: true, r),
            x => [Wide.Exp(x[1]) * (x[1] - x[0]), -Wide.Exp(x[1]), Wide.Exp(x[1]) * (x[1] - x[0] + new Wide(1))], logs);
    }

    [Fact]
    public void The_batch_mean_divides_by_the_samples()
    {
        Tensor x = Tensor.From(X, [2, 3]), t = Tensor.From(T, [2, 3]);
        var loss = Loss.KullbackLeibler(x, t, reduction: Reduction.BatchMean);
        Assert.Equal(2, loss.LossDenominator);
        Assert.Equal(X.Zip(T, (a, b) => b * (Math.Log(b) - a)).Sum() / 2, loss.Item(), 1e-15);
    }

    [Fact]
    public void An_element_without_probability_costs_nothing()
    {
        double none = double.NegativeInfinity;
        Assert.Equal([0, 0, double.PositiveInfinity], Loss.KullbackLeibler(
            Tensor.From([none, -1, none]), Tensor.From([0.0, 0, 0.5]), reduction: Reduction.None).ToArray<double>());
        var x = Tensor.From([none, -1]).RequireGradient();
        var t = Tensor.From([none, none]).RequireGradient();
        var loss = Loss.KullbackLeibler(x, t, logTarget: true, Reduction.Sum);
        loss.Backward();
        Assert.Equal(0, loss.Item());
        Assert.Equal([0.0, 0], x.Gradient!.ToArray<double>());
        Assert.Equal([0.0, 0], t.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Probabilities_in_place_of_logarithms_are_named_with_the_cure()
    {
        var error = Assert.Throws<ArgumentException>(() => Loss.KullbackLeibler(Tensor.From([0.5, 0.5], [1, 2]), Tensor.From([0.5, 0.5], [1, 2])));
        Assert.StartsWith(
            "KullbackLeibler: logInput[0, 0] is 0.5, above 0, which no log-probability is. Take Log() of probabilities, or LogSoftmax() of logits.",
            error.Message);
        error = Assert.Throws<ArgumentException>(() => Loss.KullbackLeibler(Tensor.From([-0.5]), Tensor.From([-0.5])));
        Assert.StartsWith("KullbackLeibler: target[0] is -0.5, negative. Are these log-probabilities? Use logTarget: true.", error.Message);
        error = Assert.Throws<ArgumentException>(() => Loss.KullbackLeibler(Tensor.From([-0.5]), Tensor.From([0.5]), logTarget: true));
        Assert.StartsWith("KullbackLeibler: target[0] is 0.5, above 0, which no log-probability is.", error.Message);
    }
}
