using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kobai.Judging;
using Kobai.Simd;

namespace Kobai.Tests.Simd;

/// <summary>A function of one argument with its references.</summary>
interface IJudged
{
    static abstract V Value<V>(V x) where V : struct, ISimd<V>;

    static abstract Precise Exact(double x);
}

static class Accuracy
{
    const int Block = 1 << 16;

    static readonly bool Exhaustive =
        string.Equals(Environment.GetEnvironmentVariable("KOBAI_EXHAUSTIVE"), "1", StringComparison.Ordinal);

    // Where functions change their way or leave the range of floats; each is checked with its neighbors.
    static readonly float[] Corners =
    [
        0, float.MaxValue, 1.17549435e-38f, 1, 0.5f, 0.35f, 2.98e-8f, 8, 9.01f, 16.64f, 17.33f, 20, 40, 87, 87.34f,
        88.37f, 88.73f, 103.98f, 104, 1e30f,
    ];

    /// <summary>Fails unless a sample of floats, all if KOBAI_EXHAUSTIVE is 1, is within the bound, in ulp.</summary>
    /// <remarks>The judge is the same function of double, which <see cref="CheckDoubles"/> judges.</remarks>
    public static void CheckFloats<F>(double bound) where F : IJudged
    {
        int stride = Exhaustive ? 1 : Vector128.IsHardwareAccelerated ? 127 : 61007;
        double worst = 0, worstAt = 0;
        Lock gate = new();
        Parallel.For(0, Block, block =>
        {
            uint first = (uint)block << 16;
            (double error, double at) = Worst<F>(first + (uint)(block % stride), stride, (Block + stride - 1) / stride);
            lock (gate)
                if (!(error <= worst)) (worst, worstAt) = (error, at);
        });
        foreach (float corner in Corners)
            foreach (float x in (float[])[corner, -corner])
            {
                (double error, double at) = Worst<F>(BitConverter.SingleToUInt32Bits(x) - 500, 1, 1000);
                if (!(error <= worst)) (worst, worstAt) = (error, at);
            }

        Assert.True(worst <= bound, $"{worst} ulp at {(float)worstAt:R}");
    }

    /// <summary>Fails unless each x is within the bound, in ulp of double.</summary>
    public static void CheckDoubles<F>(double bound, IEnumerable<double> sample) where F : IJudged
    {
        double[] x = sample.ToArray(), y = new double[x.Length], error = new double[x.Length];
        Apply<F, double>(x, y);
        Parallel.For(0, x.Length, i => error[i] = Precise.Decide(() => F.Exact(x[i]).UlpsTo(y[i])));
        double worst = error.Max();
        Assert.True(worst <= bound, $"{worst} ulp at {x[Array.IndexOf(error, worst)]:R}");
    }

    /// <summary>Doubles from low to high, evenly and at random.</summary>
    public static IEnumerable<double> Between(double low, double high, int count = 4000)
    {
        var random = new Random(7);
        for (int i = 0; i < count; i++) yield return low + ((high - low) * random.NextDouble());
    }

    /// <summary>Doubles of all magnitudes from 2^low to 2^high, of both signs.</summary>
    public static IEnumerable<double> Magnitudes(int low, int high, int count = 4000)
    {
        var random = new Random(8);
        for (int i = 0; i < count; i++)
            yield return Math.ScaleB(1 + random.NextDouble(), random.Next(low, high)) * (random.Next(2) == 0 ? 1 : -1);
    }

    public static float Float<F>(float x) where F : IJudged => Scalar<F, float>(x);

    public static double Double<F>(double x) where F : IJudged => Scalar<F, double>(x);

    /// <summary>The function over an array at the machine's width.</summary>
    public static void Apply<F, T>(T[] x, T[] y) where F : IJudged where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) Run<F, V512<T>, T>(x, y);
        else if (Vector256.IsHardwareAccelerated) Run<F, V256<T>, T>(x, y);
        else Run<F, V128<T>, T>(x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<F, V, T>(T[] x, T[] y)
        where F : IJudged where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nuint i = 0;
        for (; i + V.Count <= (nuint)x.Length; i += V.Count) V.Store(F.Value(V.Load(ref x[0], i)), ref y[0], i);
        for (; i < (nuint)x.Length; i++) V1<T>.Store(F.Value(V1<T>.Load(ref x[0], i)), ref y[0], i);
    }

    static T Scalar<F, T>(T x) where F : IJudged where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T y = default;
        V1<T>.Store(F.Value(V1<T>.Broadcast(x)), ref y, 0);
        return y;
    }

    static (double Error, double At) Worst<F>(uint first, int stride, int count) where F : IJudged
    {
        float[] x = new float[count], y = new float[count];
        double[] precise = new double[count], reference = new double[count];
        for (int i = 0; i < count; i++) precise[i] = x[i] = BitConverter.UInt32BitsToSingle(first + (uint)(i * stride));
        Apply<F, float>(x, y);
        Apply<F, double>(precise, reference);
        (double Error, double At) worst = (0, 0);
        for (int i = 0; i < count; i++)
        {
            double error = Ulps(y[i], reference[i]);
            if (!(error <= worst.Error)) worst = (error, x[i]);
        }
        return worst;
    }

    public static double Ulps(float y, double reference)
    {
        float rounded = (float)reference;
        if (float.IsNaN(rounded) && float.IsNaN(y)) return 0;
        if (float.IsNaN(rounded) || float.IsNegative(rounded) != float.IsNegative(y)) return double.PositiveInfinity;
        if (rounded == y) return 0;
        if (float.IsInfinity(rounded)) return double.PositiveInfinity;
        return Math.Abs(y - reference) * Math.ScaleB(1, 23 - Math.Max(Math.ILogB(reference), -126));
    }
}
