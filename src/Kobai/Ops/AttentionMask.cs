namespace Kobai;

/// <summary>Which keys each query of an attention may see. All that is given holds at once.</summary>
/// <remarks>
/// A mask is a tensor of numbers: a key is seen where it is not 0, as with <c>Tensor.Where</c>. PyTorch's boolean masks
/// of <c>nn.MultiheadAttention</c> and the layers around it say the opposite: True hides there.
/// <example><code>
/// Tensor x = Tensor.From([1.0, 2, 3], [3, 1]), zero = Tensor.Zeros([3, 1], DType.Float64);
/// zero.Attention(zero, x, AttentionMask.Causal)                          // [[1], [1.5], [2]]
/// zero.Attention(zero, x, new() { Keys = Tensor.From([1.0, 0, 1]) })     // [[2], [2], [2]]
/// zero.Attention(zero, x, new() { KeyLengths = Labels.From([2L], []) })  // [[1.5], [1.5], [1.5]]
/// </code></example>
/// </remarks>
public sealed record AttentionMask
{
    /// <summary>Query i sees the keys 0 … i.</summary>
    public static AttentionMask Causal { get; } = new() { IsCausal = true };

    /// <summary>Whether query i sees only the keys 0 … i + <see cref="Offset"/>.</summary>
    public bool IsCausal { get; init; }

    /// <summary>How many keys lie before the first query, for <see cref="IsCausal"/>: those of earlier steps; 0 by default.</summary>
    public nint Offset { get; init; }

    /// <summary>Whether a query sees a key; broadcasts to (…, queries, keys).</summary>
    public Tensor? Allowed { get; init; }

    /// <summary>Whether a key is seen by any query; (keys), after the first axes of the batch: (N, keys) for a batch of N.</summary>
    public Tensor? Keys { get; init; }

    /// <summary>How many keys there are, the rest being padding; in the shape of the first axes of the batch: (N).</summary>
    public Labels? KeyLengths { get; init; }

    /// <summary>
    /// Numbers added to the scores before the softmax; broadcasts to (…, queries, keys). −∞ hides. It may require a gradient.
    /// </summary>
    public Tensor? Bias { get; init; }

    /// <summary>The same mask of heads in groups: the third axis from the end is split in two.</summary>
    internal AttentionMask Grouped(nint groups) => this with { Allowed = Split(Allowed, groups), Bias = Split(Bias, groups) };

    /// <summary>The mask of a number of keys for some more in front, which all queries see.</summary>
    internal AttentionMask WithKeysInFront(nint count, nint keys)
    {
        return this with
        {
            Offset = Offset + count,
            Allowed = Widened(Allowed, 1),
            Keys = Widened(Keys, 1),
            Bias = Widened(Bias, 0),
            KeyLengths = KeyLengths is null ? null : Labels.From([.. KeyLengths.Values.ToArray().Select(n => n + count)], KeyLengths.Shape),
        };

        Tensor? Widened(Tensor? x, double value) => x is null || x.Rank == 0 ? x : Tensor.Concatenate(
            -1, Tensor.Full([.. x.Shape.Sizes[..^1], count], value, x.DType), x.Shape[^1] == 1 ? x.Expand([.. x.Shape.Sizes[..^1], keys]) : x);
    }

    /// <summary>1 where a query sees a key and 0 elsewhere, the bias left out.</summary>
    internal Tensor Seen(Shape batch, nint queries, nint keys, DType type)
    {
        var seen = Tensor.Ones([.. batch, queries, keys], type);
        if (Allowed is not null) seen *= Allowed.To(type).NotEqual(0);
        if (Keys is not null) seen *= Aligned(Keys.To(type), batch.Rank).NotEqual(0);
        var places = Tensor.Arange(0, keys, type: type);
        if (IsCausal) seen *= places <= Tensor.Arange(0, queries, type: type).Unsqueeze(-1) + Offset;
        if (KeyLengths is null) return seen;
        var lengths = Tensor.From([.. KeyLengths.Values.ToArray().Select(n => (double)n)], [.. KeyLengths.Shape, 1]).To(type);
        return seen * (places < Aligned(lengths, batch.Rank));
    }

    /// <summary>Numbers of keys of the first axes of a batch, lined up with its scores.</summary>
    internal static Tensor Aligned(Tensor keys, int batchRank) => Kernel.Packed(keys).View(
        [.. keys.Shape.Sizes[..^1], .. Enumerable.Repeat((nint)1, batchRank + 2 - keys.Rank), keys.Shape[^1]]);

    internal static Tensor? Split(Tensor? x, nint groups)
    {
        if (x is null || x.Rank < 3) return x;
        nint heads = x.Shape[^3], inner = heads == 1 ? 1 : heads / groups;
        return x.Reshape([.. x.Shape.Sizes[..^3], heads / inner, inner, .. x.Shape.Sizes[^2..]]);
    }
}
