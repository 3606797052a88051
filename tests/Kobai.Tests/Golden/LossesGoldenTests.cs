using Kobai.Layers;
using Kobai.Losses;

namespace Kobai.Tests.Golden;

/// <summary>The cases of losses.json: values and gradients of every loss against PyTorch in float64, or against the exact value.</summary>
public class LossesGoldenTests
{
    const string Adaptive = "adaptive_log_softmax_with_loss";

    static readonly Dictionary<string, Func<Tensor[], GoldenCase, Reduction, Tensor>> Losses = new(StringComparer.Ordinal)
    {
        ["mse_loss"] = (x, _, r) => Loss.SquaredError(x[0], x[1], r),
        ["l1_loss"] = (x, _, r) => Loss.AbsoluteError(x[0], x[1], r),
        ["smooth_l1_loss"] = (x, c, r) => Loss.SmoothAbsoluteError(x[0], x[1], c.Number("beta", 1), r),
        ["huber_loss"] = (x, c, r) => Loss.Huber(x[0], x[1], c.Number("delta", 1), r),
        ["binary_cross_entropy"] = (x, c, r) => Loss.BinaryCrossEntropy(x[0], c.Tensor("target")!, c.Tensor("weight"), r),
        ["binary_cross_entropy_with_logits"] = (x, c, r) =>
            Loss.BinaryCrossEntropyWithLogits(x[0], c.Tensor("target")!, c.Tensor("weight"), c.Tensor("pos_weight"), r),
        ["cross_entropy"] = (x, c, r) => Loss.CrossEntropy(
            x[0], c.Labels("labels"), c.Tensor("weight"), Ignored(c), c.Number("label_smoothing", 0), r),
        ["cross_entropy_soft"] = (x, c, r) =>
            Loss.CrossEntropy(x[0], x[1], c.Tensor("weight"), c.Number("label_smoothing", 0), r),
        ["poisson_nll_loss"] = (x, c, r) =>
            Loss.PoissonNegativeLogLikelihood(x[0], c.Tensor("target")!, c.Flag("log_input"), c.Flag("full"), c.Number("eps"), r),
        ["hinge_embedding_loss"] = (x, c, r) => Loss.HingeEmbedding(x[0], c.Tensor("target")!, c.Number("margin"), r),
        ["soft_margin_loss"] = (x, c, r) => Loss.SoftMargin(x[0], c.Tensor("target")!, r),
        ["kl_div"] = (x, c, r) => Loss.KullbackLeibler(x[0], x[1], c.Flag("log_target"), r),
        ["gaussian_nll_loss"] = (x, c, r) =>
            Loss.GaussianNegativeLogLikelihood(x[0], x[1], x[2], c.Flag("full"), c.Number("eps", 1e-6), r),
        ["margin_ranking_loss"] = (x, c, r) => Loss.MarginRanking(x[0], x[1], c.Tensor("target")!, c.Number("margin"), r),
        ["multilabel_soft_margin_loss"] = (x, c, r) =>
            Loss.MultiLabelSoftMargin(x[0], c.Tensor("target")!, c.Tensor("weight"), r),
        ["multi_margin_loss"] = (x, c, r) =>
            Loss.MultiMargin(x[0], c.Labels("labels"), c.Int("p"), c.Number("margin"), c.Tensor("weight"), r),
        ["multilabel_margin_loss"] = (x, c, r) => Loss.MultiLabelMargin(x[0], c.Labels("labels"), r),
        ["cosine_embedding_loss"] = (x, c, r) => Loss.CosineEmbedding(x[0], x[1], c.Tensor("target")!, c.Number("margin"), r),
        ["triplet_margin_loss"] = (x, c, r) => Loss.TripletMargin(
            x[0], x[1], x[2], c.Number("margin", 1), c.Number("p", 2), c.Number("eps", 1e-6), c.Flag("swap"), r),
        ["triplet_margin_with_distance_loss"] = (x, c, r) => Loss.TripletMargin(
            x[0], x[1], x[2], (a, b) => (a - b).Pow(2).Sum(-1), c.Number("margin"), c.Flag("swap"), r),
        ["nll_loss"] = (x, c, r) => Loss.NegativeLogLikelihood(x[0], c.Labels("labels"), c.Tensor("weight"), Ignored(c), r),
        ["ctc_loss"] = (x, c, r) => Loss.Ctc(
            x[0], c.Labels("targets"), c.Labels("input_lengths"), c.Labels("target_lengths"), c.Int("blank"),
            c.Flag("zero_infinity"), fromLogits: true, r),
    };

