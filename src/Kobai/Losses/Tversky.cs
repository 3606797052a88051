namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>
    /// The Tversky loss of a predicted region p with the true region t: ℓₙ = 1 − (TP + s) / (TP + α FP + β FN + s), where
    /// TP = Σ p t, FP = Σ p (1 − t) and FN = Σ (1 − p) t over all elements of a sample.
    /// </summary>
    /// <param name="probabilities">The predicted probabilities p, from 0 to 1; (N, …), or one sample without the first axis: (D).</param>
    /// <param name="target">The region t, from 0 to 1; of the same shape.</param>
    /// <param name="alpha">α, the price of what is falsely in the region.</param>
    /// <param name="beta">β, the price of what is missed.</param>
    /// <param name="smooth">s, 0 or more, which keeps a sample without any region from dividing by 0.</param>
    /// <param name="reduction">Mean divides by the number of samples; None gives a loss for each sample.</param>
    /// <remarks>
    /// With D the denominator and E = α FP + β FN, ℓₙ = E / D and ∂ℓₙ/∂p = (α (1 − t)(TP + s) − t (β (TP + s) + E)) / D². A
    /// sample with nothing in either region, s = 0, costs 0. Source: Salehi, Erdogmus and Gholipour, "Tversky Loss
    /// Function for Image Segmentation Using 3D Fully Convolutional Deep Networks", MLMI 2017.
    /// </remarks>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">A value is outside [0, 1] or NaN, or a setting is negative.</exception>
    /// <example><code>
    /// Tensor p = Tensor.From([0.5, 1.0, 0.5], [1, 3]), t = Tensor.From([1.0, 1.0, 0.0], [1, 3]);
    /// Loss.Tversky(p, t, alpha: 0.25, beta: 0.75, smooth: 0)   // 0.5 / 2 = 0.25
    /// </code></example>
    public static Tensor Tversky(
        Tensor probabilities, Tensor target, double alpha = 0.5, double beta = 0.5, double smooth = 1,
        Reduction reduction = Reduction.Mean)
    {
        Check.NotNegative("Tversky", nameof(alpha), alpha);
        Check.NotNegative("Tversky", nameof(beta), beta);
        return Overlap.Run("Tversky", probabilities, target, alpha, beta, smooth, reduction);
    }
}
