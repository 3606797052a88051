using System.Runtime.Intrinsics;

namespace Kobai.Simd;

/// <summary>Sums of runs, in double and in a fixed number of lanes, so that every width gives the same bits.</summary>
static unsafe class Sums
{
    const int Lanes = 16;

    /// <summary>x₀ + x₁ + …: lane j sums the elements i with i mod 16 = j, and the lanes are summed pairwise.</summary>
    public static double Of<T>(T* x, nint n) where T : unmanaged
    {
        double* lanes = stackalloc double[Lanes];
        new Span<double>(lanes, Lanes).Clear();
        nint i = 0;
        if (Vector256.IsHardwareAccelerated) i = InRegisters(x, n, lanes);
        for (; i < n; i++) lanes[i % Lanes] += At(x, i);
        for (int half = Lanes / 2; half > 0; half /= 2)
            for (int j = 0; j < half; j++) lanes[j] += lanes[j + half];
        return lanes[0];
    }

    /// <summary>sum[j] += x[j] for a run of columns.</summary>
    public static void AddTo<T>(T* x, double* sum, nint n) where T : unmanaged
    {
        nint i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i <= n - 4; i += 4) (Vector256.Load(sum + i) + Four(x + i)).Store(sum + i);
        }
        for (; i < n; i++) sum[i] += At(x, i);
    }

    static nint InRegisters<T>(T* x, nint n, double* lanes) where T : unmanaged
    {
        var s0 = Vector256<double>.Zero;
        var s1 = Vector256<double>.Zero;
        var s2 = Vector256<double>.Zero;
        var s3 = Vector256<double>.Zero;
        nint i = 0;
        for (; i <= n - Lanes; i += Lanes)
        {
            s0 += Four(x + i);
            s1 += Four(x + i + 4);
            s2 += Four(x + i + 8);
            s3 += Four(x + i + 12);
        }
        s0.Store(lanes);
        s1.Store(lanes + 4);
        s2.Store(lanes + 8);
        s3.Store(lanes + 12);
        return i;
    }

    static Vector256<double> Four<T>(T* x) where T : unmanaged
    {
        if (typeof(T) == typeof(double)) return Vector256.Load((double*)x);
        var (low, high) = Vector128.Widen(Vector128.Load((float*)x));
        return Vector256.Create(low, high);
    }

    static double At<T>(T* x, nint i) where T : unmanaged =>
        typeof(T) == typeof(double) ? ((double*)x)[i] : ((float*)x)[i];
}
