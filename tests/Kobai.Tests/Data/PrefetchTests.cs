using FsCheck;
using FsCheck.Fluent;
using Kobai.Data;

namespace Kobai.Tests.Data;

public class PrefetchTests
{
    [Fact]
    public void Batches_made_ahead_are_the_same_in_the_same_order() =>
        Prop.ForAll(Gen.Choose(0, 60).ToArbitrary(), Gen.Choose(1, 9).ToArbitrary(), Gen.Choose(1, 5).ToArbitrary(), (count, size, prefetch) =>
        {
            var data = Places.Of(count).Map((x, generator) => x + Tensor.Uniform(x.Shape, generator: generator));
            float[][] Values(int ahead) => [.. data.Batches(size, shuffle: true, new Generator(count), prefetch: ahead).Select(batch => batch.Input.ToArray<float>())];
            Assert.Equal(Values(0), Values(prefetch));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1), InlineData(3)]
    public void No_more_are_made_ahead_than_asked_for(int count)
    {
        int made = 0, taken = 0, most = 0;
        IEnumerable<int> Source()
        {
            for (int i = 0; i < 50; i++)
            {
                most = Math.Max(most, Interlocked.Increment(ref made) - Volatile.Read(ref taken));
                yield return i;
            }
        }
        foreach (int _ in Prefetch.Ahead(Source(), count, default))
        {
            Interlocked.Increment(ref taken);
            Thread.Sleep(1);
        }
        Assert.Equal(50, made);
        Assert.InRange(most, 1, count + 1); // one may be on its way from the queue to the loop
    }

    [Fact]
    public void Items_are_made_while_others_are_in_use()
    {
        using var second = new ManualResetEventSlim();
        IEnumerable<int> Source()
        {
            yield return 1;
            second.Set();
            yield return 2;
        }
        foreach (int _ in Prefetch.Ahead(Source(), 1, default)) Assert.True(second.Wait(10_000));
    }

    [Fact]
    public void An_exception_comes_out_behind_the_items_before_it_with_its_stack()
    {
        var seen = new List<int>();
        var error = Assert.Throws<InvalidDataException>(() => seen.AddRange(Prefetch.Ahead(Broken(), 4, default)));
        Assert.Equal("the third is bad", error.Message);
        Assert.Contains(nameof(Broken), error.StackTrace!, StringComparison.Ordinal);
        seen.Clear();
        Assert.Throws<InvalidDataException>(() => { foreach (int item in Prefetch.Ahead(Broken(), 4, default)) seen.Add(item); });
        Assert.Equal([1, 2], seen);
    }

    [Fact]
    public void The_source_is_disposed_and_its_thread_over_when_the_loop_is_left()
    {
        bool disposed = false;
        IEnumerable<int> Endless()
        {
            try
            {
                for (int i = 0; ; i++) yield return i;
            }
            finally
            {
                disposed = true;
            }
        }
        foreach (int item in Prefetch.Ahead(Endless(), 2, default))
        {
            if (item == 5) break;
        }
        Assert.True(disposed);
    }

    [Theory]
    [InlineData(0), InlineData(2)]
    public void Cancellation_ends_the_loop(int prefetch)
    {
        using var cancel = new CancellationTokenSource();
        int seen = 0;
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (var _ in Places.Of(100).Batches(1, prefetch: prefetch, cancellation: cancel.Token))
            {
                if (++seen == 10) cancel.Cancel();
            }
        });
        Assert.Equal(10, seen);
    }

    [Fact]
    public void A_number_to_prefetch_must_not_be_negative() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Places.Of(3).Batches(1, prefetch: -1));

    static IEnumerable<int> Broken()
    {
        yield return 1;
        yield return 2;
        throw new InvalidDataException("the third is bad");
    }
}
