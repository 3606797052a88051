using Kobai.Losses;
using Kobai.Optimizers;

namespace Kobai.Examples;

/// <summary>Cross-entropy −Σ t ln y with two classes is binary cross-entropy −t ln y − (1 − t) ln(1 − y).</summary>
public static class OneFormula
{
    /// <summary>The cross-entropy −Σ tₖ ln yₖ of class probabilities y. Its logits are ln y, whose softmax is y.</summary>
    public static double Loss(double[] target, double[] model) => Losses.Loss.CrossEntropy(
        Tensor.From(model, [1, model.Length]).Log(), Tensor.From(target, [1, target.Length])).Item();

    /// <summary>The binary cross-entropy of one probability.</summary>
    public static double BinaryLoss(double target, double model) =>
        Losses.Loss.BinaryCrossEntropy(Tensor.From([model]), Tensor.From([target])).Item();

    /// <summary>
    /// Trains a softmax of two units and a sigmoid of one from equivalent weights, u₁ − u₀ = o, on the same data. A step
    /// of the two units moves u₁ − u₀ twice as far as a step of the one moves o, so it takes half the rate.
    /// </summary>
    public static IEnumerable<Comparison> Train(int steps = 20)
    {
        var generator = new Generator(1);
        double[] features = new double[40 * 3], weights = new double[3];
        generator.Normal(features);
        generator.Normal(weights);
        var x = Tensor.From(features, [40, 3]);
        var classes = x.Sum(1).ToArray<double>().Select(sum => sum > 0 ? 1L : 0L).ToArray();
        Labels labels = Labels.Create(classes);
        var y = Tensor.From(classes.Select(label => (double)label).ToArray(), [40, 1]);

        var one = Tensor.From(weights, [1, 3]).RequireGradient();
        double[] halves = [.. weights.Select(w => -w / 2), .. weights.Select(w => w / 2)];
        var two = Tensor.From(halves, [2, 3]).RequireGradient();
        Optimizer sigmoid = new Sgd([one], learningRate: 0.5), softmax = new Sgd([two], learningRate: 0.25);
        for (int step = 0; step < steps; step++)
        {
            sigmoid.ZeroGradient();
            softmax.ZeroGradient();
            var o = x.Linear(one);
            var u = x.Linear(two);
            var binary = Losses.Loss.BinaryCrossEntropyWithLogits(o, y);
            var general = Losses.Loss.CrossEntropy(u, labels);
            binary.Backward();
            general.Backward();
            yield return new(
                binary.Item(), general.Item(), one.Gradient!.ToArray<double>(), two.Gradient![1].ToArray<double>(),
                o.Sigmoid().ToArray<double>(), u.Softmax(1)[.., 1].ToArray<double>());
            sigmoid.Step();
            softmax.Step();
        }
    }

    /// <summary>Writes the losses of the animals, then the two trainings side by side.</summary>
    public static void Run(TextWriter output)
    {
        output.WriteLine("dog, cat, rabbit: t = (0, 1, 0), y = (0.25, 0.67, 0.08)");
        output.WriteLine($"  cross-entropy                {Loss([0, 1, 0], [0.25, 0.67, 0.08]):F6} = −ln 0.67");
        output.WriteLine("dog or cat, two units: t = (1, 0), y = (0.74, 0.26)");
        output.WriteLine($"  cross-entropy                {Loss([1, 0], [0.74, 0.26]):F6} = −ln 0.74");
        output.WriteLine("dog or cat, one unit (cat = 1): t = 0, y = 0.26");
        output.WriteLine($"  binary cross-entropy         {BinaryLoss(0, 0.26):F6} = −ln 0.74");
        output.WriteLine("one unit: t = 1, y = 0.6");
        output.WriteLine($"  binary cross-entropy         {BinaryLoss(1, 0.6):F6} = −ln 0.6");
        output.WriteLine();
        output.WriteLine("step   loss of one unit   loss of two units   largest difference of predictions");
        int step = 0;
        foreach (var c in Train())
        {
            double difference = c.SigmoidPredictions.Zip(c.SoftmaxPredictions, (a, b) => Math.Abs(a - b)).Max();
            output.WriteLine($"{++step,4}   {c.BinaryLoss,16:F12}   {c.CrossEntropy,17:F12}   {difference:E1}");
        }
    }

    /// <summary>One step of both trainings.</summary>
    /// <param name="BinaryLoss">The loss of the one unit.</param>
    /// <param name="CrossEntropy">The loss of the two units.</param>
    /// <param name="SigmoidGradient">∂L/∂w of the one unit.</param>
    /// <param name="SoftmaxGradient">∂L/∂w₁ of the second of the two units, the same numbers.</param>
    /// <param name="SigmoidPredictions">σ(o).</param>
    /// <param name="SoftmaxPredictions">softmax(u)₁.</param>
    public sealed record Comparison(
        double BinaryLoss, double CrossEntropy, double[] SigmoidGradient, double[] SoftmaxGradient,
        double[] SigmoidPredictions, double[] SoftmaxPredictions);
}
