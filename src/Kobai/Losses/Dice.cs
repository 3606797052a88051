namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>
    /// The Dice loss of a predicted region p with the true region t: ℓₙ = 1 − (2 Σ p t + s) / (Σ p + Σ t + s), sums over all
    /// elements of a sample.
    /// </summary>
    /// <param name="probabilities">The predicted probabilities p, from 0 to 1; (N, …), or one sample without the first axis: (D).</param>
    /// <param name="target">The region t, from 0 to 1; of the same shape.</param>
    /// <param name="smooth">s, 0 or more, which keeps a sample without any region from dividing by 0.</param>
    /// <param name="reduction">Mean divides by the number of samples; None gives a loss for each sample.</param>
    /// <remarks>
    /// The <see cref="Tversky"/> loss of α = β = ½ with half the s. It is summed without the subtraction from 1, so that the
    /// loss of a region that is nearly right keeps its digits. Source: Milletari, Navab and Ahmadi, "V-Net", 3DV 2016.
    /// </remarks>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">A value is outside [0, 1] or NaN; the message names its place.</exception>
    /// <example><code>
    /// Loss.Dice(Tensor.From([0.5, 1.0, 0.0], [1, 3]), Tensor.From([1.0, 1.0, 0.0], [1, 3]), smooth: 0)   // 1 − 3 / 3.5 = 0.142857
    /// </code></example>
    public static Tensor Dice(Tensor probabilities, Tensor target, double smooth = 1, Reduction reduction = Reduction.Mean) =>
        Overlap.Run("Dice", probabilities, target, 0.5, 0.5, smooth / 2, reduction);
}
