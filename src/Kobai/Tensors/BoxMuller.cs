using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Kobai.Simd;

namespace Kobai;

/// <summary>
/// Blocks of sixteen uniform numbers turned into sixteen normal ones: eight radii √(−2 ln(1 − u)) and eight angles 2πv
/// give eight cosines and eight sines (Box and Muller, "A note on the generation of random normal deviates", Annals of
/// Mathematical Statistics 29(2), 1958).
/// </summary>
/// <remarks>
/// The single-precision logarithm, sine and cosine are the polynomials of the Cephes library (Moshier, "Methods and
/// Programs for Mathematical Functions", 1989), evaluated with fused multiply-add: PyTorch's numbers depend on their
/// last bits. Eight lanes are part of the method, so the bits are the same on every processor.
/// </remarks>
static class BoxMuller
{
    public const int Block = 16;

    /// <summary>Sixteen numbers or more; a last block that is not full is drawn anew over the last sixteen.</summary>
    public static void Fill(MersenneTwister twister, Span<float> x, float mean, float deviation)
    {
        twister.Fill(x, 0, 1);
        for (int i = 0; i <= x.Length - Block; i += Block) Transform(x.Slice(i, Block), mean, deviation);
        if (x.Length % Block == 0) return;
        twister.Fill(x[^Block..], 0, 1);
        Transform(x[^Block..], mean, deviation);
    }

    /// <inheritdoc cref="Fill(MersenneTwister, Span{float}, float, float)"/>
    public static void Fill(MersenneTwister twister, Span<double> x, double mean, double deviation)
    {
        twister.Fill(x, 0, 1);
        for (int i = 0; i <= x.Length - Block; i += Block) Transform(x.Slice(i, Block), mean, deviation);
        if (x.Length % Block == 0) return;
        twister.Fill(x[^Block..], 0, 1);
        Transform(x[^Block..], mean, deviation);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transform(Span<float> x, float mean, float deviation)
    {
        ref float start = ref MemoryMarshal.GetReference(x);
        var radius = Vector256.Sqrt(Fill(-2) * Log(Fill(1) - Vector256.LoadUnsafe(ref start)));
        var (sin, cos) = SinCos(Fill(2 * MathF.PI) * Vector256.LoadUnsafe(ref start, 8));
        Fma(radius * cos, Fill(deviation), Fill(mean)).StoreUnsafe(ref start);
        Fma(radius * sin, Fill(deviation), Fill(mean)).StoreUnsafe(ref start, 8);
    }

    [MethodImpl(Jit.Apart)]
    public static void Transform(Span<double> x, double mean, double deviation)
    {
        for (int i = 0; i < Block / 2; i++)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - x[i]));
            double angle = 2 * Math.PI * x[i + (Block / 2)];
            x[i] = Math.FusedMultiplyAdd(radius * Math.Cos(angle), deviation, mean);
            x[i + (Block / 2)] = Math.FusedMultiplyAdd(radius * Math.Sin(angle), deviation, mean);
        }
    }

    /// <summary>ln x for positive x: the exponent times ln 2, and a polynomial of the fraction in [√½, √2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static Vector256<float> Log(Vector256<float> x)
    {
        x = Vector256.Max(x, Vector256.Create(0x00800000).AsSingle()); // the least normal number
        var exponent = Vector256.ConvertToSingle((x.AsInt32() >> 23) - Vector256.Create(126));
        x = ((x.AsInt32() & Vector256.Create(~0x7F800000)) | Vector256.Create(0x3F000000)).AsSingle(); // in [½, 1)

        var small = Vector256.LessThan(x, Fill(0.707106781186547524f));
        exponent -= small & Fill(1);
        x = x - Fill(1) + (small & x);

        var square = x * x;
        var y = Fill(7.0376836292E-2f);
        y = Fma(y, x, Fill(-1.1514610310E-1f));
        y = Fma(y, x, Fill(1.1676998740E-1f));
        y = Fma(y, x, Fill(-1.2420140846E-1f));
        y = Fma(y, x, Fill(1.4249322787E-1f));
        y = Fma(y, x, Fill(-1.6668057665E-1f));
        y = Fma(y, x, Fill(2.0000714765E-1f));
        y = Fma(y, x, Fill(-2.4999993993E-1f));
        y = Fma(y, x, Fill(3.3333331174E-1f));
        y = Fma(y * x, square, exponent * Fill(-2.12194440E-4f)); // ln 2 in two parts
        y = Fma(-square, Fill(0.5f), y);
        return Fma(exponent, Fill(0.693359375f), x + y);
    }

    /// <summary>sin x and cos x for 0 ≤ x ≤ 2π: reduced to [−π/4, π/4] by three parts of π/4, then by octant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static (Vector256<float> Sin, Vector256<float> Cos) SinCos(Vector256<float> x)
    {
        var octant = Vector256.ConvertToInt32(x * Fill(1.27323954473516f));
        octant = (octant + Vector256<int>.One) & Vector256.Create(~1);
        var turns = Vector256.ConvertToSingle(octant);
        x = Fma(turns, Fill(-0.78515625f), x);
        x = Fma(turns, Fill(-2.4187564849853515625E-4f), x);
        x = Fma(turns, Fill(-3.77489497744594108E-8f), x);

        var square = x * x;
        var cos = Fma(Fill(2.443315711809948E-5f), square, Fill(-1.388731625493765E-3f));
        cos = Fma(cos, square, Fill(4.166664568298827E-2f)) * square;
        cos = Fma(cos, square, -(square * Fill(0.5f))) + Fill(1);
        var sin = Fma(Fill(-1.9515295891E-4f), square, Fill(8.3321608736E-3f));
        sin = Fma(sin, square, Fill(-1.6666654611E-1f)) * square;
        sin = Fma(sin, x, x);

        var straight = Vector256.Equals(octant & Vector256.Create(2), Vector256<int>.Zero).AsSingle();
        var sinSign = ((octant & Vector256.Create(4)) << 29).AsSingle();
        var cosSign = (Vector256.AndNot(Vector256.Create(4), octant - Vector256.Create(2)) << 29).AsSingle();
        return (Vector256.ConditionalSelect(straight, sin, cos) ^ sinSign,
            Vector256.ConditionalSelect(straight, cos, sin) ^ cosSign);
    }

    static Vector256<float> Fill(float value) => Vector256.Create(value);

    static Vector256<float> Fma(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Vector256.FusedMultiplyAdd(a, b, c);
}
