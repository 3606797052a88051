using System.Collections;

namespace Kobai.Data;

/// <summary>The examples of a dataset in mini-batches; each enumeration is an epoch.</summary>
/// <typeparam name="TTarget"><see cref="Labels"/> for classes, <see cref="Tensor"/> for numbers.</typeparam>
/// <remarks>
/// <para>Orders come from the generator as in PyTorch's <c>DataLoader</c>: the same seed gives the same batches. Each
/// epoch draws a seed, from which random maps draw batch by batch, and then, unless it goes in order, the order.</para>
/// <para>One enumeration at a time: <see cref="GetState"/> speaks of the last one that began.</para>
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
    readonly BatchOptions _options;
    readonly Order _order;
    Epoch? _epoch;
    bool _resumes;

    internal Batches(Dataset<TTarget> data, BatchOptions options, Order order)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Size, "size");
        ArgumentOutOfRangeException.ThrowIfNegative(options.Prefetch, "prefetch");
        (_data, _options, _order) = (data, options, order);
    }

    /// <summary>The number of batches in an epoch.</summary>
    public int Count =>
        _options.DropLast ? _order.Count / _options.Size : (_order.Count + _options.Size - 1) / _options.Size;

    /// <summary>Goes through one epoch, or, after <see cref="SetState"/>, through the rest of one.</summary>
    /// <exception cref="OperationCanceledException">The token of the batches was canceled.</exception>
    public IEnumerator<(Tensor Input, TTarget Target)> GetEnumerator()
    {
        var (epoch, order) = _resumes ? (_epoch!, _order.Again(_epoch!.Start)) : Begin();
        (_epoch, _resumes) = (epoch, false);
        var batches = Make(epoch, order);
        if (_options.Prefetch > 0) batches = Prefetch.Ahead(batches, _options.Prefetch, _options.Cancellation);
        foreach (var batch in batches)
        {
            _options.Cancellation.ThrowIfCancellationRequested();
            _epoch = epoch = epoch with { Done = epoch.Done + 1 };
            yield return batch;
        }
        _epoch = null;
    }

    /// <summary>
    /// The place in the epoch: what <see cref="SetState"/> needs to go on behind the batch that was handed out last. It
    /// holds the state of a generator of one's own; a checkpoint keeps that of <see cref="Generator.Default"/> itself.
    /// </summary>
    /// <example><code>
    /// var shuffled = data.Batches(1, shuffle: true, new Generator(3));
    /// shuffled.First().Target        // [1]
    /// byte[] state = shuffled.GetState();
    /// var resumed = data.Batches(1, shuffle: true, new Generator(0));
    /// resumed.SetState(state);
    /// resumed.Select(batch =&gt; batch.Target)   // [[0], [1], [0]]
    /// </code></example>
    public byte[] GetState()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(_order.Count);
        writer.Write(_options.Size);
        writer.Write(_options.Generator is not null);
        if (_options.Generator is { } own) writer.Write(own.GetState());
        writer.Write(_epoch is not null);
        if (_epoch is { } epoch)
        {
            writer.Write(epoch.Done);
            writer.Write(epoch.Seed);
            writer.Write(epoch.Start);
        }
        return bytes.ToArray();
    }

    /// <summary>Makes the next enumeration go through the batches that were left where <see cref="GetState"/> was
    /// called.</summary>
    /// <exception cref="ArgumentException">The state is of other batches: the count of examples or the size
    /// differs.</exception>
    public void SetState(ReadOnlySpan<byte> state)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(state.ToArray()));
            int count = reader.ReadInt32(), size = reader.ReadInt32();
            if (count != _order.Count || size != _options.Size)
            {
                throw new ArgumentException(
                    $"SetState: the state is of {count} examples in batches of {size}; these are {_order.Count} in batches of {_options.Size}.");
            }
            bool hasOwn = reader.ReadBoolean();
            if (hasOwn != _options.Generator is not null)
            {
                throw new ArgumentException(
                    $"SetState: the state is of batches {(hasOwn ? "with" : "without")} a generator of their own, these are {(hasOwn ? "without" : "with")} one.");
            }
            byte[] own = hasOwn ? ReadGenerator(reader) : [];
            Epoch? epoch = reader.ReadBoolean() ? new(reader.ReadInt32(), reader.ReadInt64(), ReadGenerator(reader)) : null;
            if (epoch is { Done: var done } && (done < 0 || done > Count)) throw new EndOfStreamException();
            _options.Generator?.SetState(own);
            (_epoch, _resumes) = (epoch, epoch is not null);
        }
        catch (EndOfStreamException error)
        {
            throw new ArgumentException("SetState: the bytes are not those of GetState.", error);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // PyTorch's loader draws a seed for its workers, then the order, or without a generator of its own a seed for the
    // order.
    (Epoch, int[]) Begin()
    {
        long seed = (_options.Generator ?? Generator.Default).NextInt64();
        var generator = _options.Generator ?? (_order.IsSeeded ? new Generator(Generator.Default.NextInt64()) : Generator.Default);
        byte[] start = generator.GetState();
        return (new(0, seed, start), _order.Draw(generator));
    }

    // A batch draws from a seed of its own, so that it is the same on any thread and after a resumption.
    IEnumerable<(Tensor Input, TTarget Target)> Make(Epoch epoch, int[] order)
    {
        for (int i = epoch.Done; i < Count; i++)
        {
            int start = i * _options.Size;
            var places = order.AsSpan(start, Math.Min(_options.Size, order.Length - start));
            yield return _data.IsRandom ? _data.Take(places, new Generator(epoch.Seed + i)) : _data.Take(places);
        }
    }

    static byte[] ReadGenerator(BinaryReader reader)
    {
        byte[] state = reader.ReadBytes(Generator.StateLength);
        new Generator(0).SetState(state);
        return state;
    }

    /// <summary>An epoch under way.</summary>
    /// <param name="Done">How many of its batches are handed out.</param>
    /// <param name="Seed">What random maps draw from.</param>
    /// <param name="Start">The state of the generator that the order is drawn from.</param>
    sealed record Epoch(int Done, long Seed, byte[] Start);
}

readonly record struct BatchOptions(
    int Size, Generator? Generator = null, bool DropLast = false, int Prefetch = 0, CancellationToken Cancellation = default);
