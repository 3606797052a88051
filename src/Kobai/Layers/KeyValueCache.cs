namespace Kobai.Layers;

/// <summary>
/// The keys and values of the steps so far of every attention in a model, so that the next step of a generated sequence costs one
/// step and not all of them again.
/// </summary>
/// <remarks>
/// For use inside <c>using (NoGradient.Enter())</c>, with a causal mask; begin a new one for each sequence.
/// <example><code>
/// var layer = new MultiHeadAttention(8, 2);
/// var x = Tensor.Normal([1, 6, 8]);
/// var cache = new KeyValueCache();
/// layer.Forward(x[.., ..5], x[.., ..5], x[.., ..5], AttentionMask.Causal, cache);
/// var last = layer.Forward(x[.., 5..], x[.., 5..], x[.., 5..], AttentionMask.Causal, cache);
/// var whole = layer.Forward(x, x, x, AttentionMask.Causal);
/// (last - whole[.., 5..]).Abs().Max().Item() &lt; 1e-6   // True
/// </code></example>
/// </remarks>
/// <param name="limit">The most steps that are held; the oldest go first. All by default.</param>
public sealed class KeyValueCache(nint? limit = null)
{
    readonly Dictionary<MultiHeadAttention, (Tensor Keys, Tensor Values, nint Seen)> _held = [];

    /// <summary>How many steps are held.</summary>
    public nint Length => _held.Values.Select(held => held.Keys.Shape[^2]).FirstOrDefault();

    /// <summary>How many steps there were for a layer.</summary>
    internal nint Seen(MultiHeadAttention layer) => _held.TryGetValue(layer, out var held) ? held.Seen : 0;

    internal (Tensor Keys, Tensor Values) Add(MultiHeadAttention layer, Tensor keys, Tensor values)
    {
        using var outside = Scope.Outside();
        nint seen = Seen(layer) + keys.Shape[^2];
        if (_held.TryGetValue(layer, out var held))
            (keys, values) = (Tensor.Concatenate(-2, held.Keys, keys), Tensor.Concatenate(-2, held.Values, values));
        else
            (keys, values) = (keys.Clone(), values.Clone());
        nint length = keys.Shape[^2], left = nint.Max(0, length - (limit ?? length));
        if (left > 0) (keys, values) = (keys.Slice(-2, (int)left, ^0), values.Slice(-2, (int)left, ^0));
        _held[layer] = (keys, values, seen);
        return (keys, values);
    }
}
