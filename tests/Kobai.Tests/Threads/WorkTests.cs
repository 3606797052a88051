using System.Collections.Concurrent;
using Kobai.Threads;

namespace Kobai.Tests.Threads;

[Collection(nameof(WorkTests))]
[CollectionDefinition(nameof(WorkTests), DisableParallelization = true)]
public sealed class WorkTests : IDisposable
{
    readonly int threads = Work.Threads;

    public void Dispose() => Work.Threads = threads;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_chunk_runs_exactly_once(int threads)
    {
        Work.Threads = threads;
        for (int chunks = 0; chunks < 300; chunks++)
        {
            int[] runs = new int[chunks];
            Work.For(chunks, chunk => Interlocked.Increment(ref runs[chunk]));
            Assert.All(runs, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void One_thread_never_leaves_the_calling_thread()
    {
        Work.Threads = 1;
        int caller = Environment.CurrentManagedThreadId;
        Work.For(1000, _ => Assert.Equal(caller, Environment.CurrentManagedThreadId));
    }

    [Fact]
    public void Several_threads_work_at_the_same_time()
    {
        Work.Threads = 3;
        Thread.Sleep(50);
        using Barrier meeting = new(3);
        Work.For(3, _ => Assert.True(meeting.SignalAndWait(TimeSpan.FromSeconds(30))));
    }

    [Fact]
    public void Each_thread_begins_with_a_share_of_its_own_so_that_its_cache_knows_it_from_the_job_before()
    {
        Work.Threads = 2;
        using Barrier meeting = new(2);
        for (int job = 0; job < 3; job++)
        {
            ConcurrentBag<nint> first = [];
            int met = 0;
            Work.For(100, chunk =>
            {
                if (Interlocked.Increment(ref met) > 2) return;
                first.Add(chunk);
                Assert.True(meeting.SignalAndWait(TimeSpan.FromSeconds(30)));
            });
            Assert.Equal([0, 50], first.Order());
        }
    }

    [Fact]
    public void Never_more_threads_than_asked_for_even_when_the_team_is_larger()
    {
        Work.Threads = 6;
        Work.For(100, _ => Thread.SpinWait(10));
        Work.Threads = 2;
        int active = 0, most = 0;
        Lock gate = new();
        Work.For(200, _ =>
        {
            int now = Interlocked.Increment(ref active);
            lock (gate) most = Math.Max(most, now);
            Thread.Sleep(0);
            Interlocked.Decrement(ref active);
        });
        Assert.InRange(most, 1, 2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void An_exception_reaches_the_caller_and_the_team_lives_on(int threads)
    {
        Work.Threads = threads;
        for (int round = 0; round < 50; round++)
        {
            var thrown = Assert.Throws<InvalidOperationException>(() => Work.For(64, chunk =>
            {
                if (chunk == 7) throw new InvalidOperationException("chunk 7");
            }));
            Assert.Equal("chunk 7", thrown.Message);
            int done = 0;
            Work.For(64, _ => Interlocked.Increment(ref done));
            Assert.Equal(64, done);
        }
    }

    [Fact]
    public void A_call_inside_a_chunk_runs_on_the_thread_of_that_chunk()
    {
        Work.Threads = 4;
        int inner = 0;
        Work.For(16, _ =>
        {
            int outer = Environment.CurrentManagedThreadId;
            Work.For(16, _ =>
            {
                Assert.Equal(outer, Environment.CurrentManagedThreadId);
                Interlocked.Increment(ref inner);
            });
        });
        Assert.Equal(256, inner);
    }

    [Fact]
    public void Callers_on_different_threads_do_not_disturb_one_another()
    {
        Work.Threads = 4;
        const int Callers = 4, Rounds = 500, Chunks = 20;
        long[] sums = new long[Callers];
        var callers = Enumerable.Range(0, Callers).Select(caller => new Thread(() =>
        {
            for (int round = 0; round < Rounds; round++)
                Work.For(Chunks, chunk => Interlocked.Add(ref sums[caller], caller * 1000 + (int)chunk));
        })).ToList();
        callers.ForEach(caller => caller.Start());
        callers.ForEach(caller => caller.Join());
        for (int caller = 0; caller < Callers; caller++)
            Assert.Equal(Rounds * (Chunks * caller * 1000 + Chunks * (Chunks - 1) / 2), sums[caller]);
    }

    [Fact]
    public void Helpers_wake_again_after_they_have_gone_to_sleep()
    {
        Work.Threads = 2;
        for (int round = 0; round < 3; round++)
        {
            Thread.Sleep(50);
            using Barrier meeting = new(2);
            Work.For(2, _ => Assert.True(meeting.SignalAndWait(TimeSpan.FromSeconds(30))));
        }
    }

    [Fact]
    public void A_struct_body_allocates_nothing()
    {
        Work.Threads = 2;
        Tally tally = new(new int[64]);
        Work.For(64, tally);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 100; round++) Work.For(64, tally);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.All(tally.Runs, count => Assert.Equal(101, count));
    }

    readonly record struct Tally(int[] Runs) : IChunkBody
    {
        public void Run(nint chunk) => Runs[chunk]++;
    }

    [Theory]
    [InlineData(0, 8, 0)]
    [InlineData(1, 8, 1)]
    [InlineData(8, 8, 1)]
    [InlineData(9, 8, 2)]
    [InlineData(17, 1, 17)]
    public void Chunks_is_the_quotient_rounded_up(int items, int itemsPerChunk, int chunks) =>
        Assert.Equal(chunks, Work.Chunks(items, itemsPerChunk));

    [Theory]
    [InlineData("3", 3)]
    [InlineData("1", 1)]
    public void The_environment_sets_the_number_of_threads(string variable, int expected) =>
        Assert.Equal(expected, Work.Initial(variable));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-2")]
    [InlineData("many")]
    public void Anything_but_a_count_leaves_the_number_of_processors(string? variable) =>
        Assert.Equal(Environment.ProcessorCount, Work.Initial(variable));

    [Fact]
    public void Fewer_than_one_thread_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Work.Threads = 0);
        Assert.Equal(threads, Work.Threads);
    }
}
