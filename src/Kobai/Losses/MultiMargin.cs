using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>
    /// The multi-class hinge loss: ℓₙ = (w_t / C) Σ_{i≠t} max(0, margin − x_t + x_i)^p, which asks for the score of the class
    /// to be a margin above all others.
    /// </summary>
    /// <param name="scores">The scores x of the classes; (N, C) or (C).</param>
    /// <param name="labels">The classes t, 0 … C − 1; (N) or ().</param>
    /// <param name="p">The power, 1 or 2.</param>
    /// <param name="margin">By how much the score of the class should be ahead.</param>
    /// <param name="weight">A factor w for each class; (C).</param>
    /// <param name="reduction">Mean divides by the number of samples, whatever the weights.</param>
    /// <remarks>
    /// With zᵢ = max(0, margin − x_t + xᵢ): ∂ℓₙ/∂xᵢ = (w_t / C) p zᵢ^(p−1) where zᵢ is above 0, and ∂ℓₙ/∂x_t is minus the sum
    /// of these. Source: Crammer and Singer, "On the Algorithmic Implementation of Multiclass Kernel-based Vector
    /// Machines", JMLR 2 (2001).
    /// </remarks>
    /// <exception cref="ShapeException">The labels or weights do not fit the scores.</exception>
    /// <exception cref="ArgumentException">A label is no class, or p is neither 1 nor 2.</exception>
    /// <example><code>
    /// Loss.MultiMargin(Tensor.From([0.1, 0.2, 0.4, 0.8], [1, 4]), [3])   // (0.3 + 0.4 + 0.6) / 4 = 0.325
    /// </code></example>
    public static Tensor MultiMargin(
        Tensor scores, Labels labels, int p = 1, double margin = 1, Tensor? weight = null, Reduction reduction = Reduction.Mean)
    {
        const string op = "MultiMargin";
        if (p is not (1 or 2)) throw new ArgumentOutOfRangeException(nameof(p), p, $"{op}: p must be 1 or 2.");
        Check.RowsOrRow(op, nameof(scores), scores, labels, labels.Shape);
        nint classes = scores.Shape[^1];
        Check.Labels(op, labels, classes);
        if (weight is not null && weight.Shape != [classes])
        {
            throw new ShapeException($"{op}: weight must have one factor for each of the {classes} classes; weight is {weight.Shape}.");
        }
        var formula = new MultiMarginFormula(labels, p, margin, weight?.ToArray<double>());
        return VectorLoss.Run(op, [(nameof(scores), scores)], labels.Shape, reduction, formula);
    }

    readonly struct MultiMarginFormula(Labels labels, int p, double margin, double[]? weight) : IVectorLoss
    {
        [MethodImpl(Jit.Apart)]
        V IVectorLoss.Evaluate<V>(Vectors row, ref Digits<V> digits)
        {
            int label = (int)labels[(int)row.Index];
            V own = V.Fill(row[0][label]), loss = V.Zero, pull = V.Zero, share = V.Fill(weight?[label] ?? 1) / V.Fill(row.Width);
            for (int i = 0; i < row.Width; i++)
            {
                if (i == label) continue;
                V z = V.Max(digits.Minus(V.Fill(margin) + V.Fill(row[0][i]), own), V.Zero);
                V slope = p == 2 ? z + z : V.Select(V.Less(V.Zero, z), V.One, V.Zero);
                loss += p == 2 ? z * z : z;
                pull += slope;
                if (row.Records) row.Slopes(0)[i] = Precision.Rounded(slope * share);
            }
            if (row.Records) row.Slopes(0)[label] = -Precision.Rounded(pull * share);
            return loss * share;
        }
    }
}
