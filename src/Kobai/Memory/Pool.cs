using System.Numerics;
using System.Runtime.InteropServices;

namespace Kobai.Memory;

/// <summary>Free native memory, kept by size for the next tensor that needs it.</summary>
/// <remarks>
/// Sizes are rounded up to an eighth of a power of two, so that at most an eighth is wasted and a repeated step of
/// training finds the memory of the step before.
/// </remarks>
static unsafe class Pool
{
    const nuint Alignment = 64, SmallPage = 4096;
    const long SmallestBudget = 256L << 20;

    static readonly Lock s_gate = new();
    static readonly Dictionary<nuint, Stack<nint>> s_free = [];
    static long s_liveBytes, s_liveBlocks, s_budget = SmallestBudget;
    static int s_turn;

    /// <summary>Bytes that tensors hold now.</summary>
    public static long LiveBytes => Volatile.Read(ref s_liveBytes);

    /// <summary>Blocks that tensors hold now.</summary>
    public static long LiveBlocks => Volatile.Read(ref s_liveBlocks);

    /// <summary>Rounds a size up to the size of the block that will serve it.</summary>
    public static nuint RoundUp(nuint bytes)
    {
        nuint step = nuint.Max(Alignment, BitOperations.RoundUpToPowerOf2(bytes + 1) / 16);
        return (bytes + step - 1) / step * step;
    }

    /// <summary>Takes a block; its contents are whatever was there before.</summary>
    public static nint Take(nuint size)
    {
        if (Interlocked.Add(ref s_liveBytes, (long)size) > Volatile.Read(ref s_budget)) Collect();
        Interlocked.Increment(ref s_liveBlocks);
        lock (s_gate)
        {
            if (s_free.TryGetValue(size, out var stack) && stack.TryPop(out nint address)) return address;
        }
        return Allocate(size);
    }

    /// <summary>Gives a block back.</summary>
    public static void Return(nint address, nuint size)
    {
        Interlocked.Add(ref s_liveBytes, -(long)size);
        Interlocked.Decrement(ref s_liveBlocks);
        lock (s_gate)
        {
            if (!s_free.TryGetValue(size, out var stack)) s_free[size] = stack = new();
            stack.Push(address);
        }
    }

    /// <summary>Hands every free block back to the operating system.</summary>
    public static void Trim()
    {
        lock (s_gate)
        {
            foreach (var (size, stack) in s_free)
                while (stack.TryPop(out nint address)) NativeMemory.AlignedFree((void*)Origin(address, size));
            s_free.Clear();
        }
    }

    static nint Allocate(nuint size)
    {
        try
        {
            return Fresh(size);
        }
        catch (OutOfMemoryException)
        {
            Collect();
            Trim();
            return Fresh(size);
        }
    }

    // Large blocks would all lie alike within their pages, where loads wait for stores to the same place of other pages
    // and rows compete for the same lines of the caches: each begins some lines later than the one before.
    static nint Fresh(nuint size)
    {
        if (size < LargePages.Size) return (nint)NativeMemory.AlignedAlloc(size, Alignment);
        nint origin = (nint)NativeMemory.AlignedAlloc(size + SmallPage, LargePages.Size);
        LargePages.Advise(origin, size);
        return origin + (nint)((uint)Interlocked.Increment(ref s_turn) * 13 % (SmallPage / Alignment) * Alignment);
    }

    static nint Origin(nint address, nuint size) => size < LargePages.Size ? address : address & -(nint)LargePages.Size;

    // The collector sees only the small managed side of a tensor, so it would let native memory grow without end.
    static void Collect()
    {
        for (int generation = 0; generation <= GC.MaxGeneration; generation++)
        {
            GC.Collect(generation);
            GC.WaitForPendingFinalizers();
            if (LiveBytes < Volatile.Read(ref s_budget) / 2) return;
        }
        Volatile.Write(ref s_budget, Math.Max(SmallestBudget, 2 * LiveBytes));
    }
}
