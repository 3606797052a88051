using System.Numerics;
using System.Numerics.Tensors;
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
            var attempt = new Logarithm<T>(x, classes, a, sum);
            bool isSingle = typeof(T) == typeof(float);
            if (!attempt.Run<V1<double>>(isSingle ? 1e-7 : 1)) Precision.Climb(ref attempt, isSingle);
            if (dx != null)
            {
                // Doubled last: twice the logarithm may overflow where its product with a probability does not.
                sum.Scale(x, e, classes, scale * attempt.Value / sum.All, dx);
                TensorPrimitives.Add(new(dx, (int)classes), new ReadOnlySpan<T>(dx, (int)classes), new Span<T>(dx, (int)classes));
            }
            return attempt.Value * attempt.Value;
        }

        /// <summary>m + ln Σ exp(xⱼ − m), which may cancel.</summary>
        struct Logarithm<T>(T* x, nint classes, nint a, SoftmaxRow<T, double> row) : Precision.IAttempt
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            public double Value { get; private set; }

            public bool Run<V>(double share) where V : struct, ISimd<V>
            {
                V m = V.Fill(row.Largest), others = V.Zero;
                if (typeof(V) == typeof(V1<double>)) others = V.Fill(row.Others);
                else
                {
                    for (nint j = 0; j < classes; j++)
                    {
                        if (j != a) others += V.Exp(V.Fill(double.CreateTruncating(x[j])) - m);
                    }
                }
                Value = Precision.Rounded(m + V.Log1p(others));
                return Math.Abs(Value) >= share * (1 + Math.Abs(row.Largest));
            }
        }
    }
}
