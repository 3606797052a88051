using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Kobai.Simd;

namespace Kobai.Products;

/// <summary>Small blocks transposed in 128-bit registers.</summary>
static class Transpose
{
    public static bool IsSupported => Sse2.IsSupported || AdvSimd.Arm64.IsSupported;

    /// <summary>Rows a, b, c, d become columns.</summary>
    [MethodImpl(Jit.Inlined)]
    public static void Block(
        ref Vector128<float> a, ref Vector128<float> b, ref Vector128<float> c, ref Vector128<float> d)
    {
        Vector128<float> evenLow = ZipLow(a, c), evenHigh = ZipHigh(a, c);
        Vector128<float> oddLow = ZipLow(b, d), oddHigh = ZipHigh(b, d);
        a = ZipLow(evenLow, oddLow);
        b = ZipHigh(evenLow, oddLow);
        c = ZipLow(evenHigh, oddHigh);
        d = ZipHigh(evenHigh, oddHigh);
    }

    /// <summary>Rows a, b become columns.</summary>
    [MethodImpl(Jit.Inlined)]
    public static void Block(ref Vector128<double> a, ref Vector128<double> b) => (a, b) = Sse2.IsSupported
        ? (Sse2.UnpackLow(a, b), Sse2.UnpackHigh(a, b))
        : (AdvSimd.Arm64.ZipLow(a, b), AdvSimd.Arm64.ZipHigh(a, b));

    /// <summary>a₀a₁a₂a₃ and b₀b₁b₂b₃ become a₀a₂b₀b₂ and a₁a₃b₁b₃.</summary>
    [MethodImpl(Jit.Inlined)]
    public static void Split(ref Vector128<float> a, ref Vector128<float> b) => (a, b) = Sse.IsSupported
        ? (Sse.Shuffle(a, b, 0b10_00_10_00), Sse.Shuffle(a, b, 0b11_01_11_01))
        : (AdvSimd.Arm64.UnzipEven(a, b), AdvSimd.Arm64.UnzipOdd(a, b));

    /// <summary>a₀a₁a₂a₃ and b₀b₁b₂b₃ become a₀b₀a₁b₁ and a₂b₂a₃b₃.</summary>
    [MethodImpl(Jit.Inlined)]
    public static void Join(ref Vector128<float> a, ref Vector128<float> b) => (a, b) = (ZipLow(a, b), ZipHigh(a, b));

    /// <summary>a₀b₀a₁b₁.</summary>
    [MethodImpl(Jit.Inlined)]
    static Vector128<float> ZipLow(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    /// <summary>a₂b₂a₃b₃.</summary>
    [MethodImpl(Jit.Inlined)]
    static Vector128<float> ZipHigh(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
}
