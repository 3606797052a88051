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
    const int Lanes = 16, Rows = 8;

    /// <summary>x₀ + x₁ + …: lane j sums the elements i with i mod 16 = j, and the lanes are summed pairwise.</summary>
    public static double Of<T>(T* x, nint n) where T : unmanaged => Of<Element, T>(default, x, 0, n);

    /// <summary>f(x₀, c) + f(x₁, c) + …, in the order of <see cref="Of{T}(T*, nint)"/>.</summary>
    public static double Of<F, T>(F f, T* x, double c, nint n) where F : struct, ITerm where T : unmanaged
    {
        if (!Vector128.IsHardwareAccelerated) return OneByOne(f, x, c, n);
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
        nint rest = n - i;
        if (rest >= 4) s0 += f.Of(Four(x + i), center);
        if (rest >= 8) s1 += f.Of(Four(x + i + 4), center);
        if (rest >= 12) s2 += f.Of(Four(x + i + 8), center);
        if (rest % 4 == 0) return Total(s0, s1, s2, s3);
        var last = First(rest % 4, f.Of(UpToThree(x + i + rest / 4 * 4, rest % 4), center));
        return rest switch
        {
            < 4 => Total(s0 + last, s1, s2, s3),
            < 8 => Total(s0, s1 + last, s2, s3),
            < 12 => Total(s0, s1, s2 + last, s3),
            _ => Total(s0, s1, s2, s3 + last),
        };
    }

    /// <summary>a₀b₀ + a₁b₁ + …, each product added with one rounding, in the order of <see cref="Of{T}(T*, nint)"/>.</summary>
    public static double OfProducts<T>(T* a, T* b, nint n) where T : unmanaged
    {
        double* lanes = stackalloc double[Lanes];
        new Span<double>(lanes, Lanes).Clear();
        nint i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            V256<double> s0 = V256<double>.Broadcast(0), s1 = s0, s2 = s0, s3 = s0;
            for (; i <= n - Lanes; i += Lanes)
            {
                s0 = V256<double>.Fma(Four(a + i), Four(b + i), s0);
                s1 = V256<double>.Fma(Four(a + i + 4), Four(b + i + 4), s1);
                s2 = V256<double>.Fma(Four(a + i + 8), Four(b + i + 8), s2);
                s3 = V256<double>.Fma(Four(a + i + 12), Four(b + i + 12), s3);
            }
            StoreLanes(s0, s1, s2, s3, lanes);
        }
        for (int j = 0; i < n; i++, j++) lanes[j % Lanes] = Math.FusedMultiplyAdd(At(a + i), At(b + i), lanes[j % Lanes]);
        return Total(lanes);
    }

    /// <summary>a₀ + a₁ + … and a₀(b₀ − c) + a₁(b₁ − c) + … in one visit, each in the order of <see cref="Of{T}(T*, nint)"/>.</summary>
    public static (double Sum, double SumOfProducts) OfBoth<T>(T* a, T* b, double c, nint n) where T : unmanaged =>
        OfBoth(a, b, c, n, areSquares: false);

    /// <summary>(x₀ − c) + (x₁ − c) + … and (x₀ − c)² + (x₁ − c)² + … in one visit, each in the order of <see cref="Of{T}(T*, nint)"/>.</summary>
    public static (double Sum, double SumOfSquares) OfPowers<T>(T* x, double c, nint n) where T : unmanaged =>
        OfBoth(x, x, c, n, areSquares: true);

    // With squares b − c stands for a too.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (double Sum, double SumOfProducts) OfBoth<T>(T* a, T* b, double c, nint n, bool areSquares) where T : unmanaged
    {
        if (!Vector128.IsHardwareAccelerated) return OfBothOneByOne(a, b, c, n, areSquares);
        V256<double> center = V256<double>.Broadcast(c), zero = V256<double>.Broadcast(0);
        V256<double> s0 = zero, s1 = zero, s2 = zero, s3 = zero, p0 = zero, p1 = zero, p2 = zero, p3 = zero;
        nint i = 0;
        for (; i <= n - Lanes; i += Lanes)
        {
            (s0, p0) = Plus(s0, p0, i);
            (s1, p1) = Plus(s1, p1, i + 4);
            (s2, p2) = Plus(s2, p2, i + 8);
            (s3, p3) = Plus(s3, p3, i + 12);
        }
        nint rest = n - i;
        if (rest >= 4) (s0, p0) = Plus(s0, p0, i);
        if (rest >= 8) (s1, p1) = Plus(s1, p1, i + 4);
        if (rest >= 12) (s2, p2) = Plus(s2, p2, i + 8);
        if (rest % 4 != 0)
        {
            i += rest / 4 * 4;
            V256<double> d = First(rest % 4, UpToThree(b + i, rest % 4) - center), e = areSquares ? d : UpToThree(a + i, rest % 4);
            if (rest < 4) (s0, p0) = (s0 + e, V256<double>.Fma(e, d, p0));
            else if (rest < 8) (s1, p1) = (s1 + e, V256<double>.Fma(e, d, p1));
            else if (rest < 12) (s2, p2) = (s2 + e, V256<double>.Fma(e, d, p2));
            else (s3, p3) = (s3 + e, V256<double>.Fma(e, d, p3));
        }
        return (Total(s0, s1, s2, s3), Total(p0, p1, p2, p3));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        (V256<double>, V256<double>) Plus(V256<double> sum, V256<double> products, nint at)
        {
            V256<double> d = Four(b + at) - center, e = areSquares ? d : Four(a + at);
            return (sum + e, V256<double>.Fma(e, d, products));
        }
    }

    static (double Sum, double SumOfProducts) OfBothOneByOne<T>(T* a, T* b, double c, nint n, bool areSquares) where T : unmanaged
    {
        double* sums = stackalloc double[2 * Lanes], products = sums + Lanes;
        new Span<double>(sums, 2 * Lanes).Clear();
        for (nint i = 0; i < n; i++)
        {
            double d = At(b + i) - c, e = areSquares ? d : At(a + i);
            sums[i % Lanes] += e;
            products[i % Lanes] = Math.FusedMultiplyAdd(e, d, products[i % Lanes]);
        }
        return (Total(sums), Total(products));
    }

    /// <summary>sum[j] += x[j] for a run of columns and for each of some rows that lie a stride apart.</summary>
    public static void AddTo<T>(T* x, double* sum, nint n, nint rows = 1, nint stride = 0) where T : unmanaged =>
        AddTo<Element, T>(default, x, sum, sum, n, rows, stride);

    /// <summary>sum[j] += f(x[j], c[j]) for a run of columns and for each of some rows that lie a stride apart.</summary>
    public static void AddTo<F, T>(F f, T* x, double* c, double* sum, nint n, nint rows = 1, nint stride = 0)
        where F : struct, ITerm where T : unmanaged
    {
        nint j = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            for (nint i = 0; i < rows; i += Rows) j = AddRowsTo(f, x + i * stride, c, sum, n, nint.Min(Rows, rows - i), stride);
            for (; j < n; j += 4) AddFourTo(f, x + j, c + j, sum + j, nint.Min(4, n - j), rows, stride);
        }
        for (; j < n; j++)
            for (nint i = 0; i < rows; i++) sum[j] = Added(f, x + j + i * stride, c[j], sum[j]);
    }

    // All but the last n mod 8 columns.
    static nint AddRowsTo<F, T>(F f, T* x, double* c, double* sum, nint n, nint rows, nint stride)
        where F : struct, ITerm where T : unmanaged
    {
        nint j = 0;
        for (; j <= n - 8; j += 8)
        {
            V256<double> c0 = V256<double>.Load(ref c[j], 0), c1 = V256<double>.Load(ref c[j], 4);
            V256<double> s0 = V256<double>.Load(ref sum[j], 0), s1 = V256<double>.Load(ref sum[j], 4);
            T* row = x + j;
            for (nint i = 0; i < rows; i++, row += stride)
            {
                s0 += f.Of(Four(row), c0);
                s1 += f.Of(Four(row + 4), c1);
            }
            V256<double>.Store(s0, ref sum[j], 0);
            V256<double>.Store(s1, ref sum[j], 4);
        }
        return j;
    }

    // Up to four columns: a register that reaches past them reads the next row, whose lanes are not kept.
    static void AddFourTo<F, T>(F f, T* x, double* c, double* sum, nint n, nint rows, nint stride)
        where F : struct, ITerm where T : unmanaged
    {
        double* four = stackalloc double[8];
        for (nint j = 0; j < n; j++) (four[j], four[4 + j]) = (sum[j], c[j]);
        V256<double> s = V256<double>.Load(ref *four, 0), center = V256<double>.Load(ref *four, 4);
        nint i = 0, within = n == 4 ? rows : stride == 0 ? 0 : rows - (3 - n + stride) / stride;
        for (; i < within; i++) s += f.Of(Four(x + i * stride), center);
        V256<double>.Store(s, ref *four, 0);
        for (nint j = 0; j < n; j++)
        {
            sum[j] = four[j];
            for (nint last = i; last < rows; last++) sum[j] = Added(f, x + j + last * stride, c[j], sum[j]);
        }
    }

    /// <summary>sum[j] += a[j] · b[j] for a run of columns.</summary>
    public static void AddProductsTo<T>(T* a, T* b, double* sum, nint n) where T : unmanaged
    {
        nint i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            for (; i <= n - 4; i += 4)
            {
                V256<double>.Store(V256<double>.Fma(Four(a + i), Four(b + i), V256<double>.Load(ref sum[i], 0)), ref sum[i], 0);
            }
        }
        for (; i < n; i++) sum[i] = Math.FusedMultiplyAdd(At(a + i), At(b + i), sum[i]);
    }

    static double OneByOne<F, T>(F f, T* x, double c, nint n) where F : struct, ITerm where T : unmanaged
    {
        double* lanes = stackalloc double[Lanes];
        new Span<double>(lanes, Lanes).Clear();
        for (nint i = 0; i < n; i++) lanes[i % Lanes] = Added(f, x + i, c, lanes[i % Lanes]);
        return Total(lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void StoreLanes(V256<double> s0, V256<double> s1, V256<double> s2, V256<double> s3, double* lanes)
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
    static double Total(V256<double> s0, V256<double> s1, V256<double> s2, V256<double> s3)
    {
        double* lanes = stackalloc double[4];
        V256<double>.Store((s0 + s2) + (s1 + s3), ref *lanes, 0);
        return (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
    }

    // The first n lanes, and 0 in the others.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V256<double> First(nint n, V256<double> x) => V256<double>.Select(
        V256<double>.Less(new(Vector256.Create(0.0, 1, 2, 3)), V256<double>.Broadcast(n)), x, V256<double>.Broadcast(0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V256<double> UpToThree<T>(T* x, nint n) where T : unmanaged =>
        new(Vector256.Create(At(x), n > 1 ? At(x + 1) : 0, n > 2 ? At(x + 2) : 0, 0));

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
