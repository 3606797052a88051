namespace Kobai.Versus;

/// <summary>What this machine can do at most with some threads, measured in this run.</summary>
sealed class Limits(int threads)
{
    /// <summary>The size from which on data come from memory, and not from a cache.</summary>
    public const double Memory = 1 << 28;

    readonly Dictionary<int, double> bandwidths = [];

    /// <summary>Floating-point operations per second with fused multiply-add.</summary>
    public double Flops { get; } = Machine.Peak(threads);

    /// <summary>Bytes per second read again and again from data of about this size, in caches or memory as they may lie.</summary>
    public double Bandwidth(double bytes)
    {
        int size = (int)Math.Ceiling(Math.Min(bytes, Memory) / (1 << 20)) << 20;
        if (!bandwidths.TryGetValue(size, out double rate)) bandwidths[size] = rate = Machine.Bandwidth(threads, size);
        return rate;
    }
}
