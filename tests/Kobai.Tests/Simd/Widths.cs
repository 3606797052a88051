using System.Numerics;
using Kobai.Simd;

namespace Kobai.Tests.Simd;

/// <summary>The same bits at every width, in this process and in every other.</summary>
static class Widths
{
    /// <summary>Fails unless all widths agree and the hashes of the outputs are as expected.</summary>
    public static void Check<F>(string expected) where F : IJudged =>
        Assert.Equal(expected, $"{Hash<F, float>():x16} {Hash<F, double>():x16}");

    static ulong Hash<F, T>() where F : IJudged where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] x = Inputs<T>().ToArray();
        Assert.Equal(0, x.Length % 16);
        ulong hash = Hash<V1<T>>();
        Assert.Equal(hash, Hash<V128<T>>());
        Assert.Equal(hash, Hash<V256<T>>());
        Assert.Equal(hash, Hash<V512<T>>());
        return hash;

        ulong Hash<V>() where V : struct, ISimd<V, T>
        {
            var y = new T[x.Length];
            Accuracy.Run<F, V, T>(x, y);
            return Fingerprint<T>(y);
        }
    }

    /// <summary>Numbers of all kinds: magnitudes from subnormal to infinite, the range of interest, NaN.</summary>
    public static IEnumerable<T> Inputs<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] corners =
        [
            0, 1, 0.5, 2, 1e-40, 1e-310, double.Epsilon, float.Epsilon, 88.72284, 103.97, 709.78, 745.13,
            double.PositiveInfinity, double.NaN, 1e30, 16777217,
        ];
        foreach (double corner in corners)
        {
            yield return T.CreateTruncating(corner);
            yield return T.CreateTruncating(-corner);
        }
        var random = new Random(42);
        for (int i = 0; i < 4000; i++)
        {
            int range = typeof(T) == typeof(float) ? 120 : 1000;
            double sign = random.Next(2) == 0 ? 1 : -1;
            yield return T.CreateTruncating(sign * Math.ScaleB(random.NextDouble(), random.Next(-range, range)));
            yield return T.CreateTruncating(sign * 20 * random.NextDouble());
        }
    }

    /// <summary>A hash of the bits; all NaN count as one.</summary>
    public static ulong Fingerprint<T>(T[] y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ulong hash = 14695981039346656037;
        foreach (T value in y)
        {
            ulong bits = T.IsNaN(value) ? 1UL << 63 | 1
                : BitConverter.DoubleToUInt64Bits(double.CreateTruncating(value));
            hash = (hash ^ bits) * 1099511628211;
            hash ^= hash >> 29;
        }
        return hash;
    }
}