    public static TheoryData<string> Names => [.. Losses.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_gradients_are_those_of_the_reference(string op)
    {
        foreach (var c in GoldenFile.Cases("losses.json", op))
        {
            var reduction = c.Text("reduction") switch
            {
                "none" => Reduction.None,
                "sum" => Reduction.Sum,
                "batchmean" => Reduction.BatchMean,
                _ => Reduction.Mean,
            };
            c.Check((x, args) => [Losses[op](x, args, reduction)], bySize: !c.Flag("exact"));
        }
    }

    [Fact]
    public void Exact_cases_hold_in_single_precision_to_4_units_in_the_last_place()
    {
        var cases = GoldenFile.Cases("losses.json").Where(c => c.Flag("exact")).ToList();
        Assert.True(cases.Count > 4);
        foreach (var c in cases)
        {
            var x = c.Inputs[0].ToTensor().To(DType.Float32).RequireGradient();
            var loss = string.Equals(c.Op, "cross_entropy", StringComparison.Ordinal)
                ? Loss.CrossEntropy(x, c.Labels("labels"), reduction: Reduction.None)
                : Loss.BinaryCrossEntropyWithLogits(x, c.Tensor("target")!.To(DType.Float32), reduction: Reduction.None);
            loss.Sum().Backward();
            AssertUlps(c.Outputs[0].Data, loss.ToArray<float>());
            AssertUlps(c.Gradients![0]!.Data, x.Gradient!.ToArray<float>());
        }
    }

    // PyTorch gives the log-probabilities of the labels, and minus their mean; the weights follow the input.
    [Fact]
    public void The_adaptive_log_softmax_has_the_loss_and_gradients_of_the_reference()
    {
        foreach (var c in GoldenFile.Cases("losses.json", Adaptive))
        {
            var layer = new AdaptiveLogSoftmax(16, 12, c.Ints("cutoffs"), c.Number("divisor"), c.Flag("head_bias"), DType.Float64);
            foreach (var (parameter, given) in layer.Parameters.Zip(c.Inputs.Skip(1))) Kernel.Copy(given.ToTensor(), parameter);
            var x = c.Inputs[0].ToTensor().RequireGradient();
            Tensor each = layer.LogProbabilities(x, c.Labels("labels")), mean = layer.Loss(x, c.Labels("labels"));
            c.Close(each, c.Outputs[0], "log-probabilities", bySize: true);
            c.Close(mean, c.Outputs[1], "loss", bySize: true);
            each.Backward(c.Upstream![0].ToTensor());
            mean.Backward(c.Upstream[1].ToTensor());
            foreach (var (leaf, expected) in layer.Parameters.Prepend(x).Zip(c.Gradients!)) c.Close(leaf.Gradient!, expected!, "gradient", bySize: true);
        }
    }

    [Fact]
    public void Every_loss_of_the_file_is_held_against_it() => Assert.Equal(
        GoldenFile.Cases("losses.json").Select(c => c.Op).Distinct().Order(), Losses.Keys.Append(Adaptive).Order());

    static long Ignored(GoldenCase c) => c.Has("ignore_index") ? c.Long("ignore_index") : -100;

    static void AssertUlps(double[] exact, float[] actual)
    {
        for (int i = 0; i < exact.Length; i++) Tests.Losses.PairJudge.AssertUlps(exact[i], actual[i]);
    }
}
