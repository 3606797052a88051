using System.Reflection;
using Kobai.Losses;

namespace Kobai.Versus;

/// <summary>Every loss, with its gradient, on values that it accepts.</summary>
static class CheckedLosses
{
    /// <summary>How many numbers a loss is given.</summary>
    public const int Elements = 100_000;

    const int Classes = 10, Width = 50, Frames = 50, Letters = 20, Pixels = 1000;

    static readonly DType[] s_types = [DType.Float32, DType.Float64];

    /// <summary>The losses, each in both element types.</summary>
    public static IEnumerable<(string Loss, Row[] Rows)> All()
    {
        var losses = Pairs().Concat(Classified()).Concat(Vectors()).ToArray();
        var missing = typeof(Loss).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Select(method => method.Name).Except(losses.Select(loss => loss.Name.Split(',')[0]), StringComparer.Ordinal).ToArray();
        if (missing.Length > 0) throw new InvalidOperationException($"Losses without a row: {string.Join(", ", missing)}.");
        return losses.Select(loss => (loss.Name, Array.ConvertAll(s_types, type => Of(loss.Name, type, loss.Prepare))));
    }

    static Row Of(string name, DType type, Func<DType, Func<Tensor[]>> prepare) =>
        new($"checks of {name}, {type}", [Elements], 0, 0, 0, () => prepare(type));

    static IEnumerable<(string Name, Func<DType, Func<Tensor[]>> Prepare)> Pairs() =>
    [
        (nameof(Loss.SquaredError), t => Step(Normal(t), Normal(t), (x, y) => Loss.SquaredError(x, y))),
        (nameof(Loss.AbsoluteError), t => Step(Normal(t), Normal(t), (x, y) => Loss.AbsoluteError(x, y))),
        (nameof(Loss.SmoothAbsoluteError), t => Step(Normal(t), Normal(t), (x, y) => Loss.SmoothAbsoluteError(x, y))),
        (nameof(Loss.Huber), t => Step(Normal(t), Normal(t), (x, y) => Loss.Huber(x, y))),
        (nameof(Loss.LogCosh), t => Step(Normal(t), Normal(t), (x, y) => Loss.LogCosh(x, y))),
        (nameof(Loss.Quantile), t => Step(Normal(t), Normal(t), (x, y) => Loss.Quantile(x, y, 0.9))),
        (nameof(Loss.BinaryCrossEntropyWithLogits), t => Step(Normal(t), Answers(t), (x, y) => Loss.BinaryCrossEntropyWithLogits(x, y))),
        (nameof(Loss.BinaryCrossEntropy), t => Step(Normal(t).Sigmoid(), Answers(t), (x, y) => Loss.BinaryCrossEntropy(x, y))),
        (nameof(Loss.BinaryFocal), t => Step(Normal(t), Answers(t), (x, y) => Loss.BinaryFocal(x, y))),
        (nameof(Loss.SoftMargin), t => Step(Normal(t), Signs(t), (x, y) => Loss.SoftMargin(x, y))),
        (nameof(Loss.HingeEmbedding), t => Step(Normal(t), Signs(t), (x, y) => Loss.HingeEmbedding(x, y))),
        (nameof(Loss.MarginRanking), t =>
        {
            Tensor signs = Signs(t);
            return Step([Normal(t), Normal(t)], x => Loss.MarginRanking(x[0], x[1], signs));
        }),
        (nameof(Loss.PoissonNegativeLogLikelihood), t =>
            Step(Normal(t), Normal(t).Abs(), (x, y) => Loss.PoissonNegativeLogLikelihood(x, y))),
        ($"{nameof(Loss.PoissonNegativeLogLikelihood)}, rates", t =>
            Step(Normal(t).Abs(), Normal(t).Abs(), (x, y) => Loss.PoissonNegativeLogLikelihood(x, y, logInput: false))),
        (nameof(Loss.GaussianNegativeLogLikelihood), t =>
        {
            Tensor target = Normal(t);
            return Step([Normal(t), Normal(t).Abs() + 0.1], x => Loss.GaussianNegativeLogLikelihood(x[0], target, x[1]));
        }),
        ($"{nameof(Loss.GaussianNegativeLogLikelihood)}, shared variance", t =>
        {
            Tensor target = Normal(t, Classes);
            return Step(
                [Normal(t, Classes), Normal(t, Classes).Slice(1, 0, 1).Contiguous().Abs() + 0.1],
                x => Loss.GaussianNegativeLogLikelihood(x[0], target, x[1]));
        }),
        (nameof(Loss.KullbackLeibler), t => Step(
            Normal(t, Classes).LogSoftmax(1), Normal(t, Classes).Softmax(1), (x, y) => Loss.KullbackLeibler(x, y))),
        ($"{nameof(Loss.KullbackLeibler)}, log-targets", t => Step(
            Normal(t, Classes).LogSoftmax(1), Normal(t, Classes).LogSoftmax(1), (x, y) => Loss.KullbackLeibler(x, y, logTarget: true))),
        (nameof(Loss.MultiLabelSoftMargin), t => Step(
            Normal(t, Classes), Answers(t).Reshape(-1, Classes), (x, y) => Loss.MultiLabelSoftMargin(x, y))),
    ];

