using Kobai.Metrics;

namespace Kobai;

/// <summary>Metrics of a network's outputs, in the form that a <see cref="Trainer{TTarget}"/> takes.</summary>
/// <remarks>
/// Any function of all outputs and all targets will do: <c>Metrics = { ["auc"] = (y, t) =&gt; … }</c>.
/// </remarks>
public static class Metric
{
    /// <summary>The share of rows whose largest output is at the label; rows with a negative label do not count.</summary>
    /// <param name="outputs">Logits or probabilities; (N, C) or (N, C, d₁, …).</param>
    /// <param name="labels">The classes; (N) or (N, d₁, …).</param>
    /// <exception cref="ShapeException">There is not one label for each row.</exception>
    /// <example><code>
    /// Metric.Accuracy(Tensor.From(new[,] { { 2.0, 1.0 }, { 0.0, 3.0 } }), [0, 0])   // 0.5
    /// </code></example>
    public static double Accuracy(Tensor outputs, Labels labels)
    {
        Labels predicted = outputs.ArgMax(1);
        if (predicted.Shape != labels.Shape)
        {
            throw new ShapeException($"Accuracy: one label is needed for each row; outputs is {outputs.Shape}, labels is {labels.Shape}.");
        }
        int[] counted = [.. Enumerable.Range(0, labels.Count).Where(i => labels[i] >= 0)];
        return Metrics.Accuracy.Of(Array.ConvertAll(counted, i => (int)predicted[i]), Array.ConvertAll(counted, i => (int)labels[i]));
    }

    /// <summary>The share of logits that lie on their target's side of 0.</summary>
    /// <param name="logits">The raw scores, before any sigmoid.</param>
    /// <param name="targets">0 or 1, of the same shape.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <example><code>
    /// Metric.BinaryAccuracy(Tensor.From([2.0, -1.0]), Tensor.From([1.0, 1.0]))   // 0.5
    /// </code></example>
    public static double BinaryAccuracy(Tensor logits, Tensor targets)
    {
        CheckShapes(nameof(BinaryAccuracy), logits, targets);
        double[] x = logits.ToArray<double>(), t = targets.ToArray<double>();
        return Metrics.Accuracy.Of(Array.ConvertAll(x, v => v > 0 ? 1 : 0), Array.ConvertAll(t, v => v > 0.5 ? 1 : 0));
    }

    /// <summary>The mean of |yᵢ − tᵢ|.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <example><code>
    /// Metric.AbsoluteError(Tensor.From([1.0, 3.0]), Tensor.From([1.0, 2.0]))   // 0.5
    /// </code></example>
    public static double AbsoluteError(Tensor outputs, Tensor targets) =>
        MeanAbsoluteError.Of(Values(nameof(AbsoluteError), outputs, targets), targets.ToArray<float>());

    /// <summary>√ of the mean of (yᵢ − tᵢ)².</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <example><code>
    /// Metric.RootSquaredError(Tensor.From([1.0, 4.0]), Tensor.From([1.0, 2.0]))   // √2 = 1.414
    /// </code></example>
    public static double RootSquaredError(Tensor outputs, Tensor targets) =>
        RootMeanSquaredError.Of(Values(nameof(RootSquaredError), outputs, targets), targets.ToArray<float>());

    /// <summary>R²: the share of the targets' variance that the outputs explain.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <example><code>
    /// Metric.RSquared(Tensor.From([1.0, 2.0, 4.0]), Tensor.From([1.0, 2.0, 3.0]))   // 0.5
    /// </code></example>
    public static double RSquared(Tensor outputs, Tensor targets) =>
        Metrics.RSquared.Of(Values(nameof(RSquared), outputs, targets), targets.ToArray<float>());

    static float[] Values(string name, Tensor outputs, Tensor targets)
    {
        CheckShapes(name, outputs, targets);
        return outputs.ToArray<float>();
    }

    static void CheckShapes(string name, Tensor outputs, Tensor targets)
    {
        if (outputs.Shape != targets.Shape)
        {
            throw new ShapeException($"{name}: outputs and targets must have the same shape; outputs is {outputs.Shape}, targets is {targets.Shape}.");
        }
    }
}
