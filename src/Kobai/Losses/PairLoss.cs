using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kobai.Simd;
using Kobai.Threads;

namespace Kobai.Losses;

/// <summary>A loss of element pairs (input x, target t): its value and its slopes, from one set of formulas.</summary>
interface IPairLoss
{
    /// <summary>ℓ and its two slopes at (x, t).</summary>
    /// <param name="x">The input.</param>
    /// <param name="t">The target.</param>
    /// <param name="c">A coefficient of the element, such as the weight of the positive class; 1 when there is none.</param>
    /// <param name="value">ℓ(x, t).</param>
    /// <param name="slope">∂ℓ/∂x.</param>
    /// <param name="targetSlope">∂ℓ/∂t.</param>
    void Evaluate<V>(V x, V t, V c, out V value, out V slope, out V targetSlope) where V : struct, ISimd<V>;

    /// <summary>The mask of the pairs whose terms may cancel, so that single precision would lose digits.</summary>
    static abstract V Cancels<V>(V x, V t) where V : struct, ISimd<V>;
}

/// <summary>Runs a loss of pairs over whole tensors: value and gradients in one visit, sums in double.</summary>
static unsafe class PairLoss
{
    // A block's losses stay in the first-level cache between being computed and being summed.
    const int Block = 512;
    const nint Chunk = 1 << 15;

    /// <summary>The loss of all pairs, reduced, with its record.</summary>
    public static Tensor Run<F>(
        string op, Tensor input, Tensor target, Tensor? weight, Tensor? coefficient, Reduction reduction, F f = default)
        where F : struct, IPairLoss
    {
        CheckPair(op, input, target);
        Tensor x = Kernel.Packed(input), t = Kernel.Packed(target);
        Tensor? w = Spread(op, "weight", weight, input), c = Spread(op, "coefficient", coefficient, input);
        bool records = !NoGradient.IsActive;
        Tensor? dx = records && input.IsTracked ? Tensor.Empty(input.Shape, input.DType) : null;
        Tensor? dt = records && target.IsTracked ? Tensor.Empty(input.Shape, input.DType) : null;
        Tensor? losses = reduction == Reduction.None ? Tensor.Empty(input.Shape, input.DType) : null;
        double denominator = Reduced.Denominator(reduction, input.Count, input.Rank == 0 ? 1 : input.Shape[0]);

        double sum = input.DType == DType.Float32
            ? Run<F, float>(f, x, t, w, c, losses, dx, dt, 1 / denominator)
            : Run<F, double>(f, x, t, w, c, losses, dx, dt, 1 / denominator);
        var y = losses ?? Reduced.Of(sum, denominator, input.DType);
        return dx is null && dt is null ? y : Record(op, input, target, y, dx, dt);
    }

    // The gradients are there already; the upstream only scales them.
    static Tensor Record(string op, Tensor input, Tensor target, Tensor y, Tensor? dx, Tensor? dt) =>
        y.Record(op, [input, target], dy => [Scaled(dx, dy), Scaled(dt, dy)]);

    internal static Tensor? Scaled(Tensor? gradient, Tensor upstream) =>
        gradient is null || (upstream.Count == 1 && upstream.Item() == 1) ? gradient : gradient * upstream;

