namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>Negative log-likelihood of class labels t under log-probabilities x: ℓᵢ = −wₜ xᵢₜ.</summary>
    /// <param name="logProbabilities">The logarithms x of the probabilities of the classes; (N, C), (N, C, d₁, …) or (C).</param>
    /// <param name="labels">The classes 0 … C − 1; (N), (N, d₁, …) or ().</param>
    /// <param name="weight">A factor w for each class; (C).</param>
    /// <param name="ignoredLabel">The label of rows that count neither in the sum nor in the mean.</param>
    /// <param name="reduction">Mean divides by Σ wₜ over the rows that are not ignored.</param>
    /// <remarks>
    /// ∂ℓᵢ/∂xᵢⱼ = −wₜ [j = t]. For raw scores use <see cref="CrossEntropy(Tensor, Labels, Tensor?, long, double, Reduction)"/>,
    /// which is both faster and more exact than this after a log-softmax.
    /// </remarks>
    /// <exception cref="ShapeException">The labels or weights do not fit the log-probabilities.</exception>
    /// <exception cref="ArgumentException">
    /// A label is no class, or the number at a label is above 0, as no log-probability is; the message names the place.
    /// </exception>
    /// <example><code>
    /// var p = Tensor.From([0.25, 0.75, 0.5, 0.5], [2, 2]);
    /// Loss.NegativeLogLikelihood(p.Log(), [1, 0], reduction: Reduction.None)   // [0.2877, 0.6931]
    /// </code></example>
    public static Tensor NegativeLogLikelihood(
        Tensor logProbabilities, Labels labels, Tensor? weight = null, long ignoredLabel = -100,
        Reduction reduction = Reduction.Mean)
    {
        const string op = "NegativeLogLikelihood";
        var (rows, _, classes) = ClassesLast(op, logProbabilities);
        CheckLabels(op, logProbabilities.Shape, rows.Shape, labels, weight, ignoredLabel);
        CheckLogProbabilities(op, rows, labels, classes, ignoredLabel);
        double[]? w = weight?.ToArray<double>();
        return RowLoss.Run(
            op, new PickedRow(labels, ignoredLabel, w), rows, null, LabelDenominator(reduction, labels, ignoredLabel, w), reduction,
            rowsName: nameof(logProbabilities));
    }

    // Log-probabilities found by subtraction may be above 0 by their rounding.
    static void CheckLogProbabilities(string op, Tensor rows, Labels labels, nint classes, long ignoredLabel)
    {
        var packed = Kernel.Packed(rows);
        for (int i = 0; i < labels.Count; i++)
        {
            if (labels[i] == ignoredLabel) continue;
            double value = packed.View([1], [1], i * classes + (nint)labels[i]).Item();
            if (!(value > 1e-5)) continue;
            throw new ArgumentException(string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"{op}: the log-probability of label {labels[i]} in row {i} is {value:R}, above 0. Probabilities or logits? Take the Log() of probabilities, and CrossEntropy for logits."),
                nameof(rows));
        }
    }

    readonly unsafe struct PickedRow(Labels labels, long ignored, double[]? weight) : IRowLoss
    {
        double IRowLoss.Run<T>(nint row, T* x, T* t, nint classes, T* dx, T* dt, double scale)
        {
            if (dx != null) new Span<T>(dx, (int)classes).Clear();
            long label = labels[(int)row];
            if (label == ignored) return 0;
            double w = weight?[label] ?? 1;
            if (dx != null) dx[label] = T.CreateTruncating(-w * scale);
            return w == 0 ? 0 : -w * double.CreateTruncating(x[label]);
        }
    }
}
