using System.Diagnostics;
using System.Globalization;

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kobai.Versus;

/// <summary>What this machine can do at most, measured in this run.</summary>
static class Machine
{
    /// <summary>The processor, as a folder may be called.</summary>
    public static string Name { get; } = ReadName();

    /// <summary>The widest registers in use, in bits.</summary>
    public static int Bits =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 64;

    /// <summary>Floating-point operations per second of float with fused multiply-add on some threads.</summary>
    public static double Peak(int threads) => Bits switch
    {
        512 => Rate(threads, Accumulate512),
        256 => Rate(threads, Accumulate256),
        _ => Rate(threads, Accumulate128),
    };

    /// <summary>Bytes per second read from memory by some threads.</summary>
    public static double Bandwidth(int threads)
    {
        const int length = 1 << 25;
        var memory = Enumerable.Range(0, threads).Select(_ => GC.AllocateUninitializedArray<float>(length)).ToArray();
        foreach (float[] part in memory) part.AsSpan().Fill(1);
        return Rate(threads, i =>
        {
            float sum = 0;
            for (int k = 0; k < 4; k++) sum += System.Numerics.Tensors.TensorPrimitives.Sum<float>(memory[i]);
            return sum > 0 ? 4.0 * 4 * length : 0;
        });
    }

    // The best of several runs: nothing can make a machine faster than it is.
    static double Rate(int threads, Func<int, double> work)
    {
        double best = 0;
        for (int round = 0; round < 7; round++)
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

    const int Steps = 8_000_000;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static double Accumulate512(int thread)
    {
        Vector512<float> a = Vector512.Create(0.999f), b = Vector512.Create(1e-3f);
        Vector512<float> s0 = a, s1 = a, s2 = a, s3 = a, s4 = a, s5 = a, s6 = a, s7 = a, s8 = a, s9 = a;
        for (int i = 0; i < Steps; i++)
        {
            s0 = Vector512.FusedMultiplyAdd(s0, a, b);
            s1 = Vector512.FusedMultiplyAdd(s1, a, b);
            s2 = Vector512.FusedMultiplyAdd(s2, a, b);
            s3 = Vector512.FusedMultiplyAdd(s3, a, b);
            s4 = Vector512.FusedMultiplyAdd(s4, a, b);
            s5 = Vector512.FusedMultiplyAdd(s5, a, b);
            s6 = Vector512.FusedMultiplyAdd(s6, a, b);
            s7 = Vector512.FusedMultiplyAdd(s7, a, b);
            s8 = Vector512.FusedMultiplyAdd(s8, a, b);
            s9 = Vector512.FusedMultiplyAdd(s9, a, b);
        }
        return Flops(Vector512.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9), Vector512<float>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static double Accumulate256(int thread)
    {
        Vector256<float> a = Vector256.Create(0.999f), b = Vector256.Create(1e-3f);
        Vector256<float> s0 = a, s1 = a, s2 = a, s3 = a, s4 = a, s5 = a, s6 = a, s7 = a, s8 = a, s9 = a;
        for (int i = 0; i < Steps; i++)
        {
            s0 = Vector256.FusedMultiplyAdd(s0, a, b);
            s1 = Vector256.FusedMultiplyAdd(s1, a, b);
            s2 = Vector256.FusedMultiplyAdd(s2, a, b);
            s3 = Vector256.FusedMultiplyAdd(s3, a, b);
            s4 = Vector256.FusedMultiplyAdd(s4, a, b);
            s5 = Vector256.FusedMultiplyAdd(s5, a, b);
            s6 = Vector256.FusedMultiplyAdd(s6, a, b);
            s7 = Vector256.FusedMultiplyAdd(s7, a, b);
            s8 = Vector256.FusedMultiplyAdd(s8, a, b);
            s9 = Vector256.FusedMultiplyAdd(s9, a, b);
        }
        return Flops(Vector256.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9), Vector256<float>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static double Accumulate128(int thread)
    {
        Vector128<float> a = Vector128.Create(0.999f), b = Vector128.Create(1e-3f);
        Vector128<float> s0 = a, s1 = a, s2 = a, s3 = a, s4 = a, s5 = a, s6 = a, s7 = a, s8 = a, s9 = a;
        for (int i = 0; i < Steps; i++)
        {
            s0 = Vector128.FusedMultiplyAdd(s0, a, b);
            s1 = Vector128.FusedMultiplyAdd(s1, a, b);
            s2 = Vector128.FusedMultiplyAdd(s2, a, b);
            s3 = Vector128.FusedMultiplyAdd(s3, a, b);
            s4 = Vector128.FusedMultiplyAdd(s4, a, b);
            s5 = Vector128.FusedMultiplyAdd(s5, a, b);
            s6 = Vector128.FusedMultiplyAdd(s6, a, b);
            s7 = Vector128.FusedMultiplyAdd(s7, a, b);
            s8 = Vector128.FusedMultiplyAdd(s8, a, b);
            s9 = Vector128.FusedMultiplyAdd(s9, a, b);
        }
        return Flops(Vector128.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9), Vector128<float>.Count);
    }

    // The sum is used, so that none of the work can be left out.
    static double Flops(float sum, int lanes) => sum > 0 ? 2.0 * 10 * lanes * Steps : 0;

    static string ReadName()
    {
        string model = File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1] ?? "unknown";
        string words = string.Concat(model.Trim().ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        return string.Create(CultureInfo.InvariantCulture, $"{string.Join('-', words.Split('-', StringSplitOptions.RemoveEmptyEntries))}-{Bits}");
    }
}
