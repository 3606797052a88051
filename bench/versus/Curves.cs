using Kobai.Data;
using Kobai.Layers;
using Kobai.Losses;
using Kobai.Optimizers;
using Kobai.Training;

namespace Kobai.Versus;

/// <summary>Work whose cost is followed over its size: every loss with its gradient, and a fit.</summary>
static class Curves
{
    const int Classes = 10, Pixels = 1000;
    const int Features = 20;

    public static readonly int[] Elements = [10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];
    public static readonly int[] Examples = [10_000, 100_000, 1_000_000];

    public const string Fit = "fit of an MLP";

    /// <summary>The losses by kind, with the bytes that one element at least moves.</summary>
    public static IEnumerable<(string Kind, double Bytes, (string Name, Func<int, Func<Tensor[]>> Prepare)[] Losses)> Kinds() =>
    [
        ("Number beside number", 12, Numbers()), ("Yes or no", 12, Answers()), ("Ten classes a row", 8, Rows()),
    ];

    /// <summary>All sizes of all of them.</summary>
    public static IEnumerable<Row> All() =>
    [
        .. from kind in Kinds()
           from loss in kind.Losses
           from n in Elements
           select Of(loss, kind.Bytes, n),
        .. Examples.Select(n => new Row(Fit, [n], 0, 0, 0, () => Train(n))),
    ];

    /// <summary>One size of one loss.</summary>
    public static Row Of((string Name, Func<int, Func<Tensor[]>> Prepare) loss, double bytes, int n) =>
        new($"loss {loss.Name}", [n], 0, 0, bytes * n, () => loss.Prepare(n));

    static (string, Func<int, Func<Tensor[]>>)[] Numbers() =>
    [
        ("squared error", n => Pair(n, (x, t) => Loss.SquaredError(x, t))),
        ("absolute error", n => Pair(n, (x, t) => Loss.AbsoluteError(x, t))),
        ("smooth absolute error", n => Pair(n, (x, t) => Loss.SmoothAbsoluteError(x, t))),
        ("Huber", n => Pair(n, (x, t) => Loss.Huber(x, t))),
        ("log-cosh", n => Pair(n, (x, t) => Loss.LogCosh(x, t))),
        ("quantile", n => Pair(n, (x, t) => Loss.Quantile(x, t, 0.9))),
        ("Poisson NLL", n => Step(Drawn(n), Drawn(n).Abs(), (x, t) => Loss.PoissonNegativeLogLikelihood(x, t))),
        ("Gaussian NLL", n =>
        {
            Tensor variance = Drawn(n).Abs() + 0.1;
            return Pair(n, (x, t) => Loss.GaussianNegativeLogLikelihood(x, t, variance));
        }),
    ];

    static (string, Func<int, Func<Tensor[]>>)[] Answers() =>
    [
        ("BCE with logits", n => Step(Drawn(n), ZeroOrOne(n), (x, t) => Loss.BinaryCrossEntropyWithLogits(x, t))),
        ("BCE", n => Step(Drawn(n).Sigmoid(), ZeroOrOne(n), (x, t) => Loss.BinaryCrossEntropy(x, t))),
        ("binary focal", n => Step(Drawn(n), ZeroOrOne(n), (x, t) => Loss.BinaryFocal(x, t))),
        ("soft margin", n => Step(Drawn(n), (2 * ZeroOrOne(n)) - 1, (x, t) => Loss.SoftMargin(x, t))),
        ("hinge embedding", n => Step(Drawn(n), (2 * ZeroOrOne(n)) - 1, (x, t) => Loss.HingeEmbedding(x, t))),
        ("Dice", n => Step(Drawn(n).Sigmoid().Reshape(n / Pixels, Pixels), ZeroOrOne(n).Reshape(n / Pixels, Pixels), (x, t) => Loss.Dice(x, t))),
    ];

    static (string, Func<int, Func<Tensor[]>>)[] Rows() =>
    [
        ("cross-entropy", n => Labeled(n, x => x, (x, t) => Loss.CrossEntropy(x, t))),
        ("cross-entropy, smoothed", n => Labeled(n, x => x, (x, t) => Loss.CrossEntropy(x, t, labelSmoothing: 0.1))),
        ("cross-entropy of probabilities", n =>
            Step(Drawn(n).Reshape(n / Classes, Classes), Drawn(n).Reshape(n / Classes, Classes).Softmax(1), (x, t) => Loss.CrossEntropy(x, t))),
        ("KL divergence", n =>
            Step(Drawn(n).Reshape(n / Classes, Classes).LogSoftmax(1), Drawn(n).Reshape(n / Classes, Classes).Softmax(1), (x, t) => Loss.KullbackLeibler(x, t))),
        ("NLL", n => Labeled(n, x => x.LogSoftmax(1), (x, t) => Loss.NegativeLogLikelihood(x, t))),
        ("focal", n => Labeled(n, x => x, (x, t) => Loss.Focal(x, t))),
        ("poly", n => Labeled(n, x => x, (x, t) => Loss.Poly(x, t))),
        ("generalized cross-entropy", n => Labeled(n, x => x, (x, t) => Loss.GeneralizedCrossEntropy(x, t))),
        ("Brier", n => Labeled(n, x => x.Softmax(1), (x, t) => Loss.Brier(x, t))),
        ("multi-margin", n => Labeled(n, x => x, (x, t) => Loss.MultiMargin(x, t))),
    ];

    static Func<Tensor[]> Pair(int n, Func<Tensor, Tensor, Tensor> loss) => Step(Drawn(n), Drawn(n), loss);

    static Func<Tensor[]> Step(Tensor x, Tensor t, Func<Tensor, Tensor, Tensor> loss)
    {
        x = x.Detach().RequireGradient();
        return Versus.Rows.ForwardBackward([x], leaf => loss(leaf[0], t));
    }

    static Func<Tensor[]> Labeled(int n, Func<Tensor, Tensor> form, Func<Tensor, Labels, Tensor> loss)
    {
        Tensor x = form(Drawn(n).Reshape(n / Classes, Classes)).Detach().RequireGradient();
        var labels = Labels.Create([.. Enumerable.Range(0, n / Classes).Select(i => i * 7L % Classes)]);
        return Versus.Rows.ForwardBackward([x], leaf => loss(leaf[0], labels));
    }

    // Ten thousand numbers from the normal distribution, again and again.
    static Tensor Drawn(int n) => Tensor.Normal([10_000]).Tile(n / 10_000);

    static Tensor ZeroOrOne(int n) => Drawn(n) > 0;

    static Func<Tensor[]> Train(int n)
    {
        Tensor x = Tensor.Normal([n, Features]);
        var labels = Labels.Create([.. x.Sum(1).ToArray<float>().Select(sum => sum > 0 ? 1L : 0L)]);
        var data = Dataset.Of(x, labels);
        return () =>
        {
            Sequential model = [new Linear(Features, 32), new Relu(), new Linear(32, 2)];
            var trainer = new Trainer<Labels>(model, (y, t) => Loss.CrossEntropy(y, t), new Adam(model.Parameters, 0.001));
            trainer.Fit(data.Batches(256, shuffle: true));
            return [.. model.Parameters.Select(p => p.Detach())];
        };
    }
}
