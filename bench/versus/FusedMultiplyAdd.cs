using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kobai.Versus;

/// <summary>Ten independent chains of fused multiply-adds in registers: as many as a processor can work on at once.</summary>
static class FusedMultiplyAdd
{
    const int Steps = 2_000_000;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Run512(int thread)
    {
        Vector512<float> a = Vector512.Create(0.999f), b = Vector512.Create(1e-3f);
        Vector512<float> s0 = a, s1 = a, s2 = a, s3 = a, s4 = a, s5 = a, s6 = a, s7 = a, s8 = a, s9 = a;
        for (int i = 0; i < Steps; i++)
        {
            s0 = Vector512.FusedMultiplyAdd(s0, a, b);
            s1 = Vector512.FusedMultiplyAdd(s1, a, b);
            s2 = Vector512.FusedMultiplyAdd(s2, a, b);
            s3 = Vector512.FusedMultiplyAdd(s3, a, b);
            s4 = Vector512.FusedMultiplyAdd(s4, a, b);
            s5 = Vector512.FusedMultiplyAdd(s5, a, b);
            s6 = Vector512.FusedMultiplyAdd(s6, a, b);
            s7 = Vector512.FusedMultiplyAdd(s7, a, b);
            s8 = Vector512.FusedMultiplyAdd(s8, a, b);
            s9 = Vector512.FusedMultiplyAdd(s9, a, b);
        }
        return Flops(Vector512.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9), Vector512<float>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Run256(int thread)
    {
        Vector256<float> a = Vector256.Create(0.999f), b = Vector256.Create(1e-3f);
        Vector256<float> s0 = a, s1 = a, s2 = a, s3 = a, s4 = a, s5 = a, s6 = a, s7 = a, s8 = a, s9 = a;
        for (int i = 0; i < Steps; i++)
        {
            s0 = Vector256.FusedMultiplyAdd(s0, a, b);
            s1 = Vector256.FusedMultiplyAdd(s1, a, b);
            s2 = Vector256.FusedMultiplyAdd(s2, a, b);
            s3 = Vector256.FusedMultiplyAdd(s3, a, b);
            s4 = Vector256.FusedMultiplyAdd(s4, a, b);
            s5 = Vector256.FusedMultiplyAdd(s5, a, b);
            s6 = Vector256.FusedMultiplyAdd(s6, a, b);
            s7 = Vector256.FusedMultiplyAdd(s7, a, b);
            s8 = Vector256.FusedMultiplyAdd(s8, a, b);
            s9 = Vector256.FusedMultiplyAdd(s9, a, b);
        }
        return Flops(Vector256.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9), Vector256<float>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Run128(int thread)
    {
        Vector128<float> a = Vector128.Create(0.999f), b = Vector128.Create(1e-3f);
        Vector128<float> s0 = a, s1 = a, s2 = a, s3 = a, s4 = a, s5 = a, s6 = a, s7 = a, s8 = a, s9 = a;
        for (int i = 0; i < Steps; i++)
        {
            s0 = Vector128.FusedMultiplyAdd(s0, a, b);
            s1 = Vector128.FusedMultiplyAdd(s1, a, b);
            s2 = Vector128.FusedMultiplyAdd(s2, a, b);
            s3 = Vector128.FusedMultiplyAdd(s3, a, b);
            s4 = Vector128.FusedMultiplyAdd(s4, a, b);
            s5 = Vector128.FusedMultiplyAdd(s5, a, b);
            s6 = Vector128.FusedMultiplyAdd(s6, a, b);
            s7 = Vector128.FusedMultiplyAdd(s7, a, b);
            s8 = Vector128.FusedMultiplyAdd(s8, a, b);
            s9 = Vector128.FusedMultiplyAdd(s9, a, b);
        }
        return Flops(Vector128.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9), Vector128<float>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double RunOne(int thread)
    {
        float s0 = 1, s1 = 1, s2 = 1, s3 = 1, s4 = 1, s5 = 1, s6 = 1, s7 = 1, s8 = 1, s9 = 1;
        for (int i = 0; i < Steps; i++)
        {
            s0 = MathF.FusedMultiplyAdd(s0, 0.999f, 1e-3f);
            s1 = MathF.FusedMultiplyAdd(s1, 0.999f, 1e-3f);
            s2 = MathF.FusedMultiplyAdd(s2, 0.999f, 1e-3f);
            s3 = MathF.FusedMultiplyAdd(s3, 0.999f, 1e-3f);
            s4 = MathF.FusedMultiplyAdd(s4, 0.999f, 1e-3f);
            s5 = MathF.FusedMultiplyAdd(s5, 0.999f, 1e-3f);
            s6 = MathF.FusedMultiplyAdd(s6, 0.999f, 1e-3f);
            s7 = MathF.FusedMultiplyAdd(s7, 0.999f, 1e-3f);
            s8 = MathF.FusedMultiplyAdd(s8, 0.999f, 1e-3f);
            s9 = MathF.FusedMultiplyAdd(s9, 0.999f, 1e-3f);
        }
        return Flops(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9, 1);
    }

    // The sum is used, so that none of the work can be left out.
    static double Flops(float sum, int lanes) => sum > 0 ? 2.0 * 10 * lanes * Steps : 0;
}
