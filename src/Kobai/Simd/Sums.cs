using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kobai.Simd;

/// <summary>What a sum adds up.</summary>
interface ITerm
{
    /// <summary>The term of an element, in double precision; c belongs to the sum it goes into.</summary>
    V Of<V>(V x, V c) where V : struct, ISimd<V>;
}

/// <summary>Sums of runs, in double and in a fixed number of lanes, so that every width gives the same bits.</summary>
static unsafe class Sums
{
    const int Lanes = 16;

    /// <summary>x₀ + x₁ + …: lane j sums the elements i with i mod 16 = j, and the lanes are summed pairwise.</summary>
    public static double Of<T>(T* x, nint n) where T : unmanaged => Of<Element, T>(default, x, 0, n);

    /// <summary>f(x₀, c) + f(x₁, c) + …, in the order of <see cref="Of{T}(T*, nint)"/>.</summary>
    public static double Of<F, T>(F f, T* x, double c, nint n) where F : struct, ITerm where T : unmanaged
    {
        double* lanes = stackalloc double[Lanes];
        new Span<double>(lanes, Lanes).Clear();
        nint i = Vector256.IsHardwareAccelerated ? InRegisters(f, x, c, n, lanes) : 0;
        for (int j = 0; i < n; i++, j = (j + 1) % Lanes) lanes[j] = Added(f, x + i, c, lanes[j]);
        return Total(lanes);
    }

    /// <summary>a₀b₀ + a₁b₁ + …, each product added with one rounding, in the order of <see cref="Of{T}(T*, nint)"/>.</summary>
    public static double OfProducts<T>(T* a, T* b, nint n) where T : unmanaged
    {
        double* lanes = stackalloc double[Lanes];
        new Span<double>(lanes, Lanes).Clear();
        nint i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            var s0 = V256<double>.Load(ref *lanes, 0);
            V256<double> s1 = s0, s2 = s0, s3 = s0;
            for (; i <= n - Lanes; i += Lanes)
            {
                s0 = V256<double>.Fma(Four(a + i), Four(b + i), s0);
                s1 = V256<double>.Fma(Four(a + i + 4), Four(b + i + 4), s1);
                s2 = V256<double>.Fma(Four(a + i + 8), Four(b + i + 8), s2);
                s3 = V256<double>.Fma(Four(a + i + 12), Four(b + i + 12), s3);
            }
            Store(lanes, s0, s1, s2, s3);
        }
        for (int j = 0; i < n; i++, j = (j + 1) % Lanes) lanes[j] = Math.FusedMultiplyAdd(At(a + i), At(b + i), lanes[j]);
        return Total(lanes);
    }

    /// <summary>sum[j] += x[j] for a run of columns.</summary>
    public static void AddTo<T>(T* x, double* sum, nint n) where T : unmanaged => AddTo<Element, T>(default, x, sum, sum, n);

    /// <summary>sum[j] += f(x[j], c[j]) for a run of columns.</summary>
    public static void AddTo<F, T>(F f, T* x, double* c, double* sum, nint n) where F : struct, ITerm where T : unmanaged
    {
        nint i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i <= n - 4; i += 4)
            {
                var term = f.Of(Four(x + i), V256<double>.Load(ref c[i], 0));
                V256<double>.Store(V256<double>.Load(ref sum[i], 0) + term, ref sum[i], 0);
            }
        }
        for (; i < n; i++) sum[i] = Added(f, x + i, c[i], sum[i]);
    }

    /// <summary>sum[j] += a[j] · b[j] for a run of columns.</summary>
    public static void AddProductsTo<T>(T* a, T* b, double* sum, nint n) where T : unmanaged
    {
        nint i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i <= n - 4; i += 4)
            {
                V256<double>.Store(V256<double>.Fma(Four(a + i), Four(b + i), V256<double>.Load(ref sum[i], 0)), ref sum[i], 0);
            }
        }
        for (; i < n; i++) sum[i] = Math.FusedMultiplyAdd(At(a + i), At(b + i), sum[i]);
    }

    static nint InRegisters<F, T>(F f, T* x, double c, nint n, double* lanes) where F : struct, ITerm where T : unmanaged
    {
        var center = V256<double>.Broadcast(c);
        var s0 = V256<double>.Broadcast(0);
        V256<double> s1 = s0, s2 = s0, s3 = s0;
        nint i = 0;
        for (; i <= n - Lanes; i += Lanes)
        {
            s0 += f.Of(Four(x + i), center);
            s1 += f.Of(Four(x + i + 4), center);
            s2 += f.Of(Four(x + i + 8), center);
            s3 += f.Of(Four(x + i + 12), center);
        }
        Store(lanes, s0, s1, s2, s3);
        return i;
    }

    static void Store(double* lanes, V256<double> s0, V256<double> s1, V256<double> s2, V256<double> s3)
    {
        V256<double>.Store(s0, ref *lanes, 0);
        V256<double>.Store(s1, ref *lanes, 4);
        V256<double>.Store(s2, ref *lanes, 8);
        V256<double>.Store(s3, ref *lanes, 12);
    }

    static double Total(double* lanes)
    {
        for (int half = Lanes / 2; half > 0; half /= 2)
            for (int j = 0; j < half; j++) lanes[j] += lanes[j + half];
        return lanes[0];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double Added<F, T>(F f, T* x, double c, double sum) where F : struct, ITerm where T : unmanaged
    {
        V1<double>.Store(V1<double>.Broadcast(sum) + f.Of(V1<double>.Broadcast(At(x)), V1<double>.Broadcast(c)), ref sum, 0);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V256<double> Four<T>(T* x) where T : unmanaged => new(typeof(T) == typeof(double)
        ? Vector256.Load((double*)x)
        : Vector256.WidenLower(Vector128.Load((float*)x).ToVector256Unsafe()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double At<T>(T* x) where T : unmanaged => typeof(T) == typeof(double) ? *(double*)x : *(float*)x;

    readonly struct Element : ITerm
    {
        V ITerm.Of<V>(V x, V c) => x;
    }
}
