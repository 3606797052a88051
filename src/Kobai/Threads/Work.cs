using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Kobai.Threads;

/// <summary>How many threads the library works with.</summary>
/// <remarks>
/// Work is cut into chunks by its size alone, never by the number of threads, so results keep the same bits whatever
/// <see cref="Threads"/> is.
/// </remarks>
public static class Work
{
    /// <summary>
    /// The most threads one operation uses, the calling thread included; 1 never leaves the calling thread. At first the
    /// environment variable <c>KOBAI_THREADS</c>, or else the number of processors.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public static int Threads
    {
        get => threads;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            threads = Math.Min(value, Team.MaxHelpers + 1);
        }
    }

    static int threads = Math.Min(Initial(Environment.GetEnvironmentVariable("KOBAI_THREADS")), Team.MaxHelpers + 1);

    internal static int Initial(string? variable) =>
        int.TryParse(variable, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0
            ? count
            : Environment.ProcessorCount;

    /// <summary>The number of chunks that hold all items: ⌈items / itemsPerChunk⌉.</summary>
    internal static nint Chunks(nint items, nint itemsPerChunk)
    {
        Debug.Assert(items >= 0 && itemsPerChunk > 0);
        return items / itemsPerChunk + (items % itemsPerChunk != 0 ? 1 : 0);
    }

    /// <summary>
    /// Runs the chunks 0 … chunks − 1 in any order on the calling thread and its helpers, and returns when all are done.
    /// The first exception a chunk throws stops the chunks not yet begun and is thrown here.
    /// </summary>
    /// <remarks>
    /// A call from inside a chunk, or while another thread's call has the helpers, runs on the calling thread alone.
    /// The body is a struct so that a call allocates nothing.
    /// </remarks>
    internal static void For<TBody>(nint chunks, TBody body) where TBody : struct, IChunkBody
    {
        if (chunks > 1 && threads > 1 && Team.TryRun(chunks, threads - 1, ref body)) return;
        for (nint chunk = 0; chunk < chunks; chunk++) body.Run(chunk);
    }

    /// <inheritdoc cref="For{TBody}(nint, TBody)"/>
    internal static void For(nint chunks, Action<nint> body) => For(chunks, new Delegated(body));

    readonly struct Delegated(Action<nint> body) : IChunkBody
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run(nint chunk) => body(chunk);
    }
}

/// <summary>What <see cref="Work.For{TBody}(nint, TBody)"/> does with each chunk; several threads call it at once.</summary>
interface IChunkBody
{
    void Run(nint chunk);
}
