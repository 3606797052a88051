using FsCheck;
using FsCheck.Fluent;
using Kobai.Data;

namespace Kobai.Tests.Data;

[Collection("alone")]
public sealed class ExampleStreamTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static ExampleStream<Labels> Numbers(int count) =>
        ExampleStream.Of(Enumerable.Range(0, count).Select(i => (Tensor.Full([1, 1], i), Labels.Create([i % 3]))));

    static int[] In(IEnumerable<(Tensor Input, Labels Target)> batches) => [.. batches.SelectMany(batch => Places.In(batch.Input))];

    [Fact]
    public void A_shuffled_stream_has_each_example_once() =>
        Prop.ForAll(Gen.Choose(0, 60).ToArbitrary(), Gen.Choose(1, 80).ToArbitrary(), (count, buffer) =>
        {
            int[] order = In(Numbers(count).Shuffle(buffer, new Generator(buffer)));
            Assert.Equal(Enumerable.Range(0, count), order.Order());
            Assert.Equal(order, In(Numbers(count).Shuffle(buffer, new Generator(buffer)).Batches(7, prefetch: 2)));
            // The k-th to go out is one of the first buffer + k.
            Assert.All(order.Index(), pair => Assert.True(pair.Item < buffer + pair.Index));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Each_enumeration_is_shuffled_anew_and_every_place_is_as_likely()
    {
        var stream = Numbers(4).Shuffle(4, new Generator(1));
        var counts = new int[4, 4];
        for (int i = 0; i < 4000; i++)
        {
            foreach (var (place, number) in In(stream).Index()) counts[place, number]++;
        }
        foreach (int count in counts) Assert.InRange(count, 880, 1120); // 1000 ± 4 deviations
    }

    [Fact]
    public void Maps_filters_and_batches_are_put_one_behind_another()
    {
        var stream = Numbers(10).Filter((_, y) => y[0] == 1).Map(x => x * 10).MapTarget(y => y.OneHot(3));
        Assert.Equal([10f, 40, 70], stream.Batches(2).SelectMany(batch => batch.Input.ToArray<float>()));
        Assert.Equal([0f, 1, 0], stream.First().Target.ToArray<float>());
        Assert.Equal([2, 1], stream.Batches(2).Select(batch => (int)batch.Target.Shape[0]));
        Assert.Single(stream.Batches(2, dropLast: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Batches(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Shuffle(0));
    }

    [Fact]
    public void Cancellation_ends_a_stream()
    {
        using var cancel = new CancellationTokenSource();
        int seen = 0;
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (var _ in Numbers(100).Batches(1, cancellation: cancel.Token))
            {
                if (++seen == 5) cancel.Cancel();
            }
        });
        Assert.Equal(5, seen);
    }

    [Fact]
    public void A_file_of_any_size_takes_the_same_memory()
    {
        string path = _folder["large.csv"];
        const int Rows = 200_000;
        using (var writer = new StreamWriter(path))
        {
            writer.Write("a,b,c,d,y\n");
            for (int i = 0; i < Rows; i++) writer.Write($"{i},{i * 0.5},{i * 0.25},-{i}.125,{i % 10}\n");
        }
        long Most(int rows)
        {
            long most = 0, before = GC.GetTotalMemory(forceFullCollection: true);
            int seen = 0;
            foreach (var (x, _) in Csv.Stream(path, "y").Shuffle(1000, new Generator(1)).Batches(500, prefetch: 2))
            {
                seen += (int)x.Shape[0];
                if (seen % 20_000 == 0) most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
                if (seen >= rows) break;
            }
            Assert.Equal(rows, seen);
            return most;
        }
        long few = Most(20_000), all = Most(Rows);
        Assert.True(new FileInfo(path).Length > 5 << 20);
        Assert.True(all < few + (1 << 20), $"{few} bytes for a tenth of the file, {all} for all of it");
    }
}
