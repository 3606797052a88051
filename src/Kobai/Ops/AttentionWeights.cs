namespace Kobai;

/// <summary>The weights of an attention.</summary>
public static class AttentionWeightsOp
{
    extension(Tensor q)
    {
        /// <summary>
        /// The weights softmax(scale · q·kᵀ + mask) of <c>q.Attention(k, v)</c>, all L × S of them: to look at, or to go on with.
        /// </summary>
        /// <param name="k">The keys, (…, S, E) for queries (…, L, E); the result is (…, L, S).</param>
        /// <param name="mask">Which keys a query sees; all by default.</param>
        /// <param name="scale">The factor of the scores; 1/√E by default.</param>
        /// <remarks>A row adds up to 1, or to 0 where the query sees no key.</remarks>
        /// <exception cref="ShapeException">The shapes do not fit.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A length is not one of the keys.</exception>
        /// <example><code>
        /// var x = Tensor.From([1.0, 0], [2, 1]);
        /// x.AttentionWeights(x, AttentionMask.Causal)   // [[1, 0], [0.5, 0.5]]
        /// </code></example>
        public Tensor AttentionWeights(Tensor k, AttentionMask? mask = null, double? scale = null)
        {
            mask ??= new();
            if (AttentionOp.Groups(q, k, null) is > 0 and var groups)
            {
                var weights = AttentionMask.Split(q, groups)!.AttentionWeights(k.Unsqueeze(-3), mask.Grouped(groups), scale);
                return weights.Reshape([.. q.Shape.Sizes[..^1], k.Shape[^2]]);
            }
            var batch = AttentionOp.Rule(q, k, null, mask);
            var scores = (q * (scale ?? 1 / Math.Sqrt(q.Shape[^1]))).MatMul(k.Transpose(-2, -1));
            if (mask.Bias is { } bias) scores += bias;
            var seen = mask.Seen(batch, q.Shape[^2], k.Shape[^2], q.DType) * scores.Detach().NotEqual(double.NegativeInfinity);
            return Tensor.Where(seen, Tensor.Where(seen, scores, double.NegativeInfinity).Softmax(), 0);
        }
    }
}
