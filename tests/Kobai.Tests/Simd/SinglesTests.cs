using System.Runtime.Intrinsics;
using Kobai.Simd;

namespace Kobai.Tests.Simd;

public unsafe class SinglesTests
{
    [Fact]
    public void Floats_become_doubles_and_back_at_every_width()
    {
        Check<V1<double>>();
        Check<V128<double>>();
        if (Vector256.IsHardwareAccelerated) Check<V256<double>>();
        if (Vector512.IsHardwareAccelerated) Check<V512<double>>();
    }

    static void Check<V>() where V : struct, ISimd<V, double>
    {
        float* x = stackalloc float[9] { 1.5f, -0.1f, float.Epsilon, 3e38f, float.NegativeInfinity, float.NaN, 0, 7, -9 }, y = stackalloc float[9];
        new Span<float>(y, 9).Fill(-1);
        int lanes = (int)V.Count;
        double* wide = stackalloc double[8];
        V.Store(Singles.Load<V>(x), ref *wide, 0);
        for (int i = 0; i < lanes; i++) Assert.Equal((double)x[i], wide[i]);
        // What a double has beyond a float is rounded off.
        Singles.Store(Singles.Load<V>(x) * V.Fill(1 + 1e-10), y);
        Assert.Equal(new ReadOnlySpan<float>(x, lanes), new ReadOnlySpan<float>(y, lanes));
        Assert.Equal(-1, y[lanes]);
    }
}
