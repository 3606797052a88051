using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kobai.Simd;
using Kobai.Threads;

namespace Kobai.Optimizers;

/// <summary>A step of one weight: the paper's lines in the paper's letters.</summary>
interface IStep
{
    /// <summary>How many of the states a, b, c the step keeps.</summary>
    static abstract int States { get; }

    /// <summary>Changes the weight w and the states a, b, c by the gradient g, with the settings k.</summary>
    static abstract void Step<V>(in Settings<V> k, ref V w, V g, ref V a, ref V b, ref V c) where V : struct, ISimd<V>;
}

/// <summary>The settings of a step, each in every lane of a register: made once for a whole parameter.</summary>
readonly struct Settings<V>(ReadOnlySpan<double> k) where V : struct, ISimd<V>
{
    public readonly V K0 = At(k, 0), K1 = At(k, 1), K2 = At(k, 2), K3 = At(k, 3);
    public readonly V K4 = At(k, 4), K5 = At(k, 5), K6 = At(k, 6), K7 = At(k, 7);

    static V At(ReadOnlySpan<double> k, int i) => i < k.Length ? V.Fill(k[i]) : V.Zero;
}

/// <summary>Runs a step over a whole parameter in one visit.</summary>
static unsafe class Fused
{
    const nint Chunk = 1 << 15;

    /// <summary>Changes w and as many states as the step keeps, with the settings k.</summary>
    public static void Run<F>(
        ReadOnlySpan<double> k, Tensor w, Tensor g, Tensor? a = null, Tensor? b = null, Tensor? c = null)
        where F : struct, IStep
    {
        g = g.Contiguous();
        if (w.DType == DType.Float32) Run<F, float>(k, w, g, a, b, c);
        else Run<F, double>(k, w, g, a, b, c);
        foreach (var used in (ReadOnlySpan<Tensor?>)[w, g, a, b, c]) GC.KeepAlive(used);
    }

    /// <summary>Changes only some rows of w and of as many states as the step keeps.</summary>
    public static void RunRows<F>(ReadOnlySpan<double> k, Labels rows, Tensor w, Tensor g, Tensor? a = null, Tensor? b = null)
        where F : struct, IStep
    {
        nint width = w.Count / w.Shape[0];
        Tensor Row(Tensor x, long row) => x.View([width], [1], (nint)row * width);
        foreach (long row in rows)
            Run<F>(k, Row(w, row), Row(g, row), a is null ? null : Row(a, row), b is null ? null : Row(b, row));
    }

    static void Run<F, T>(ReadOnlySpan<double> k, Tensor w, Tensor g, Tensor? a, Tensor? b, Tensor? c)
        where F : struct, IStep where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* pw = &w.Start<T>(), pg = &g.Start<T>())
        fixed (T* pa = &Tensor.StartOrNull<T>(a), pb = &Tensor.StartOrNull<T>(b), pc = &Tensor.StartOrNull<T>(c))
        fixed (double* pk = k)
        {
            var run = new Pointers<T>(pw, pg, pa, pb, pc, pk, k.Length);
            Work.For(Work.Chunks(w.Count, Chunk), new Part<F, T>(run, w.Count));
        }
    }

    readonly struct Part<F, T>(Pointers<T> run, nint count) : IChunkBody
        where F : struct, IStep where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(nint chunk) => Range<F, T>(run, chunk * Chunk, nint.Min(count, (chunk + 1) * Chunk));
    }

    static void Range<F, T>(Pointers<T> run, nint start, nint end)
        where F : struct, IStep where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) Range<F, V512<T>, T>(run, start, end);
        else if (Vector256.IsHardwareAccelerated) Range<F, V256<T>, T>(run, start, end);
        else if (Vector128.IsHardwareAccelerated) Range<F, V128<T>, T>(run, start, end);
        else Range<F, V1<T>, T>(run, start, end);
    }

    [MethodImpl(Jit.Apart)]
    static void Range<F, V, T>(Pointers<T> run, nint i, nint end)
        where F : struct, IStep where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var settings = new ReadOnlySpan<double>(run.K, run.Settings);
        var k = new Settings<V>(settings);
        for (; i <= end - (nint)V.Count; i += (nint)V.Count) At<F, V, T>(k, run.W + i, run.G + i, run.A + i, run.B + i, run.C + i);
        var last = new Settings<V1<T>>(settings);
        for (; i < end; i++) At<F, V1<T>, T>(last, run.W + i, run.G + i, run.A + i, run.B + i, run.C + i);
    }

    [MethodImpl(Jit.Inlined)]
    static void At<F, V, T>(in Settings<V> k, T* w, T* g, T* a, T* b, T* c)
        where F : struct, IStep where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        V weight = V.Load(ref *w, 0), sa = default, sb = default, sc = default;
        if (F.States > 0) sa = V.Load(ref *a, 0);
        if (F.States > 1) sb = V.Load(ref *b, 0);
        if (F.States > 2) sc = V.Load(ref *c, 0);
        F.Step(k, ref weight, V.Load(ref *g, 0), ref sa, ref sb, ref sc);
        V.Store(weight, ref *w, 0);
        if (F.States > 0) V.Store(sa, ref *a, 0);
        if (F.States > 1) V.Store(sb, ref *b, 0);
        if (F.States > 2) V.Store(sc, ref *c, 0);
    }

    readonly struct Pointers<T>(T* w, T* g, T* a, T* b, T* c, double* k, int settings) where T : unmanaged
    {
        public readonly T* W = w, G = g, A = a, B = b, C = c;
        public readonly double* K = k;
        public readonly int Settings = settings;
    }
}
