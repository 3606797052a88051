using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>
    /// The hinge loss of samples with several labels T: ℓₙ = (1/C) Σ_{t∈T} Σ_{i∉T} max(0, 1 − x_t + x_i).
    /// </summary>
    /// <param name="scores">The scores x of the classes; (N, C) or (C).</param>
    /// <param name="labels">
    /// The labels of each sample, 0 … C − 1, ended by −1; of the shape of the scores. What follows the −1 does not count.
    /// </param>
    /// <param name="reduction">Mean divides by the number of samples.</param>
    /// <remarks>
    /// ∂ℓₙ/∂x is for a label −1/C, and for another class 1/C, times the number of pairs with a loss that it is part of.
    /// </remarks>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">A label is no class; the message names its place.</exception>
    /// <example><code>
    /// Loss.MultiLabelMargin(Tensor.From([0.1, 0.2, 0.4, 0.8], [1, 4]), Labels.From([3, 0, -1, 1], [1, 4]))   // 0.85
    /// </code></example>
    public static Tensor MultiLabelMargin(Tensor scores, Labels labels, Reduction reduction = Reduction.Mean)
    {
        const string op = "MultiLabelMargin";
        Check.RowsOrRow(op, nameof(scores), scores, labels, Shape.Create(labels.Shape.Sizes[..^Math.Min(1, labels.Shape.Rank)]), scores.Shape);
        nint classes = scores.Shape[^1];
        for (nint i = 0; i < labels.Count; i++)
        {
            long label = labels[(int)i];
            if (label == -1) i += classes - 1 - (i % classes);
            else if ((ulong)label >= (ulong)classes) throw new ArgumentException(Check.LabelFault(op, labels, (int)i, classes), nameof(labels));
        }
        return VectorLoss.Run(
            op, [(nameof(scores), scores)], Shape.Create(scores.Shape.Sizes[..^1]), reduction, new MultiLabelMarginFormula(labels));
    }

    readonly struct MultiLabelMarginFormula(Labels labels) : IVectorLoss
    {
        [MethodImpl(Jit.Apart)]
        V IVectorLoss.Evaluate<V>(Vectors row, ref Digits<V> digits)
        {
            int first = checked((int)row.Index * row.Width), count = 0;
            var isLabel = new bool[row.Width];
            while (count < row.Width && labels[first + count] >= 0) isLabel[labels[first + count++]] = true;
            if (row.Records) row.Slopes(0).Clear();

            V loss = V.Zero;
            for (int k = 0; k < count; k++)
            {
                int label = (int)labels[first + k];
                for (int i = 0; i < row.Width; i++)
                {
                    if (isLabel[i]) continue;
                    V z = V.Max(digits.Minus(V.One + V.Fill(row[0][i]), V.Fill(row[0][label])), V.Zero);
                    loss += z;
                    if (!row.Records || Precision.Rounded(z) == 0) continue;
                    row.Slopes(0)[i] += 1.0;
                    row.Slopes(0)[label] -= 1.0;
                }
            }
            if (row.Records) foreach (ref double slope in row.Slopes(0)) slope /= row.Width;
            return loss / V.Fill(row.Width);
        }
    }
}