    static double Run<F, T>(
        F f, Tensor x, Tensor t, Tensor? w, Tensor? c, Tensor? losses, Tensor? dx, Tensor? dt, double scale)
        where F : struct, IPairLoss where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = &x.Start<T>(), pt = &t.Start<T>(), pw = &Tensor.StartOrNull<T>(w), pc = &Tensor.StartOrNull<T>(c))
        fixed (T* pl = &Tensor.StartOrNull<T>(losses), pdx = &Tensor.StartOrNull<T>(dx), pdt = &Tensor.StartOrNull<T>(dt))
        {
            var run = new Pointers<T>(px, pt, pw, pc, pl, pdx, pdt);
            double sum = x.Count <= Chunk ? Range(f, run, 0, x.Count, scale) : InChunks(f, run, x.Count, scale);
            foreach (var used in (ReadOnlySpan<Tensor?>)[x, t, w, c, losses, dx, dt]) GC.KeepAlive(used);
            return sum;
        }
    }

    static double InChunks<F, T>(F f, Pointers<T> run, nint count, double scale)
        where F : struct, IPairLoss where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var parts = new double[Work.Chunks(count, Chunk)];
        Work.For(parts.Length, i => parts[i] = Range(f, run, i * Chunk, nint.Min(count, (i + 1) * Chunk), scale));
        fixed (double* p = parts) return Sums.Of(p, parts.Length);
    }

    static double Range<F, T>(F f, Pointers<T> run, nint start, nint end, double scale)
        where F : struct, IPairLoss where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) return Range<F, V512<T>, T>(f, run, start, end, scale);
        if (Vector256.IsHardwareAccelerated) return Range<F, V256<T>, T>(f, run, start, end, scale);
        if (Vector128.IsHardwareAccelerated) return Range<F, V128<T>, T>(f, run, start, end, scale);
        return Range<F, V1<T>, T>(f, run, start, end, scale);
    }

    [SkipLocalsInit]
    static double Range<F, V, T>(F f, Pointers<T> run, nint start, nint end, double scale)
        where F : struct, IPairLoss where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T* buffer = stackalloc T[Block];
        double sum = 0;
        for (nint block = start; block < end; block += Block)
        {
            nint stop = nint.Min(end, block + Block), i = block;
            if (typeof(T) == typeof(float) && (run.Dt != null || Cancels<F, V, T>(run, block, stop)))
            {
                sum += InDouble(f, run, block, stop, scale);
                continue;
            }
            for (; i <= stop - (nint)V.Count; i += (nint)V.Count) Step<F, V, T>(f, run, i, buffer + (i - block), scale);
            for (; i < stop; i++) Step<F, V1<T>, T>(f, run, i, buffer + (i - block), scale);
            sum += Sums.Of(buffer, stop - block);
            if (run.Losses != null) new ReadOnlySpan<T>(buffer, (int)(stop - block)).CopyTo(new(run.Losses + block, Block));
        }
        return sum;
    }

    static bool Cancels<F, V, T>(Pointers<T> run, nint i, nint end)
        where F : struct, IPairLoss where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var any = V.Less(V.One, V.Zero);
        for (; i <= end - (nint)V.Count; i += (nint)V.Count)
        {
            any = V.Or(any, F.Cancels(V.Load(ref run.X[i], 0), V.Load(ref run.Target[i], 0)));
        }
        if (V.AnyTrue(any)) return true;
        for (; i < end; i++)
        {
            if (V1<T>.AnyTrue(F.Cancels(V1<T>.Load(ref run.X[i], 0), V1<T>.Load(ref run.Target[i], 0)))) return true;
        }
        return false;
    }

    /// <summary>A block of floats by way of double: widened, evaluated, and rounded once.</summary>
    [SkipLocalsInit]
    static double InDouble<F, T>(F f, Pointers<T> run, nint start, nint end, double scale)
        where F : struct, IPairLoss where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double* memory = stackalloc double[7 * Block];
        int n = (int)(end - start);
        var wide = new Pointers<double>(
            Widened(run.X, 0), Widened(run.Target, 1), Widened(run.Weight, 2), Widened(run.Coefficient, 3),
            Place(run.Losses, 4), Place(run.Dx, 5), Place(run.Dt, 6));
        double sum = Range(f, wide, 0, n, scale);
        Narrow(wide.Losses, run.Losses);
        Narrow(wide.Dx, run.Dx);
        Narrow(wide.Dt, run.Dt);
        return sum;

        double* Place(T* x, int place) => x == null ? null : memory + place * Block;

        double* Widened(T* x, int place)
        {
            if (x != null) TensorPrimitives.ConvertTruncating<T, double>(new(x + start, n), new(memory + place * Block, n));
            return Place(x, place);
        }

        void Narrow(double* from, T* to)
        {
            if (to != null) TensorPrimitives.ConvertTruncating<double, T>(new(from, n), new(to + start, n));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Step<F, V, T>(F f, Pointers<T> run, nint i, T* loss, double scale)
        where F : struct, IPairLoss where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var c = run.Coefficient == null ? V.One : V.Load(ref run.Coefficient[i], 0);
        f.Evaluate(V.Load(ref run.X[i], 0), V.Load(ref run.Target[i], 0), c, out var value, out var dx, out var dt);
        var factor = V.Fill(scale);
        if (run.Weight != null)
        {
            var w = V.Load(ref run.Weight[i], 0);
            value *= w;
            factor *= w;
        }
        V.Store(value, ref *loss, 0);
        if (run.Dx != null) V.Store(dx * factor, ref run.Dx[i], 0);
        if (run.Dt != null) V.Store(dt * factor, ref run.Dt[i], 0);
    }

    internal static void CheckPair(string op, Tensor input, Tensor target)
    {
        if (input.Shape != target.Shape)
        {
            throw new ShapeException(
                $"{op}: input and target must have the same shape (nothing is broadcast); input is {input.Shape}, target is {target.Shape}."
                + (input.Count == target.Count ? $" Did you mean target.Reshape({string.Join(", ", input.Shape.Sizes.ToArray())})?" : ""));
        }
        if (input.DType != target.DType)
        {
            throw new ArgumentException(
                $"{op}: element types must be equal; input is {input.DType}, target is {target.DType}. Convert with target.To(DType.{input.DType}).",
                nameof(target));
        }
    }

    static Tensor? Spread(string op, string name, Tensor? weight, Tensor input)
    {
        if (weight is null) return null;
        if (Shape.Broadcast(op, weight.Shape, input.Shape) != input.Shape)
        {
            throw new ShapeException($"{op}: {name} must broadcast to the input; {name} is {weight.Shape}, input is {input.Shape}.");
        }
        return weight.Detach().To(input.DType).Expand(input.Shape).Contiguous();
    }

    readonly struct Pointers<T>(T* x, T* target, T* weight, T* coefficient, T* losses, T* dx, T* dt) where T : unmanaged
    {
        public readonly T* X = x, Target = target, Weight = weight, Coefficient = coefficient, Losses = losses, Dx = dx, Dt = dt;
    }
}