    static IEnumerable<(string Name, Func<DType, Func<Tensor[]>> Prepare)> Classified() =>
    [
        (nameof(Loss.CrossEntropy), t => Labeled(Normal(t, Classes), (x, y) => Loss.CrossEntropy(x, y))),
        ($"{nameof(Loss.CrossEntropy)}, smoothed", t => Labeled(Normal(t, Classes), (x, y) => Loss.CrossEntropy(x, y, labelSmoothing: 0.1))),
        ($"{nameof(Loss.CrossEntropy)}, of probabilities", t =>
            Step(Normal(t, Classes), Normal(t, Classes).Softmax(1), (x, y) => Loss.CrossEntropy(x, y))),
        ($"{nameof(Loss.CrossEntropy)}, of 1,000 probabilities", t =>
            Step(Normal(t, 1000), Normal(t, 1000).Softmax(1), (x, y) => Loss.CrossEntropy(x, y))),
        (nameof(Loss.LinearCrossEntropy), t =>
        {
            Tensor classes = Tensor.Normal([1000, Width], type: t);
            var labels = Labels.Create([.. Enumerable.Range(0, 100).Select(i => i * 7L)]);
            return Step([Tensor.Normal([100, Width], type: t)], x => Loss.LinearCrossEntropy(x[0], classes, labels));
        }),
        (nameof(Loss.NegativeLogLikelihood), t => Labeled(Normal(t, Classes).LogSoftmax(1), (x, y) => Loss.NegativeLogLikelihood(x, y))),
        (nameof(Loss.Focal), t => Labeled(Normal(t, Classes), (x, y) => Loss.Focal(x, y))),
        (nameof(Loss.Poly), t => Labeled(Normal(t, Classes), (x, y) => Loss.Poly(x, y))),
        (nameof(Loss.GeneralizedCrossEntropy), t => Labeled(Normal(t, Classes), (x, y) => Loss.GeneralizedCrossEntropy(x, y))),
        (nameof(Loss.SymmetricCrossEntropy), t => Labeled(Normal(t, Classes), (x, y) => Loss.SymmetricCrossEntropy(x, y))),
        (nameof(Loss.ZLoss), t => Step([Normal(t, Classes)], x => Loss.ZLoss(x[0]))),
        (nameof(Loss.Brier), t => Labeled(Normal(t, Classes).Softmax(1), (x, y) => Loss.Brier(x, y))),
        ($"{nameof(Loss.Brier)}, 1,000 classes", t => Labeled(Normal(t, 1000).Softmax(1), (x, y) => Loss.Brier(x, y))),
        (nameof(Loss.MultiMargin), t => Labeled(Normal(t, Classes), (x, y) => Loss.MultiMargin(x, y))),
        (nameof(Loss.Ordinal), t => Labeled(Normal(t, Classes), (x, y) => Loss.Ordinal(x, y))),
    ];

