using Kobai.Losses;

namespace Kobai.Tests.Losses;

[Collection("alone")]
public sealed class LossChecksTests : IDisposable
{
    public void Dispose() => (LossChecks.AreOn, LossChecks.TargetsSumToOne) = (true, false);

    [Fact]
    public void NaN_is_refused_with_its_place()
    {
        var x = Tensor.From([1f, 2, 3, float.NaN, 5, 6], [2, 3]);
        Assert.Equal("CrossEntropy: logits[1, 0] is NaN.", MessageOf(() => Loss.CrossEntropy(x, [0, 1])));
        Assert.Equal("SquaredError: target[1, 0] is NaN.", MessageOf(() => Loss.SquaredError(Tensor.Ones([2, 3]), x, Reduction.None)));
        Assert.Equal(
            "BinaryCrossEntropyWithLogits: input[1, 0] is NaN.",
            MessageOf(() => Loss.BinaryCrossEntropyWithLogits(x, Tensor.Ones([2, 3]))));
    }

    [Fact]
    public void NaN_is_refused_with_its_place_in_every_kind_of_loss_and_in_each_of_its_tensors()
    {
        Tensor x = Tensor.From([0.1f, 0.2f, 0.3f, float.NaN, 0.5f, 0.6f], [2, 3]), y = Tensor.Full([2, 3], 0.5);
        Tensor signs = Tensor.From([1f, -1, 1, -1, 1, -1], [2, 3]), pairs = Tensor.From([1f, -1]);
        Labels labels = [0, 1], first = [0, 0];
        Labels one = [1], two = [2];
        (string Message, Action Run)[] cases =
        [
            ("Quantile: input", () => Loss.Quantile(x, y, 0.3)),
            ("BinaryFocal: target", () => Loss.BinaryFocal(y, x)),
            ("MarginRanking: first", () => Loss.MarginRanking(x, y, signs)),
            ("MarginRanking: second", () => Loss.MarginRanking(y, x, signs)),
            ("GaussianNegativeLogLikelihood: mean", () => Loss.GaussianNegativeLogLikelihood(x, y, y)),
            ("GaussianNegativeLogLikelihood: target", () => Loss.GaussianNegativeLogLikelihood(y, x, y)),
            ("GaussianNegativeLogLikelihood: variance", () => Loss.GaussianNegativeLogLikelihood(y, y, x)),
            ("BinaryCrossEntropy: weight", () => Loss.BinaryCrossEntropy(y, y, x)),
            ("NegativeLogLikelihood: logProbabilities", () => Loss.NegativeLogLikelihood(-x, first)),
            ("LinearCrossEntropy: hidden", () => Loss.LinearCrossEntropy(x, y, labels)),
            ("LinearCrossEntropy: classes", () => Loss.LinearCrossEntropy(y, x, labels)),
            ("InfoNce: queries", () => Loss.InfoNce(x, y)),
            ("InfoNce: keys", () => Loss.InfoNce(y, x)),
            ("MultiMargin: scores", () => Loss.MultiMargin(x, labels)),
            ("CosineEmbedding: first", () => Loss.CosineEmbedding(x, y, pairs)),
            ("CosineEmbedding: second", () => Loss.CosineEmbedding(y, x, pairs)),
            ("TripletMargin: anchor", () => Loss.TripletMargin(x, y, y)),
            ("TripletMargin: positive", () => Loss.TripletMargin(y, x, y)),
            ("TripletMargin: negative", () => Loss.TripletMargin(y, y, x)),
            ("Ctc: logProbabilities", () => Loss.Ctc(x, one, two, one, fromLogits: true)),
        ];
        foreach (var (message, run) in cases) Assert.Equal($"{message}[1, 0] is NaN.", MessageOf(run));
    }

    [Fact]
    public void An_infinite_loss_is_no_fault() =>
        Assert.Equal(double.PositiveInfinity, Loss.CrossEntropy(Tensor.From([0, double.NegativeInfinity], [1, 2]), [1]).Item());

    [Fact]
    public void Without_checks_values_outside_their_range_go_through_but_labels_do_not()
    {
        LossChecks.AreOn = false;
        Assert.Equal(double.NaN, Loss.SquaredError(Tensor.From([double.NaN]), Tensor.From([1.0])).Item());
        Loss.BinaryCrossEntropyWithLogits(Tensor.From([1.0]), Tensor.From([2.0]));
        Assert.Throws<ArgumentException>(() => Loss.CrossEntropy(Tensor.Ones([1, 2]), [2]));
        Assert.Throws<ShapeException>(() => Loss.SquaredError(Tensor.Ones([2, 1]), Tensor.Ones([2])));
    }

    [Fact]
    public void Targets_may_be_asked_to_sum_to_1()
    {
        Tensor logits = Tensor.Zeros([2, 2]), targets = Tensor.From([0.5f, 0.5f, 0.5f, 0.25f], [2, 2]);
        Loss.CrossEntropy(logits, targets);
        LossChecks.TargetsSumToOne = true;
        Assert.Equal(
            "CrossEntropy: row 1 of probabilities sums to 0.75, not to 1. Divide it by its sum, or set LossChecks.TargetsSumToOne to false.",
            MessageOf(() => Loss.CrossEntropy(logits, targets)));
    }

    static string MessageOf(Action action)
    {
        string message = Assert.ThrowsAny<ArgumentException>(action).Message;
        return message.Split(" (Parameter", StringSplitOptions.None)[0];
    }
}
