using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kobai.Simd;
using Kobai.Threads;

namespace Kobai;

/// <summary>Element-wise work on whole tensors, without a record: chooses the element type, the way and the chunks.</summary>
static unsafe class Kernel
{
    // Chunks depend on the size of the work alone, so that results never depend on the number of threads.
    const nint Chunk = 1 << 15;

    /// <summary>The tensor itself if its elements lie side by side, else a copy that does; nothing is recorded.</summary>
    public static Tensor Packed(Tensor x)
    {
        if (x.IsContiguous) return x;
        var packed = Tensor.Empty(x.Shape, x.DType);
        Copy(x, packed);
        return packed;
    }

    /// <summary>target = source, element by element; the source broadcasts to the target, both may be any view.</summary>
    public static void Copy(Tensor source, Tensor target)
    {
        if (target.IsContiguous && IsRun(source, target)) Apply<Itself>(default, source, target);
        else if (target.DType == DType.Float32) StridedCopy.Run<float>(source, target);
        else StridedCopy.Run<double>(source, target);
    }

    /// <summary>Every element = value; the target may be any view.</summary>
    public static void Fill(Tensor target, double value)
    {
        if (!target.IsContiguous) Copy(Tensor.Scalar(value, target.DType), target);
        else if (target.DType == DType.Float32) Fill(target, (float)value);
        else Fill<double>(target, value);
    }

    /// <summary>Element i of a contiguous tensor = value.</summary>
    public static void Set(Tensor target, nint i, double value)
    {
        if (target.DType == DType.Float32) Unsafe.Add(ref target.Start<float>(), i) = (float)value;
        else Unsafe.Add(ref target.Start<double>(), i) = value;
        GC.KeepAlive(target);
    }

    /// <summary>target = a + b; the target is contiguous and may be one of them.</summary>
    public static void Add(Tensor a, Tensor b, Tensor target) => Apply2<Plus>(default, a, b, target);

    /// <summary>y = f(x); y is contiguous, x of its shape or broadcasting to it.</summary>
    public static void Apply<F>(F f, Tensor x, Tensor y) where F : struct, IFunction
    {
        if (x.DType == DType.Float32) Apply<F, float>(f, x, y);
        else Apply<F, double>(f, x, y);
    }

    /// <summary>y = f(a, b); y is contiguous, a and b broadcast to its shape.</summary>
    public static void Apply2<F>(F f, Tensor a, Tensor b, Tensor y) where F : struct, IFunction2
    {
        if (a.DType == DType.Float32) Apply2<F, float>(f, a, b, y);
        else Apply2<F, double>(f, a, b, y);
    }

    /// <summary>y = f(a, b, c); y is contiguous, a, b and c broadcast to its shape.</summary>
    public static void Apply3<F>(F f, Tensor a, Tensor b, Tensor c, Tensor y) where F : struct, IFunction3
    {
        if (a.DType == DType.Float32) Apply3<F, float>(f, a, b, c, y);
        else Apply3<F, double>(f, a, b, c, y);
    }

    /// <summary>dx = dy · f′(x); all contiguous and of one shape.</summary>
    public static void Slope<F>(F f, Tensor x, Tensor y, Tensor dy, Tensor dx) where F : struct, IFunction
    {
        if (x.DType == DType.Float32) Slope<F, float>(f, x, y, dy, dx);
        else Slope<F, double>(f, x, y, dy, dx);
    }

    /// <summary>Copies all elements out, first to last, converting the type.</summary>
    public static void CopyOut<T>(Tensor x, Span<T> target) where T : unmanaged
    {
        if (x.DType == DType.Float32) CopyOut<float, T>(x, target);
        else CopyOut<double, T>(x, target);
    }

