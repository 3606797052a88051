using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Kobai.Versus;

/// <summary>What this machine is, and what it can do at most.</summary>
static class Machine
{
    /// <summary>The processor, as people write it.</summary>
    public static string Processor { get; } = File.ReadLines("/proc/cpuinfo")
        .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown processor";

    /// <summary>The processor and its register width, as a folder may be called.</summary>
    public static string Name { get; } = Hyphenated($"{Processor} {Bits}");

    /// <summary>The widest registers in use, in bits; 64 for one element at a time.</summary>
    public static int Bits =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 64;

    /// <summary>The processor, its register width and its caches, for a heading.</summary>
    public static string Title { get; } = string.Create(CultureInfo.InvariantCulture,
        $"{Processor} ({Environment.ProcessorCount} threads, {Bits}-bit registers, {string.Join(", ", Caches())})");

    /// <summary>Floating-point operations per second of float with fused multiply-add on some threads.</summary>
    public static double Peak(int threads) => Rate(threads, Bits switch
    {
        512 => FusedMultiplyAdd.Run512,
        256 => FusedMultiplyAdd.Run256,
        128 => FusedMultiplyAdd.Run128,
        _ => FusedMultiplyAdd.RunOne,
    });

    /// <summary>Bytes per second read from data of so many bytes by some threads together.</summary>
    public static double Bandwidth(int threads, int bytes)
    {
        int length = bytes / threads / sizeof(float), passes = Math.Max(2, (1 << 26) / bytes);
        var memory = Enumerable.Range(0, threads).Select(_ => GC.AllocateUninitializedArray<float>(length)).ToArray();
        foreach (float[] part in memory) part.AsSpan().Fill(1);
        return Rate(threads, i =>
        {
            float sum = 0;
            for (int k = 0; k < passes; k++) sum += Read(memory[i]);
            return sum > 0 ? (double)passes * length * sizeof(float) : 0;
        });
    }

    // Eight sums, so that none waits for the one before.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static float Read(float[] numbers)
    {
        var x = MemoryMarshal.Cast<float, Vector<float>>(numbers);
        Vector<float> s0 = default, s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
        for (; x.Length >= 8; x = x[8..])
        {
            s0 += x[0];
            s1 += x[1];
            s2 += x[2];
            s3 += x[3];
            s4 += x[4];
            s5 += x[5];
            s6 += x[6];
            s7 += x[7];
        }
        return Vector.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7);
    }

    // The best of several runs: nothing can make a machine faster than it is.
    static double Rate(int threads, Func<int, double> work)
    {
        double best = 0;
        for (int round = 0; round < 11; round++)
        {
            double[] done = new double[threads];
            long start = Stopwatch.GetTimestamp();
            Thread[] team = [.. Enumerable.Range(0, threads).Select(i => new Thread(() => done[i] = work(i)))];
            foreach (var thread in team) thread.Start();
            foreach (var thread in team) thread.Join();
            best = Math.Max(best, done.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return best;
    }

    // Data and unified caches of the first processor, from the level nearest to it outward.
    static IEnumerable<string> Caches()
    {
        const string folder = "/sys/devices/system/cpu/cpu0/cache";
        if (!Directory.Exists(folder)) yield break;
        foreach (string cache in Directory.GetDirectories(folder, "index*").Order(StringComparer.Ordinal))
        {
            string Read(string name) => File.ReadAllText(Path.Combine(cache, name)).Trim();
            if (Read("type") is not "Instruction") yield return $"L{Read("level")} {Read("size").Replace("K", " KiB", StringComparison.Ordinal)}";
        }
    }

    static string Hyphenated(string text)
    {
        string words = string.Concat(text.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        return string.Join('-', words.Split('-', StringSplitOptions.RemoveEmptyEntries));
    }
}
