using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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
    /// <summary>How many elements ahead of its turn one is fetched.</summary>
    public const int Ahead = 512;

    const int Lanes = 16, Rows = 4, Narrow = 64;

    /// <summary>x₀ + x₁ + … in 32 lanes and then 16, which are summed pairwise.</summary>
    /// <remarks>
    /// Lane j sums the elements i with i mod 32 = j of all whole blocks of 32; lane j + 16 is added to lane j, and the last
    /// elements to lane i mod 16.
    /// </remarks>
    public static double Of<T>(T* x, nint n) where T : unmanaged => Of<Element, T>(default, x, 0, n);

    /// <summary>f(x₀, c) + f(x₁, c) + …, in the order of <see cref="Of{T}(T*, nint)"/>.</summary>
    [MethodImpl(Jit.Apart)]
    public static double Of<F, T>(F f, T* x, double c, nint n) where F : struct, ITerm where T : unmanaged
    {
        if (!Vector128.IsHardwareAccelerated) return OneByOne(f, x, c, n);
        var center = Vector256.Create(c);
        Vector256<double> one = Vector256.Create(1.0), s0 = default, s1 = default, s2 = default, s3 = default;
        Vector256<double> s4 = default, s5 = default, s6 = default, s7 = default;
        nint i = 0;
        for (; i <= n - 2 * Lanes; i += 2 * Lanes)
        {
            Fetch(x + i + Ahead);
            Fetch(x + i + Ahead + Lanes);
            s0 = Plus(s0, Term(f, x + i, center), one);
            s1 = Plus(s1, Term(f, x + i + 4, center), one);
            s2 = Plus(s2, Term(f, x + i + 8, center), one);
            s3 = Plus(s3, Term(f, x + i + 12, center), one);
            s4 = Plus(s4, Term(f, x + i + 16, center), one);
            s5 = Plus(s5, Term(f, x + i + 20, center), one);
            s6 = Plus(s6, Term(f, x + i + 24, center), one);
            s7 = Plus(s7, Term(f, x + i + 28, center), one);
        }
        (s0, s1, s2, s3) = (s0 + s4, s1 + s5, s2 + s6, s3 + s7);
        for (; i <= n - Lanes; i += Lanes)
        {
            s0 += Term(f, x + i, center);
            s1 += Term(f, x + i + 4, center);
            s2 += Term(f, x + i + 8, center);
            s3 += Term(f, x + i + 12, center);
        }
        nint rest = n - i;
        if (rest >= 4) s0 += Term(f, x + i, center);
        if (rest >= 8) s1 += Term(f, x + i + 4, center);
        if (rest >= 12) s2 += Term(f, x + i + 8, center);
        if (rest % 4 == 0) return Total(s0, s1, s2, s3);
        var last = First(rest % 4, Term(f, UpToThree(x + i + rest / 4 * 4, rest % 4), center));
        return rest switch
        {
            < 4 => Total(s0 + last, s1, s2, s3),
            < 8 => Total(s0, s1 + last, s2, s3),
            < 12 => Total(s0, s1, s2 + last, s3),
            _ => Total(s0, s1, s2, s3 + last),
        };
    }

    /// <summary>
    /// a₀b₀ + a₁b₁ + …, each product added with one rounding: lane j sums the products i with i mod 16 = j, and the lanes are
    /// summed pairwise.
    /// </summary>
    [MethodImpl(Jit.Apart)]
    public static double OfProducts<T>(T* a, T* b, nint n) where T : unmanaged
    {
        double* lanes = stackalloc double[Lanes];
        new Span<double>(lanes, Lanes).Clear();
        nint i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
            for (; i <= n - Lanes; i += Lanes)
            {
                Fetch(a + i + Ahead);
                Fetch(b + i + Ahead);
                s0 = Vector256.FusedMultiplyAdd(Four(a + i), Four(b + i), s0);
                s1 = Vector256.FusedMultiplyAdd(Four(a + i + 4), Four(b + i + 4), s1);
                s2 = Vector256.FusedMultiplyAdd(Four(a + i + 8), Four(b + i + 8), s2);
                s3 = Vector256.FusedMultiplyAdd(Four(a + i + 12), Four(b + i + 12), s3);
            }
            Store(s0, s1, s2, s3, lanes);
        }
        for (int j = 0; i < n; i++, j++) lanes[j % Lanes] = Math.FusedMultiplyAdd(At(a + i), At(b + i), lanes[j % Lanes]);
        return Total(lanes);
    }

    /// <summary>a₀ + a₁ + … and a₀(b₀ − c) + a₁(b₁ − c) + … in one visit, each in the order of <see cref="OfProducts"/>.</summary>
    public static (double Sum, double SumOfProducts) OfBoth<T>(T* a, T* b, double c, nint n) where T : unmanaged =>
        OfBoth(a, b, c, n, areSquares: false);

    /// <summary>(x₀ − c) + (x₁ − c) + … and (x₀ − c)² + (x₁ − c)² + … in one visit, each in the order of <see cref="OfProducts"/>.</summary>
    public static (double Sum, double SumOfSquares) OfPowers<T>(T* x, double c, nint n) where T : unmanaged =>
        OfBoth(x, x, c, n, areSquares: true);

    // With squares b − c stands for a too.
    [MethodImpl(Jit.Inlined)]
    static (double Sum, double SumOfProducts) OfBoth<T>(T* a, T* b, double c, nint n, bool areSquares) where T : unmanaged
    {
        if (!Vector128.IsHardwareAccelerated) return OfBothOneByOne(a, b, c, n, areSquares);
        Vector256<double> center = Vector256.Create(c), s0 = default, s1 = default, s2 = default, s3 = default;
        Vector256<double> one = Vector256.Create(1.0), p0 = default, p1 = default, p2 = default, p3 = default;
        nint i = 0;
        for (; i <= n - Lanes; i += Lanes)
        {
            if (!areSquares) Fetch(a + i + Ahead);
            Fetch(b + i + Ahead);
            Vector256<double> d0 = Four(b + i) - center, e0 = areSquares ? d0 : Four(a + i);
            s0 = Plus(s0, e0, one);
            p0 = Vector256.FusedMultiplyAdd(e0, d0, p0);
            Vector256<double> d1 = Four(b + i + 4) - center, e1 = areSquares ? d1 : Four(a + i + 4);
            s1 = Plus(s1, e1, one);
            p1 = Vector256.FusedMultiplyAdd(e1, d1, p1);
            Vector256<double> d2 = Four(b + i + 8) - center, e2 = areSquares ? d2 : Four(a + i + 8);
            s2 = Plus(s2, e2, one);
            p2 = Vector256.FusedMultiplyAdd(e2, d2, p2);
            Vector256<double> d3 = Four(b + i + 12) - center, e3 = areSquares ? d3 : Four(a + i + 12);
            s3 = Plus(s3, e3, one);
            p3 = Vector256.FusedMultiplyAdd(e3, d3, p3);
        }
        nint rest = n - i;
        if (rest >= 4) (s0, p0) = Both(s0, p0, i);
        if (rest >= 8) (s1, p1) = Both(s1, p1, i + 4);
        if (rest >= 12) (s2, p2) = Both(s2, p2, i + 8);
        if (rest % 4 != 0)
        {
            i += rest / 4 * 4;
            var d = First(rest % 4, UpToThree(b + i, rest % 4) - center);
            var e = areSquares ? d : UpToThree(a + i, rest % 4);
            if (rest < 4) (s0, p0) = (s0 + e, Vector256.FusedMultiplyAdd(e, d, p0));
            else if (rest < 8) (s1, p1) = (s1 + e, Vector256.FusedMultiplyAdd(e, d, p1));
            else if (rest < 12) (s2, p2) = (s2 + e, Vector256.FusedMultiplyAdd(e, d, p2));
            else (s3, p3) = (s3 + e, Vector256.FusedMultiplyAdd(e, d, p3));
        }
        return (Total(s0, s1, s2, s3), Total(p0, p1, p2, p3));

        [MethodImpl(Jit.Inlined)]
        (Vector256<double>, Vector256<double>) Both(Vector256<double> sum, Vector256<double> products, nint at)
        {
            Vector256<double> d = Four(b + at) - center, e = areSquares ? d : Four(a + at);
            return (sum + e, Vector256.FusedMultiplyAdd(e, d, products));
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
        AddTo<Element, T>(default, x, null, sum, n, rows, stride);

    /// <summary>
    /// sum[j] += f(x[j], c[j]) for a run of columns and for each of some rows that lie a stride apart; c may be null if f
    /// does not look at it.
    /// </summary>
    [MethodImpl(Jit.Apart)]
    public static void AddTo<F, T>(F f, T* x, double* c, double* sum, nint n, nint rows = 1, nint stride = 0)
        where F : struct, ITerm where T : unmanaged
    {
        nint j = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            nint together = n < Narrow ? rows : Rows;
            for (nint i = 0; i < rows; i += together)
            {
                j = AddRowsTo(f, x + i * stride, c, sum, n, nint.Min(together, rows - i), stride);
            }
            for (; j < n; j += 8) AddEightTo(f, x + j, c == null ? null : c + j, sum + j, nint.Min(8, n - j), rows, stride);
        }
        for (; j < n; j++)
            for (nint i = 0; i < rows; i++) sum[j] = Added(f, x + j + i * stride, c == null ? 0 : c[j], sum[j]);
    }

    // All but the last n mod 16 columns.
    [MethodImpl(Jit.Apart)]
    static nint AddRowsTo<F, T>(F f, T* x, double* c, double* sum, nint n, nint rows, nint stride)
        where F : struct, ITerm where T : unmanaged
    {
        var one = Vector256.Create(1.0);
        nint j = 0;
        for (; j <= n - 16; j += 16)
        {
            Vector256<double> c0 = default, c1 = default, c2 = default, c3 = default;
            if (c != null) (c0, c1, c2, c3) = (Four(c + j), Four(c + j + 4), Four(c + j + 8), Four(c + j + 12));
            Vector256<double> s0 = Four(sum + j), s1 = Four(sum + j + 4), s2 = Four(sum + j + 8), s3 = Four(sum + j + 12);
            T* row = x + j;
            for (nint i = 0; i < rows; i++, row += stride)
            {
                s0 = Plus(s0, Term(f, row, c0), one);
                s1 = Plus(s1, Term(f, row + 4, c1), one);
                s2 = Plus(s2, Term(f, row + 8, c2), one);
                s3 = Plus(s3, Term(f, row + 12, c3), one);
            }
            Store(s0, s1, s2, s3, sum + j);
        }
        return j;
    }

    // Up to eight columns: registers that reach past them read the next row, whose lanes are not kept.
    [MethodImpl(Jit.Apart)]
    static void AddEightTo<F, T>(F f, T* x, double* c, double* sum, nint n, nint rows, nint stride)
        where F : struct, ITerm where T : unmanaged
    {
        double* eight = stackalloc double[16];
        for (nint j = 0; j < n; j++) (eight[j], eight[8 + j]) = (sum[j], c == null ? 0 : c[j]);
        Vector256<double> c0 = Four(eight + 8), c1 = Four(eight + 12), s0 = Four(eight), s1 = Four(eight + 4);
        nint i = 0, within = n == 8 ? rows : stride == 0 ? 0 : rows - (7 - n + stride) / stride;
        for (; i < within; i++)
        {
            s0 += Term(f, x + i * stride, c0);
            s1 += Term(f, x + i * stride + 4, c1);
        }
        s0.Store(eight);
        s1.Store(eight + 4);
        for (nint j = 0; j < n; j++)
        {
            sum[j] = eight[j];
            for (nint last = i; last < rows; last++) sum[j] = Added(f, x + j + last * stride, eight[8 + j], sum[j]);
        }
    }

    /// <summary>sum[j] += a[j] · b[j] for a run of columns.</summary>
    [MethodImpl(Jit.Apart)]
    public static void AddProductsTo<T>(T* a, T* b, double* sum, nint n) where T : unmanaged
    {
        nint i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            for (; i <= n - 4; i += 4)
            {
                Vector256.FusedMultiplyAdd(Four(a + i), Four(b + i), Four(sum + i)).Store(sum + i);
            }
        }
        for (; i < n; i++) sum[i] = Math.FusedMultiplyAdd(At(a + i), At(b + i), sum[i]);
    }

    static double OneByOne<F, T>(F f, T* x, double c, nint n) where F : struct, ITerm where T : unmanaged
    {
        double* lanes = stackalloc double[2 * Lanes];
        new Span<double>(lanes, 2 * Lanes).Clear();
        nint i = 0;
        for (; i < n / (2 * Lanes) * (2 * Lanes); i++) lanes[i % (2 * Lanes)] = Added(f, x + i, c, lanes[i % (2 * Lanes)]);
        for (int j = 0; j < Lanes; j++) lanes[j] += lanes[j + Lanes];
        for (; i < n; i++) lanes[i % Lanes] = Added(f, x + i, c, lanes[i % Lanes]);
        return Total(lanes);
    }

    // sum + term: as a fused multiply-add it leaves the adders to the conversions from float.
    [MethodImpl(Jit.Inlined)]
    static Vector256<double> Plus(Vector256<double> sum, Vector256<double> term, Vector256<double> one) =>
        Fma.IsSupported ? Vector256.FusedMultiplyAdd(term, one, sum) : sum + term;

    [MethodImpl(Jit.Inlined)]
    static Vector256<double> Term<F, T>(F f, T* x, Vector256<double> c) where F : struct, ITerm where T : unmanaged =>
        Term(f, Four(x), c);

    [MethodImpl(Jit.Inlined)]
    static Vector256<double> Term<F>(F f, Vector256<double> x, Vector256<double> c) where F : struct, ITerm =>
        Unsafe.BitCast<V256<double>, Vector256<double>>(f.Of(new V256<double>(x), new V256<double>(c)));

    /// <summary>Brings what is at an address, which may be of nothing, into the first-level cache.</summary>
    [MethodImpl(Jit.Inlined)]
    public static void Fetch(void* x)
    {
        if (Sse.IsSupported) Sse.Prefetch0(x);
    }

    [MethodImpl(Jit.Inlined)]
    static void Store(Vector256<double> s0, Vector256<double> s1, Vector256<double> s2, Vector256<double> s3, double* to)
    {
        s0.Store(to);
        s1.Store(to + 4);
        s2.Store(to + 8);
        s3.Store(to + 12);
    }

    [MethodImpl(Jit.Apart)]
    static double Total(double* lanes)
    {
        for (int half = Lanes / 2; half > 0; half /= 2)
            for (int j = 0; j < half; j++) lanes[j] += lanes[j + half];
        return lanes[0];
    }

    [MethodImpl(Jit.Inlined)]
    static double Total(Vector256<double> s0, Vector256<double> s1, Vector256<double> s2, Vector256<double> s3)
    {
        var four = (s0 + s2) + (s1 + s3);
        var two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }

    // The first n lanes, and 0 in the others.
    [MethodImpl(Jit.Inlined)]
    static Vector256<double> First(nint n, Vector256<double> x) =>
        x & Vector256.LessThan(Vector256.Create(0.0, 1, 2, 3), Vector256.Create((double)n));

    [MethodImpl(Jit.Inlined)]
    static Vector256<double> UpToThree<T>(T* x, nint n) where T : unmanaged =>
        Vector256.Create(At(x), n > 1 ? At(x + 1) : 0, n > 2 ? At(x + 2) : 0, 0);

    [MethodImpl(Jit.Inlined)]
    static double Added<F, T>(F f, T* x, double c, double sum) where F : struct, ITerm where T : unmanaged
    {
        V1<double>.Store(V1<double>.Broadcast(sum) + f.Of(V1<double>.Broadcast(At(x)), V1<double>.Broadcast(c)), ref sum, 0);
        return sum;
    }

    /// <summary>Four elements in double precision.</summary>
    [MethodImpl(Jit.Inlined)]
    public static Vector256<double> Four<T>(T* x) where T : unmanaged => typeof(T) == typeof(double)
        ? Vector256.Load((double*)x)
        : Avx.IsSupported
            ? Avx.ConvertToVector256Double(Vector128.Load((float*)x))
            : Vector256.WidenLower(Vector128.Load((float*)x).ToVector256Unsafe());

    [MethodImpl(Jit.Inlined)]
    static double At<T>(T* x) where T : unmanaged => typeof(T) == typeof(double) ? *(double*)x : *(float*)x;

    readonly struct Element : ITerm
    {
        V ITerm.Of<V>(V x, V c) => x;
    }
}
