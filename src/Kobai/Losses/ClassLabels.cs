namespace Kobai.Losses;

public static partial class Loss
{
    // A label that is never met: where nothing can be ignored.
    const long NoLabel = long.MinValue;

    /// <summary>A loss of the probability of the label, with all that is asked of its arguments.</summary>
    static Tensor OfLabels<F>(
        string op, F f, Tensor logits, Labels labels, Tensor? weight, long ignoredLabel, Reduction reduction)
        where F : struct, ILabelLoss
    {
        var (rows, _, classes) = ClassesLast(op, logits);
        CheckLabels(op, logits.Shape, rows.Shape, labels, weight, ignoredLabel);
        LossDiagnostics.Logits(op, rows, classes);
        double[]? w = weight?.ToArray<double>();
        var loss = RowLoss.Run(
            op, new LabelLoss<F>(f, labels, ignoredLabel, w), rows, null, LabelDenominator(reduction, labels, ignoredLabel, w), reduction);
        if (reduction == Reduction.Mean) LossDiagnostics.Mean(op, loss, classes, labels.Count);
        return loss;
    }

    // The sum of the weights of the rows that count.
    static double LabelDenominator(Reduction reduction, Labels labels, long ignoredLabel, double[]? weight)
    {
        if (reduction != Reduction.Mean) return RowLoss.Denominator(reduction, labels.Shape);
        double sum = 0;
        foreach (long label in labels)
        {
            if (label != ignoredLabel) sum += weight?[label] ?? 1;
        }
        return sum;
    }

    // (N, C, d…) becomes rows (N, d…, C); the loss has the shape (N, d…).
    static (Tensor Rows, Shape Shape, nint Classes) ClassesLast(string op, Tensor logits)
    {
        if (logits.Rank == 0) throw new ShapeException($"{op}: logits need an axis of classes; logits is ().");
        if (logits.Rank == 1) return (logits, Shape.Scalar, logits.Shape[0]);
        Tensor rows = logits.Rank == 2 ? logits : logits.Permute([0, .. Enumerable.Range(2, logits.Rank - 2), 1]);
        return (rows, Shape.Create(rows.Shape.Sizes[..^1]), rows.Shape[^1]);
    }

    static void CheckLabels(string op, Shape logits, Shape rows, Labels labels, Tensor? weight, long ignoredLabel)
    {
        nint classes = rows[^1];
        var expected = Shape.Create(rows.Sizes[..^1]);
        if (labels.Shape != expected)
        {
            throw new ShapeException(
                $"{op}: one label is needed for each row of {classes} logits; logits is {logits}, labels is {labels.Shape}, expected {expected}.");
        }
        CheckClassWeights(op, weight, classes);
        for (int i = 0; i < labels.Count; i++)
        {
            long label = labels[i];
            if ((ulong)label < (ulong)classes || label == ignoredLabel) continue;
            throw new ArgumentException(Check.LabelFault(op, labels, i, classes), nameof(labels));
        }
    }

    static void CheckSmoothing(string op, double labelSmoothing)
    {
        if (labelSmoothing is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(labelSmoothing), labelSmoothing,
                $"{op}: label smoothing goes from 0 to 1.");
        }
    }

    static void CheckClassWeights(string op, Tensor? weight, nint classes)
    {
        if (weight is not null && weight.Shape != [classes])
        {
            throw new ShapeException($"{op}: weight must have one factor for each of the {classes} classes; weight is {weight.Shape}.");
        }
    }
}
