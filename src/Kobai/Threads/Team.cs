using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Kobai.Threads;

/// <summary>The background threads that help with one job at a time.</summary>
/// <remarks>
/// The calling thread works too and never waits for a helper to arrive, only for those that joined to leave. A helper
/// that misses a wake-up therefore costs time, never a result. A helper looks for the next job for a millisecond of its
/// own time, giving way to other threads now and then, and sleeps from then on: to wake a processor that has gone idle can
/// take a host of virtual machines longer than a whole product.
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
    static long chunks, next;
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
            Team.chunks = chunks;
            next = 0;
            Interlocked.Exchange(ref gate, helpers * OnePermit);
            Wake(helpers);
            TakeChunks();
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

    static void TakeChunks()
    {
        try
        {
            for (long chunk; (chunk = Interlocked.Increment(ref next) - 1) < chunks;) run(body, (nint)chunk);
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref failure, e, null);
            Interlocked.Exchange(ref next, chunks);
        }
    }

    static void Hire()
    {
        new Thread(Help) { IsBackground = true, Name = "Kobai" }.Start();
        size++;
    }

    static void Help()
    {
        while (true)
        {
            for (int turn = 0; turn < Turns; turn++, Thread.Yield())
                for (int look = 0; look < Looks; look++)
                {
                    if (TryJoin())
                    {
                        TakeChunks();
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
}
