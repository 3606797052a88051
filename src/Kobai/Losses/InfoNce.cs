namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>
    /// Contrastive loss of queries q and keys k that belong together row by row: cross-entropy of the similarities
    /// sᵢⱼ = qᵢ · kⱼ / τ with label i, ℓᵢ = −ln softmax(sᵢ)ᵢ.
    /// </summary>
    /// <param name="queries">q; (N, D).</param>
    /// <param name="keys">k, the keys of the other rows serving as negatives; (N, D).</param>
    /// <param name="temperature">τ, above 0.</param>
    /// <param name="normalize">Whether rows are first divided by their lengths, so that the products are cosines.</param>
    /// <param name="symmetric">Whether the mean with the loss of keys and queries exchanged is taken, as for CLIP.</param>
    /// <param name="reduction">Mean divides by N.</param>
    /// <remarks>
    /// <para>With g = (softmax(s) − 1) / τ row by row: ∂ℓ/∂q = g · k and ∂ℓ/∂k = gᵀ · q, then through the division by the
    /// lengths. All is computed in double precision and rounded at the end.</para>
    /// <para>Van den Oord, Li and Vinyals, Representation Learning with Contrastive Predictive Coding, 2018; Radford et
    /// al., Learning Transferable Visual Models From Natural Language Supervision, 2021.</para>
    /// </remarks>
    /// <exception cref="ShapeException">The shapes differ or are not (N, D).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is not above 0.</exception>
    /// <example><code>
    /// var q = Tensor.From([1.0, 0, 0, 1], [2, 2]);
    /// Loss.InfoNce(q, q, temperature: 1)   // ln(1 + 1/e) = 0.3133
    /// </code></example>
    public static Tensor InfoNce(
        Tensor queries, Tensor keys, double temperature = 0.1, bool normalize = true, bool symmetric = false,
        Reduction reduction = Reduction.Mean)
    {
        const string op = "InfoNce";
        PairLoss.CheckPair(op, queries, keys, "queries", "keys");
        if (queries.Rank != 2) throw new ShapeException($"{op}: queries and keys must be (N, D); queries is {queries.Shape}.");
        Check.Positive(op, nameof(temperature), temperature);
        Tensor q = Directions(queries, normalize), k = Directions(keys, normalize);
        q /= temperature;
        var own = Labels.Create([.. Enumerable.Range(0, (int)queries.Shape[0]).Select(i => (long)i)]);
        if (double.IsNaN(queries.Detach().Sum().Item() + keys.Detach().Sum().Item()))
            Check.NotNaN(op, (nameof(queries), queries), (nameof(keys), keys));
        var losses = LinearCrossEntropy(q, k, own, reduction: Reduction.None);
        if (symmetric) losses = (losses + LinearCrossEntropy(k, q, own, reduction: Reduction.None)) / 2;
        return Reduced.Of(losses, RowLoss.Denominator(reduction, losses.Shape), reduction, queries.DType);
    }

    // A row of zeros stays one.
    static Tensor Directions(Tensor x, bool normalize)
    {
        var wide = x.To(DType.Float64);
        return normalize ? wide / Tensor.Maximum(wide.Norm(2, 1, keepDims: true), 1e-300) : wide;
    }
}
