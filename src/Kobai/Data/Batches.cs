using System.Collections;

namespace Kobai.Data;

/// <summary>The examples of a dataset in mini-batches; each enumeration is an epoch.</summary>
/// <typeparam name="TTarget"><see cref="Labels"/> for classes, <see cref="Tensor"/> for numbers.</typeparam>
/// <remarks>
/// Orders come from the generator as in PyTorch's <c>DataLoader(shuffle=True)</c>: the same seed gives the same batches.
/// </remarks>
/// <example><code>
/// var data = Dataset.Of(Tensor.Arange(5), Tensor.Arange(5));
/// Batches&lt;Tensor&gt; batches = data.Batches(2);
/// batches.Count                          // 3
/// batches.Select(batch =&gt; batch.Input)   // [[0, 1], [2, 3], [4]]
/// </code></example>
public sealed class Batches<TTarget> : IEnumerable<(Tensor Input, TTarget Target)>
{
    readonly Dataset<TTarget> _data;
    readonly int _size;
    readonly bool _shuffle, _dropLast;
    readonly Generator? _generator;

    internal Batches(Dataset<TTarget> data, int size, bool shuffle, Generator? generator, bool dropLast)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        (_data, _size, _shuffle, _generator, _dropLast) = (data, size, shuffle, generator, dropLast);
    }

    /// <summary>The number of batches in an epoch.</summary>
    public int Count => _dropLast ? _data.Count / _size : (_data.Count + _size - 1) / _size;

    /// <summary>Goes through one epoch.</summary>
    public IEnumerator<(Tensor Input, TTarget Target)> GetEnumerator()
    {
        int[] order = Order();
        for (int i = 0; i < Count; i++)
        {
            int start = i * _size;
            yield return _data.Take(order.AsSpan(start, Math.Min(_size, order.Length - start)));
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // PyTorch's loader draws a seed for its workers, then one for the order. With a generator of one's own, only the second differs.
    int[] Order()
    {
        if (!_shuffle) return [.. Enumerable.Range(0, _data.Count)];
        if (_generator is { } own)
        {
            own.NextInt64();
            return own.Permutation(_data.Count);
        }
        Generator.Default.NextInt64();
        return new Generator(Generator.Default.NextInt64()).Permutation(_data.Count);
    }
}
