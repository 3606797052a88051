using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Kobai.Threads;

/// <summary>The background threads that help with one job at a time.</summary>
/// <remarks>
/// The calling thread works too and never waits for a helper to arrive, only for those that joined to leave. A helper
/// that misses a wake-up therefore costs time, never a result. A helper looks for the next job for a millisecond of its
/// own time, giving way to other threads now and then, and sleeps from then on: to wake a processor that has gone idle can
/// take a host of virtual machines longer than a whole product.
/// <para>
/// Each thread has a share of the chunks that lie side by side, the same of every job like it, so that what it wrote in one
/// job is in its cache in the next; then it takes from the shares of others what is left.
/// </para>
/// </remarks>
static unsafe class Team
{
    public const int MaxHelpers = short.MaxValue;

    const int OnePermit = 1 << 16, ActiveMask = OnePermit - 1;

    // A millisecond of looking. Turns are counted, not time: a helper that had to wait for a processor, perhaps that of the
    // thread it should help, has not looked, and if it slept it would be woken on that processor again.
    const int Looks = 400, Turns = 50;

    static readonly SemaphoreSlim bell = new(0);
    static int taken, size, asleep;

    // Helpers that may still join in the upper half, helpers at work in the lower half. The fields of the job below are
    // written only while this is 0 and read only by helpers that have joined.
    static int gate;

    static delegate*<void*, nint, void> run;
    static void* body;
    static int threads;
    static Share[] shares = new Share[1];
    static Exception? failure;

    /// <summary>Runs the job with at most this many helpers, or returns false if the team has a job already.</summary>
    public static bool TryRun<TBody>(nint chunks, int helpers, ref TBody body) where TBody : struct, IChunkBody
    {
        if (Volatile.Read(ref taken) != 0 || Interlocked.Exchange(ref taken, 1) != 0) return false;
        TBody job = body;
        Exception? thrown;
        try
        {
            helpers = (int)Math.Min(helpers, chunks - 1);
            while (size < helpers) Hire();
            run = &Invoke<TBody>;
            Team.body = Unsafe.AsPointer(ref job);
            threads = helpers + 1;
            for (int i = 0; i < threads; i++) (shares[i].Next, shares[i].End) = (chunks * i / threads, chunks * (i + 1) / threads);
            Interlocked.Exchange(ref gate, helpers * OnePermit);
            Wake(helpers);
            TakeChunks(0);
            Interlocked.And(ref gate, ActiveMask);
            for (SpinWait wait = default; Volatile.Read(ref gate) != 0;) wait.SpinOnce(sleep1Threshold: -1);
            thrown = failure;
            failure = null;
        }
        finally
        {
            Volatile.Write(ref taken, 0);
        }
        if (thrown is not null) ExceptionDispatchInfo.Throw(thrown);
        return true;
    }

    static void Invoke<TBody>(void* body, nint chunk) where TBody : struct, IChunkBody =>
        Unsafe.AsRef<TBody>(body).Run(chunk);

    static void TakeChunks(int thread)
    {
        try
        {
            // The first share is the caller's; helpers that a larger job has hired stand in for those of this one.
            int own = thread == 0 ? 0 : 1 + ((thread - 1) % (threads - 1));
            for (int i = 0; i < threads; i++)
            {
                ref Share share = ref shares[(own + i) % threads];
                for (long chunk; (chunk = Interlocked.Increment(ref share.Next) - 1) < share.End;) run(body, (nint)chunk);
            }
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref failure, e, null);
            for (int i = 0; i < threads; i++) Interlocked.Exchange(ref shares[i].Next, shares[i].End);
        }
    }

    static void Hire()
    {
        int thread = ++size;
        if (shares.Length <= thread) Array.Resize(ref shares, 2 * thread);
        new Thread(() => Help(thread)) { IsBackground = true, Name = "Kobai" }.Start();
    }

    static void Help(int thread)
    {
        while (true)
        {
            for (int turn = 0; turn < Turns; turn++, Thread.Yield())
                for (int look = 0; look < Looks; look++)
                {
                    if (TryJoin())
                    {
                        TakeChunks(thread);
                        Interlocked.Decrement(ref gate);
                        turn = look = 0;
                    }
                    Thread.SpinWait(4);
                }
            Interlocked.Increment(ref asleep);
            bell.Wait();
        }
    }

    static bool TryJoin()
    {
        int seen = Volatile.Read(ref gate);
        return seen >= OnePermit && Interlocked.CompareExchange(ref gate, seen + 1 - OnePermit, seen) == seen;
    }

    static void Wake(int helpers)
    {
        int sleepers = Math.Min(Volatile.Read(ref asleep), helpers);
        if (sleepers == 0) return;
        Interlocked.Add(ref asleep, -sleepers);
        bell.Release(sleepers);
    }

    // Two cache lines of its own.
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    struct Share
    {
        public long Next, End;
    }
}
