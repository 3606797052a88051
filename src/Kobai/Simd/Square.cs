using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kobai.Simd;

/// <summary>Transposes squares of elements within registers of 256 bits.</summary>
static unsafe class Square
{
    /// <summary>
    /// The side of a square: 8 numbers of 32 bits or 4 of 64; 0 where the processor has no such registers.
    /// </summary>
    public static nint Side<T>() where T : unmanaged => Avx.IsSupported ? Vector256<byte>.Count / sizeof(T) : 0;

    /// <summary>Row i of y = column i of x; rows are the given steps apart.</summary>
    [MethodImpl(Jit.Inlined)]
    public static void Transpose<T>(T* x, nint xStep, T* y, nint yStep) where T : unmanaged
    {
        if (sizeof(T) == sizeof(double)) Transpose4((double*)x, xStep, (double*)y, yStep);
        else Transpose8((float*)x, xStep, (float*)y, yStep);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Transpose4(double* x, nint xStep, double* y, nint yStep) => Store(
        Avx.LoadVector256(x), Avx.LoadVector256(x + xStep),
        Avx.LoadVector256(x + 2 * xStep), Avx.LoadVector256(x + 3 * xStep),
        y, y + yStep, y + 2 * yStep, y + 3 * yStep);

    // Pairs of rows are zipped, so that two floats of a column become one double; the rest is doubles, twice.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Transpose8(float* x, nint xStep, float* y, nint yStep)
    {
        var (a0, b0) = Zip(x, xStep);
        var (a1, b1) = Zip(x + 2 * xStep, xStep);
        var (a2, b2) = Zip(x + 4 * xStep, xStep);
        var (a3, b3) = Zip(x + 6 * xStep, xStep);
        Store(a0, a1, a2, a3, (double*)y, (double*)(y + yStep), (double*)(y + 4 * yStep), (double*)(y + 5 * yStep));
        y += 2 * yStep;
        Store(b0, b1, b2, b3, (double*)y, (double*)(y + yStep), (double*)(y + 4 * yStep), (double*)(y + 5 * yStep));
    }

    [MethodImpl(Jit.Inlined)]
    static (Vector256<double> Low, Vector256<double> High) Zip(float* x, nint xStep)
    {
        var (a, b) = (Avx.LoadVector256(x), Avx.LoadVector256(x + xStep));
        return (Avx.UnpackLow(a, b).AsDouble(), Avx.UnpackHigh(a, b).AsDouble());
    }

    [MethodImpl(Jit.Inlined)]
    static void Store(
        Vector256<double> a, Vector256<double> b, Vector256<double> c, Vector256<double> d,
        double* y0, double* y1, double* y2, double* y3)
    {
        Vector256<double> evenAb = Avx.UnpackLow(a, b), oddAb = Avx.UnpackHigh(a, b);
        Vector256<double> evenCd = Avx.UnpackLow(c, d), oddCd = Avx.UnpackHigh(c, d);
        Avx.Store(y0, Avx.Permute2x128(evenAb, evenCd, 0x20));
        Avx.Store(y1, Avx.Permute2x128(oddAb, oddCd, 0x20));
        Avx.Store(y2, Avx.Permute2x128(evenAb, evenCd, 0x31));
        Avx.Store(y3, Avx.Permute2x128(oddAb, oddCd, 0x31));
    }
}
