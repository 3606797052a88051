using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Losses;

/// <summary>What a region loss says of shapes and values, and its formula: 1 − (TP + s) / (TP + α FP + β FN + s).</summary>
static class Overlap
{
    // Smaller samples of floats are done sooner one by one, in double.
    const nint LeastOfLarge = 64;

    /// <summary>The loss of each sample: sums run over all axes but the first, over all of a tensor of one axis.</summary>
    public static Tensor Run(
        string op, Tensor probabilities, Tensor target, double alpha, double beta, double smooth, Reduction reduction)
    {
        PairLoss.CheckPair(op, probabilities, target, nameof(probabilities));
        Check.NotNegative(op, nameof(smooth), smooth);
        Shape shape = probabilities.Rank < 2 ? Shape.Scalar : [probabilities.Shape[0]];
        if (probabilities.DType == DType.Float64 || probabilities.Count >= LeastOfLarge * shape.Count)
        {
            var large = new LargeOverlap(op, probabilities, target, shape, reduction, new(alpha, beta, smooth));
            if (large.TryRun() is { } y) return y;
        }
        CheckValues(op, probabilities, target);
        return VectorLoss.Run(
            op, [(nameof(probabilities), probabilities), (nameof(target), target)], shape, reduction, new Formula(alpha, beta, smooth));
    }

    /// <summary>Throws for the first value outside [0, 1].</summary>
    public static void CheckValues(string op, Tensor probabilities, Tensor target)
    {
        Check.InUnitInterval(op, "probability", probabilities, "Are these logits? Take Sigmoid() or Softmax() of them.");
        Check.InUnitInterval(op, nameof(target), target, "Is 255 the foreground? Divide by it.");
    }

    readonly struct Formula(double alpha, double beta, double smooth) : IVectorLoss
    {
        [MethodImpl(Jit.Apart)]
        V IVectorLoss.Evaluate<V>(Vectors row, ref Digits<V> digits)
        {
            V a = V.Fill(alpha), b = V.Fill(beta), hit = V.Zero, falsely = V.Zero, missed = V.Zero;
            for (int j = 0; j < row.Width; j++)
            {
                V p = V.Fill(row[0][j]), t = V.Fill(row[1][j]);
                hit += p * t;
                falsely += p * (V.One - t);
                missed += (V.One - p) * t;
            }
            // 1 − (hit + s) / all, without the subtraction.
            V wrong = a * falsely + b * missed, right = hit + V.Fill(smooth), all = right + wrong;
            V isNothing = V.Equal(all, V.Zero), divisor = V.Select(isNothing, V.One, all), square = divisor * divisor;
            for (int j = 0; row.Records && j < row.Width; j++)
            {
                V p = V.Fill(row[0][j]), t = V.Fill(row[1][j]);
                V ofP = digits.Minus(a * (V.One - t) * right, t * (b * right + wrong));
                V ofT = digits.Minus(b * (V.One - p) * right, p * (a * right + wrong));
                row.Slopes(0)[j] = Precision.Rounded(ofP / square);
                row.Slopes(1)[j] = Precision.Rounded(ofT / square);
            }
            return wrong / divisor;
        }
    }
}
