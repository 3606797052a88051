using System.Numerics;
using Kobai.Simd;

namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>
    /// The square of the log-sum-exp of logits x, ℓᵢ = (ln Σⱼ exp xᵢⱼ)²: added, with a small factor, to cross-entropy, it
    /// keeps the logits from drifting away.
    /// </summary>
    /// <param name="logits">The raw scores x; (N, C), (N, C, d₁, …) or (C).</param>
    /// <param name="reduction">Mean divides by the number of rows.</param>
    /// <remarks>
    /// <para>∂ℓᵢ/∂xᵢⱼ = 2 ln(Σₖ exp xᵢₖ) softmax(xᵢ)ⱼ.</para>
    /// <para>Zoph et al., ST-MoE: Designing Stable and Transferable Sparse Expert Models, 2022.</para>
    /// </remarks>
    /// <exception cref="ShapeException">The logits have no axis.</exception>
    /// <example><code>
    /// Loss.ZLoss(Tensor.From([0.0, 0.0], [1, 2]))   // (ln 2)² = 0.4805
    /// </code></example>
    public static Tensor ZLoss(Tensor logits, Reduction reduction = Reduction.Mean)
    {
        var (rows, shape, _) = ClassesLast("ZLoss", logits);
        return RowLoss.Run("ZLoss", default(SquaredLogSumExp), rows, null, RowLoss.Denominator(reduction, shape), reduction);
    }

    readonly unsafe struct SquaredLogSumExp : IRowLoss
    {
        double IRowLoss.Run<T>(nint row, T* x, T* t, nint classes, T* dx, T* dt, double scale)
        {
            T m = Exponentials.Largest(x, classes);
            nint a = nint.Max(0, new ReadOnlySpan<T>(x, (int)classes).IndexOf(m));
            double* e = SoftmaxRow<T, double>.Room(classes, dx);
            var sum = SoftmaxRow<T, double>.Of(x, classes, a, m, e);
            e[a] = sum.Own;
            double log = (double)(new Wide(sum.Largest) + Wide.Log1p(new Wide(sum.Others) + new Wide(sum.Low)));
            // Next to 0 it is what is left of the largest logit and the logarithm of the sum.
            double limit = sizeof(T) == sizeof(float) ? 1e-7 * (1 + Math.Abs(sum.Largest)) : 1;
            if (Math.Abs(log) < limit) log = InWide(x, classes, a, sum.Largest);
            if (dx != null) SoftmaxRow<T, double>.Scale(e, classes, 2 * scale * log / sum.All, dx);
            return log * log;
        }

        static double InWide<T>(T* x, nint classes, nint a, double largest) where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            Wide m = new(largest), others = new(0);
            for (nint j = 0; j < classes; j++)
            {
                if (j != a) others += Wide.Exp(new Wide(double.CreateTruncating(x[j])) - m);
            }
            return (double)(m + Wide.Log1p(others));
        }
    }
}
