using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kobai.Simd;
using Kobai.Threads;

namespace Kobai.Optimizers;

/// <summary>A step of one weight: the paper's lines in the paper's letters.</summary>
interface IStep
{
    /// <summary>Changes the weight w and the states a, b, c by the gradient g.</summary>
    void Step<V>(ref V w, V g, ref V a, ref V b, ref V c) where V : struct, ISimd<V>;
}

/// <summary>Runs a step over a whole parameter in one visit.</summary>
static unsafe class Fused
{
    const nint Chunk = 1 << 15;

    /// <summary>Changes w and those of the states that are given.</summary>
    public static void Run<F>(F f, Tensor w, Tensor g, Tensor? a = null, Tensor? b = null, Tensor? c = null) where F : struct, IStep
    {
        g = g.Contiguous();
        if (w.DType == DType.Float32) Run<F, float>(f, w, g, a, b, c);
        else Run<F, double>(f, w, g, a, b, c);
        foreach (var used in (ReadOnlySpan<Tensor?>)[w, g, a, b, c]) GC.KeepAlive(used);
    }

    static void Run<F, T>(F f, Tensor w, Tensor g, Tensor? a, Tensor? b, Tensor? c)
        where F : struct, IStep where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* pw = &w.Start<T>(), pg = &g.Start<T>())
        fixed (T* pa = &Tensor.StartOrNull<T>(a), pb = &Tensor.StartOrNull<T>(b), pc = &Tensor.StartOrNull<T>(c))
        {
            if (w.Count <= Chunk) Range(f, pw, pg, pa, pb, pc, 0, w.Count);
            else InChunks(f, pw, pg, pa, pb, pc, w.Count);
        }
    }

    static void InChunks<F, T>(F f, T* w, T* g, T* a, T* b, T* c, nint count)
        where F : struct, IStep where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Work.For(Work.Chunks(count, Chunk), i => Range(f, w, g, a, b, c, i * Chunk, nint.Min(count, (i + 1) * Chunk)));

    static void Range<F, T>(F f, T* w, T* g, T* a, T* b, T* c, nint start, nint end)
        where F : struct, IStep where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) Range<F, V512<T>, T>(f, w, g, a, b, c, start, end);
        else if (Vector256.IsHardwareAccelerated) Range<F, V256<T>, T>(f, w, g, a, b, c, start, end);
        else if (Vector128.IsHardwareAccelerated) Range<F, V128<T>, T>(f, w, g, a, b, c, start, end);
        else Range<F, V1<T>, T>(f, w, g, a, b, c, start, end);
    }

    static void Range<F, V, T>(F f, T* w, T* g, T* a, T* b, T* c, nint i, nint end)
        where F : struct, IStep where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (; i <= end - (nint)V.Count; i += (nint)V.Count) At<F, V, T>(f, w, g, a, b, c, i);
        for (; i < end; i++) At<F, V1<T>, T>(f, w, g, a, b, c, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void At<F, V, T>(F f, T* w, T* g, T* a, T* b, T* c, nint i)
        where F : struct, IStep where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        V weight = V.Load(ref w[i], 0), sa = default, sb = default, sc = default;
        if (a != null) sa = V.Load(ref a[i], 0);
        if (b != null) sb = V.Load(ref b[i], 0);
        if (c != null) sc = V.Load(ref c[i], 0);
        f.Step(ref weight, V.Load(ref g[i], 0), ref sa, ref sb, ref sc);
        V.Store(weight, ref w[i], 0);
        if (a != null) V.Store(sa, ref a[i], 0);
        if (b != null) V.Store(sb, ref b[i], 0);
        if (c != null) V.Store(sc, ref c[i], 0);
    }
}
