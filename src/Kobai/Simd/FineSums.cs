using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kobai.Simd;

/// <summary>Sums of doubles as if in twice the precision, with the same bits at every width.</summary>
/// <remarks>
/// Lane j of 16 sums the elements i with i mod 16 = j and keeps what its additions round off.
/// Ogita, Rump and Oishi, Accurate sum and dot product, 2005.
/// </remarks>
static unsafe class FineSums
{
    const int Lanes = 16;

    /// <summary>x₀ + x₁ + … as a number and what is below its last place; 0 below a sum that is not finite.</summary>
    [MethodImpl(Jit.Apart)]
    public static (double High, double Low) Of(double* x, nint n)
    {
        double* lanes = stackalloc double[2 * Lanes];
        new Span<double>(lanes, 2 * Lanes).Clear();
        nint whole = Vector128.IsHardwareAccelerated ? n / Lanes * Lanes : 0;
        if (whole > 0) Whole(x, whole, lanes);
        for (nint i = whole; i < n; i++) Add(ref lanes[i % Lanes], ref lanes[Lanes + i % Lanes], x[i]);

        double high = 0, low = 0;
        for (int j = 0; j < Lanes; j++)
        {
            Add(ref high, ref low, lanes[j]);
            low += lanes[Lanes + j];
        }
        return double.IsFinite(high) ? (high + low, low - (high + low - high)) : (high, 0);
    }

    /// <summary>sum + rest += x₀ + x₁ + …; beside a sum that is not finite the rest is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddAll(ref double sum, ref double rest, double* x, nint n)
    {
        var part = Of(x, n);
        Add(ref sum, ref rest, part.High);
        rest = double.IsFinite(sum) ? rest + part.Low : 0;
    }

    [MethodImpl(Jit.Apart)]
    static void Whole(double* x, nint n, double* lanes)
    {
        var s0 = V256<double>.Broadcast(0);
        V256<double> s1 = s0, s2 = s0, s3 = s0, r0 = s0, r1 = s0, r2 = s0, r3 = s0;
        for (nint i = 0; i < n; i += Lanes)
        {
            Add(ref s0, ref r0, V256<double>.Load(ref x[i], 0));
            Add(ref s1, ref r1, V256<double>.Load(ref x[i], 4));
            Add(ref s2, ref r2, V256<double>.Load(ref x[i], 8));
            Add(ref s3, ref r3, V256<double>.Load(ref x[i], 12));
        }
        V256<double>.Store(s0, ref *lanes, 0);
        V256<double>.Store(s1, ref *lanes, 4);
        V256<double>.Store(s2, ref *lanes, 8);
        V256<double>.Store(s3, ref *lanes, 12);
        V256<double>.Store(r0, ref *lanes, 16);
        V256<double>.Store(r1, ref *lanes, 20);
        V256<double>.Store(r2, ref *lanes, 24);
        V256<double>.Store(r3, ref *lanes, 28);
    }

    [MethodImpl(Jit.Inlined)]
    static void Add(ref V256<double> sum, ref V256<double> rest, V256<double> x)
    {
        var next = sum + x;
        var part = next - sum;
        rest += sum - (next - part) + (x - part);
        sum = next;
    }

    /// <summary>sum + rest += a₀b₀ + a₁b₁ + ….</summary>
    [MethodImpl(Jit.Apart)]
    public static void AddProducts(ref double sum, ref double rest, double* a, double* b, nint n)
    {
        for (nint i = 0; i < n; i++) AddProduct(ref sum, ref rest, a[i], b[i]);
    }

    /// <summary>sum + rest += ab.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddProduct(ref double sum, ref double rest, double a, double b)
    {
        double product = a * b;
        Add(ref sum, ref rest, product);
        rest += Math.FusedMultiplyAdd(a, b, -product);
    }

    /// <summary>sum += x; what the addition rounds off is added to rest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ref double sum, ref double rest, double x)
    {
        double next = sum + x, part = next - sum;
        rest += sum - (next - part) + (x - part);
        sum = next;
    }
}
