namespace Kobai;

/// <summary>Scaled dot-product attention.</summary>
public static class AttentionOp
{
    extension(Tensor q)
    {
        /// <summary>
        /// Attention: y = softmax(scale · q·kᵀ + mask)·v. Every query takes the mean of the values, weighted by how well its
        /// key fits.
        /// </summary>
        /// <param name="k">The keys, (…, S, E) for queries (…, L, E).</param>
        /// <param name="v">The values, (…, S, V); the result is (…, L, V).</param>
        /// <param name="mask">Which keys a query sees; all by default.</param>
        /// <param name="scale">The factor of the scores; 1/√E by default.</param>
        /// <param name="dropout">The probability with which each weight is dropped, the others growing by 1 / (1 − p).</param>
        /// <param name="generator">Where the seed of the dropout comes from; <see cref="Generator.Default"/> if not given.</param>
        /// <remarks>
        /// <para>With e the exponentials of the scores less the largest of each row, and Z their sum, y = e·v / Z. For the way back
        /// e is kept where it takes at most 16 MiB; otherwise the L × S numbers are never held, but blocks of them are made again:
        /// with g = dy / Z and D the sum of g·y over a row, dv = eᵀ·g, dS = e ∘ (g·vᵀ − D), dq = scale · dS·k,
        /// dk = scale · dSᵀ·q.</para>
        /// <para>The axes before the last two are a batch and broadcast. With heads as the third axis from the end, k and v may
        /// have fewer heads than q, each serving a group of neighbors (grouped-query attention). A query that sees no
        /// key gives 0, and so does its gradient. The gradient of a bias takes memory for all scores.</para>
        /// <para>Vaswani et al., "Attention Is All You Need", arXiv:1706.03762; Dao et al., "FlashAttention", arXiv:2205.14135;
        /// Ainslie et al., "GQA", arXiv:2305.13245.</para>
        /// </remarks>
        /// <exception cref="ShapeException">The shapes do not fit.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The probability is outside [0, 1], or a length is not one of the keys.</exception>
        /// <example><code>
        /// Tensor q = Tensor.From([0.0, 0, 5, 0], [2, 2]), k = Tensor.From([1.0, 0, 0, 1], [2, 2]);
        /// q.Attention(k, v: Tensor.From([10.0, 20], [2, 1]))   // [[15], [10.28…]]
        /// </code></example>
        public Tensor Attention(
            Tensor k, Tensor v, AttentionMask? mask = null, double? scale = null, double dropout = 0, Generator? generator = null)
        {
            mask ??= new();
            CheckProbability(dropout);
            if (Groups(q, k, v) is > 0 and var groups)
            {
                var y = AttentionMask.Split(q, groups)!.Attention(
                    k.Unsqueeze(-3), v.Unsqueeze(-3), mask.Grouped(groups), scale, dropout, generator);
                return y.Reshape([.. q.Shape.Sizes[..^1], v.Shape[^1]]);
            }
            var batch = Rule(q, k, v, mask);
            ulong seed = dropout > 0 ? (generator ?? Generator.Default).NextUInt64() : 0;
            var blocks = new AttentionBlocks(batch, q, k, v, mask, scale ?? 1 / Math.Sqrt(q.Shape[^1]), new(dropout, seed));
            Tensor[] inputs = mask.Bias is null ? [q, k, v] : [q, k, v, mask.Bias];
            return blocks.Forward().Record("Attention", inputs, blocks.Backward);
        }
    }

    /// <summary>The number of heads of k if each serves a group of heads of q, and otherwise 0.</summary>
    internal static nint Groups(Tensor q, Tensor k, Tensor? v) =>
        q.Rank >= 3 && k.Rank >= 3 && (v is null || (v.Rank >= 3 && v.Shape[^3] == k.Shape[^3]))
        && k.Shape[^3] > 1 && q.Shape[^3] > k.Shape[^3] && q.Shape[^3] % k.Shape[^3] == 0
            ? k.Shape[^3]
            : 0;

    /// <summary>Checks the operands and returns the shape of the batch.</summary>
    internal static Shape Rule(Tensor q, Tensor k, Tensor? v, AttentionMask mask)
    {
        string shapes = v is null ? $"q is {q.Shape}, k is {k.Shape}" : $"q is {q.Shape}, k is {k.Shape}, v is {v.Shape}";
        if (q.Rank < 2 || k.Rank < 2 || v?.Rank < 2)
            throw new ShapeException($"Attention: each operand needs the axes (…, length, features); {shapes}.");
        if (q.Shape[^1] != k.Shape[^1])
            throw new ShapeException($"Attention: q and k must have equally many features, the last axis; {shapes}.");
        if (v is not null && k.Shape[^2] != v.Shape[^2])
            throw new ShapeException($"Attention: k and v must be equally long, the last axis but one; {shapes}.");
        var both = Shape.TryBroadcast(Batch(q), Batch(k));
        if (v is not null && both is { } of) both = Shape.TryBroadcast(of, Batch(v));
        var batch = both ?? throw new ShapeException(
            $"Attention: batch sizes must be equal or 1, or the heads of q a multiple of those of k and v; {shapes}.");
        foreach (var (name, x) in (ReadOnlySpan<(string, Tensor?)>)[("k", k), ("v", v), ("the bias", mask.Bias)])
        {
            if (x is not null && x.DType != q.DType)
                throw new ArgumentException($"Attention: element types must be equal; q is {q.DType}, {name} is {x.DType}.", nameof(k));
        }
        Check(mask, batch, q.Shape[^2], k.Shape[^2]);
        return batch;
    }

    internal static void CheckProbability(double dropout)
    {
        if (dropout is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "Attention: the probability goes from 0 to 1.");
    }

    static Shape Batch(Tensor x) => Shape.Of(x.Shape.Sizes[..^2].ToArray());

    static void Check(AttentionMask mask, Shape batch, nint queries, nint keys)
    {
        Shape scores = [.. batch, queries, keys];
        foreach (var (name, x) in (ReadOnlySpan<(string, Tensor?)>)[("Allowed", mask.Allowed), ("Bias", mask.Bias)])
        {
            if (x is null || Shape.TryBroadcast(x.Shape, scores) == scores) continue;
            throw new ShapeException($"Attention: {name} must broadcast to the scores; scores are {scores}, {name} is {x.Shape}.");
        }
        if (mask.Keys is { } seen && (seen.Rank == 0 || seen.Shape[^1] != keys || !Begins(batch, seen.Shape.Sizes[..^1])))
        {
            throw new ShapeException(
                "Attention: Keys must have the first axes of the batch, then one number for each key; " +
                $"batch is {batch}, there are {keys} keys, Keys is {seen.Shape}.");
        }
        if (mask.KeyLengths is not { } lengths) return;
        if (!Begins(batch, lengths.Shape.Sizes))
        {
            throw new ShapeException(
                $"Attention: KeyLengths must have the first axes of the batch; batch is {batch}, KeyLengths is {lengths.Shape}.");
        }
        foreach (long length in lengths)
        {
            if (length < 0 || length > keys)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(mask), $"Attention: a length of keys goes from 0 to {keys}; one is {length}.");
            }
        }
    }

    static bool Begins(Shape batch, ReadOnlySpan<nint> first) => batch.Sizes.StartsWith(first);
}