    static IEnumerable<(string Name, Func<DType, Func<Tensor[]>> Prepare)> Vectors() =>
    [
        (nameof(Loss.Dice), t => Step(Normal(t, Pixels).Sigmoid(), Answers(t).Reshape(-1, Pixels), (x, y) => Loss.Dice(x, y))),
        (nameof(Loss.Jaccard), t => Step(Normal(t, Pixels).Sigmoid(), Answers(t).Reshape(-1, Pixels), (x, y) => Loss.Jaccard(x, y))),
        (nameof(Loss.Tversky), t => Step(Normal(t, Pixels).Sigmoid(), Answers(t).Reshape(-1, Pixels), (x, y) => Loss.Tversky(x, y))),
        (nameof(Loss.CosineEmbedding), t =>
        {
            Tensor signs = Signs(t).Slice(0, 0, Elements / Width);
            return Step([Normal(t, Width), Normal(t, Width)], x => Loss.CosineEmbedding(x[0], x[1], signs));
        }),
        (nameof(Loss.TripletMargin), t =>
            Step([Normal(t, Width), Normal(t, Width), Normal(t, Width)], x => Loss.TripletMargin(x[0], x[1], x[2]))),
        (nameof(Loss.InfoNce), t =>
            Step([Tensor.Normal([200, Width], type: t), Tensor.Normal([200, Width], type: t)], x => Loss.InfoNce(x[0], x[1]))),
        (nameof(Loss.MultiLabelMargin), t =>
        {
            var labels = Labels.From([.. Enumerable.Range(0, Elements / Classes).SelectMany(_ => (long[])[3, 0, 7, -1, 0, 0, 0, 0, 0, 0])], [Elements / Classes, Classes]);
            return Step([Normal(t, Classes)], x => Loss.MultiLabelMargin(x[0], labels));
        }),
        (nameof(Loss.Ctc), t =>
        {
            int count = Elements / Frames / Letters;
            var targets = Labels.From([.. Enumerable.Range(0, count * Width / 5).Select(i => 1L + (i * 7 % (Letters - 1)))], [count, Width / 5]);
            Labels frames = Each(count, Frames), lengths = Each(count, Width / 5);
            return Step([Tensor.Normal([Frames, count, Letters], type: t).LogSoftmax(2)], x => Loss.Ctc(x[0], targets, frames, lengths));
        }),
    ];

    static Labels Each(int count, long value) => Labels.Create([.. Enumerable.Repeat(value, count)]);

    static Tensor Normal(DType type) => Tensor.Normal([Elements], type: type);

    static Tensor Normal(DType type, int width) => Normal(type).Reshape(-1, width);

    static Tensor Answers(DType type) => (Normal(type) > 0).To(type);

    static Tensor Signs(DType type) => (2 * Answers(type)) - 1;

    static Func<Tensor[]> Labeled(Tensor x, Func<Tensor, Labels, Tensor> loss)
    {
        int classes = (int)x.Shape[1];
        var labels = Labels.Create([.. Enumerable.Range(0, (int)x.Shape[0]).Select(i => i * 7L % classes)]);
        return Step([x], leaf => loss(leaf[0], labels));
    }

    static Func<Tensor[]> Step(Tensor x, Tensor target, Func<Tensor, Tensor, Tensor> loss) => Step([x], leaf => loss(leaf[0], target));

    static Func<Tensor[]> Step(Tensor[] x, Func<Tensor[], Tensor> loss) =>
        Rows.ForwardBackward(Array.ConvertAll(x, leaf => leaf.Detach().RequireGradient()), loss);
}