    static void Apply<F, T>(F f, Tensor x, Tensor y)
        where F : struct, IFunction where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = &x.Start<T>(), py = &y.Start<T>())
        {
            if (!IsRun(x, y)) ApplyWalking(f, px, x, py, y);
            else Work.For(Work.Chunks(y.Count, Chunk), new ValuePart<F, T>(f, px, StepOf(x), py, y.Count));
        }
        GC.KeepAlive(x);
        GC.KeepAlive(y);
    }

    readonly struct ValuePart<F, T>(F f, T* x, nint xStep, T* y, nint count) : IChunkBody
        where F : struct, IFunction where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(nint chunk)
        {
            nint i = chunk * Chunk;
            Map.Value(f, x + i * xStep, xStep, y + i, nint.Min(Chunk, count - i));
        }
    }

    static void ApplyWalking<F, T>(F f, T* px, Tensor x, T* py, Tensor y)
        where F : struct, IFunction where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var walk = new Walk(y.Shape, Walk.Strides(x, y.Shape));
        nint xStep = walk.Step(0), xAcross = walk.StepAcross(0), inner = walk.Inner;
        InRows(walk, (row, rows) =>
        {
            T* from = px + walk.Offset(0, row), to = py + row * inner;
            for (; rows > 0; rows--, from += xAcross, to += inner) Map.Value(f, from, xStep, to, inner);
        });
    }

    static void Apply2<F, T>(F f, Tensor a, Tensor b, Tensor y)
        where F : struct, IFunction2 where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint aStep = StepOf(a), bStep = StepOf(b);
        if (IsTurned(a, y)) a = Packed(a);
        if (IsTurned(b, y)) b = Packed(b);
        fixed (T* pa = &a.Start<T>(), pb = &b.Start<T>(), py = &y.Start<T>())
        {
            if (!IsRun(a, y) || !IsRun(b, y)) Apply2Walking(f, pa, a, pb, b, py, y);
            else if (y.Count <= Chunk) Map.Value2(f, pa, aStep, pb, bStep, py, y.Count);
            else Apply2InChunks(f, pa, aStep, pb, bStep, py, y.Count);
        }
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(y);
    }

    static void Apply2InChunks<F, T>(F f, T* a, nint aStep, T* b, nint bStep, T* y, nint count)
        where F : struct, IFunction2 where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        InChunks(count, (i, n) => Map.Value2(f, a + i * aStep, aStep, b + i * bStep, bStep, y + i, n));

    static void Apply2Walking<F, T>(F f, T* pa, Tensor a, T* pb, Tensor b, T* py, Tensor y)
        where F : struct, IFunction2 where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var walk = new Walk(y.Shape, Walk.Strides(a, y.Shape), Walk.Strides(b, y.Shape));
        nint aStep = walk.Step(0), bStep = walk.Step(1), aAcross = walk.StepAcross(0), bAcross = walk.StepAcross(1), inner = walk.Inner;
        InRows(walk, (row, rows) =>
        {
            T* p = pa + walk.Offset(0, row), q = pb + walk.Offset(1, row), to = py + row * inner;
            for (; rows > 0; rows--, p += aAcross, q += bAcross, to += inner) Map.Value2(f, p, aStep, q, bStep, to, inner);
        });
    }

    static void Apply3<F, T>(F f, Tensor a, Tensor b, Tensor c, Tensor y)
        where F : struct, IFunction3 where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint aStep = StepOf(a), bStep = StepOf(b), cStep = StepOf(c);
        fixed (T* pa = &a.Start<T>(), pb = &b.Start<T>(), pc = &c.Start<T>(), py = &y.Start<T>())
        {
            if (!IsRun(a, y) || !IsRun(b, y) || !IsRun(c, y)) Apply3Walking(f, pa, a, pb, b, pc, c, py, y);
            else if (y.Count <= Chunk) Map.Value3(f, pa, aStep, pb, bStep, pc, cStep, py, y.Count);
            else Apply3InChunks(f, pa, aStep, pb, bStep, pc, cStep, py, y.Count);
        }
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(c);
        GC.KeepAlive(y);
    }

    static void Apply3InChunks<F, T>(F f, T* a, nint aStep, T* b, nint bStep, T* c, nint cStep, T* y, nint count)
        where F : struct, IFunction3 where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        InChunks(count, (i, n) => Map.Value3(f, a + i * aStep, aStep, b + i * bStep, bStep, c + i * cStep, cStep, y + i, n));

    static void Apply3Walking<F, T>(F f, T* pa, Tensor a, T* pb, Tensor b, T* pc, Tensor c, T* py, Tensor y)
        where F : struct, IFunction3 where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var walk = new Walk(y.Shape, Walk.Strides(a, y.Shape), Walk.Strides(b, y.Shape), Walk.Strides(c, y.Shape));
        nint aStep = walk.Step(0), bStep = walk.Step(1), cStep = walk.Step(2), inner = walk.Inner;
        nint aAcross = walk.StepAcross(0), bAcross = walk.StepAcross(1), cAcross = walk.StepAcross(2);
        InRows(walk, (row, rows) =>
        {
            T* p = pa + walk.Offset(0, row), q = pb + walk.Offset(1, row), r = pc + walk.Offset(2, row), to = py + row * inner;
            for (; rows > 0; rows--, p += aAcross, q += bAcross, r += cAcross, to += inner)
            {
                Map.Value3(f, p, aStep, q, bStep, r, cStep, to, inner);
            }
        });
    }

    static void Slope<F, T>(F f, Tensor x, Tensor y, Tensor dy, Tensor dx)
        where F : struct, IFunction where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = &x.Start<T>(), py = &y.Start<T>(), pdy = &dy.Start<T>(), pdx = &dx.Start<T>())
        {
            Work.For(Work.Chunks(x.Count, Chunk), new SlopePart<F, T>(f, px, py, pdy, pdx, x.Count));
        }
        GC.KeepAlive(x);
        GC.KeepAlive(y);
        GC.KeepAlive(dy);
        GC.KeepAlive(dx);
    }

    readonly struct SlopePart<F, T>(F f, T* x, T* y, T* dy, T* dx, nint count) : IChunkBody
        where F : struct, IFunction where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(nint chunk)
        {
            nint i = chunk * Chunk;
            Map.Slope(f, x + i, y + i, dy + i, dx + i, nint.Min(Chunk, count - i));
        }
    }

    static void Fill<T>(Tensor target, T value) where T : unmanaged
    {
        fixed (T* to = &target.Start<T>())
        {
            for (nint i = 0; i < target.Count; i += Chunk)
            {
                new Span<T>(to + i, (int)nint.Min(Chunk, target.Count - i)).Fill(value);
            }
        }
        GC.KeepAlive(target);
    }

    static void CopyOut<S, T>(Tensor x, Span<T> target) where S : unmanaged where T : unmanaged
    {
        var packed = x;
        if (!x.IsContiguous) Copy(x, packed = Tensor.Empty(x.Shape, x.DType));
        ConvertAll(packed.Elements<S>(), target);
        GC.KeepAlive(packed);
    }

    /// <summary>A number as the other type; the same type costs nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Convert<S, T>(S value) where S : unmanaged where T : unmanaged =>
        typeof(S) == typeof(T) ? (T)(object)value
        : typeof(T) == typeof(float) ? (T)(object)(float)(double)(object)value
        : (T)(object)(double)(float)(object)value;

    static void ConvertAll<S, T>(ReadOnlySpan<S> from, Span<T> to) where S : unmanaged where T : unmanaged
    {
        if (Tensor.TypeOf<T>() == Tensor.TypeOf<S>()) MemoryMarshal.Cast<S, T>(from).CopyTo(to);
        else if (typeof(T) == typeof(float))
            TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<S, double>(from), MemoryMarshal.Cast<T, float>(to));
        else
            TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<S, float>(from), MemoryMarshal.Cast<T, double>(to));
    }

    static bool IsRun(Tensor x, Tensor y) => (x.IsContiguous && x.Count == y.Count) || x.IsUniform;

    static nint StepOf(Tensor x) => x.IsUniform ? 0 : 1;

    // Whether neighbors of y are far apart in x and x has other neighbors: a tiled copy first touches each cache line once.
    static bool IsTurned(Tensor x, Tensor y) =>
        !x.IsContiguous && x.Count == y.Count && x.Rank > 1 && nint.Abs(x.Strides[^1]) > 8 && x.Strides[..^1].Contains(1);

    static void InChunks(nint count, Action<nint, nint> run) =>
        Work.For((count + Chunk - 1) / Chunk, i => run(i * Chunk, nint.Min(Chunk, count - i * Chunk)));

    // Rows that lie along one axis, and so evenly apart, run in one call: its arguments are the first of them and how many.
    static void InRows(Walk walk, Action<nint, nint> run)
    {
        nint rowsPerChunk = nint.Max(1, Chunk / nint.Max(1, walk.Inner));
        if (walk.Rows <= rowsPerChunk) Rows(0);
        else Work.For((walk.Rows + rowsPerChunk - 1) / rowsPerChunk, Rows);

        void Rows(nint chunk)
        {
            nint end = nint.Min(walk.Rows, (chunk + 1) * rowsPerChunk);
            for (nint row = chunk * rowsPerChunk, rows; row < end; row += rows)
            {
                rows = nint.Min(end - row, walk.Across - row % walk.Across);
                run(row, rows);
            }
        }
    }

    readonly struct Itself : IFunction
    {
        V IFunction.Value<V>(V x) => x;
        V IFunction.Slope<V>(V x, V y) => V.One;
    }

    internal readonly struct Plus : IFunction2
    {
        V IFunction2.Value<V>(V a, V b) => a + b;
    }
}
