using System.Buffers;
using System.Numerics;
using Kobai.Simd;
using Kobai.Threads;

namespace Kobai.Losses;

/// <summary>A loss of each row of logits: its value and its gradients.</summary>
unsafe interface IRowLoss
{
    /// <summary>The loss of a row; the gradients, times scale, go to dx and dt where these are not null.</summary>
    /// <param name="row">Its number.</param>
    /// <param name="x">Its logits.</param>
    /// <param name="t">Its targets, or null when they are not a tensor.</param>
    /// <param name="classes">How many there are of each.</param>
    /// <param name="dx">The gradient by the logits.</param>
    /// <param name="dt">The gradient by the targets.</param>
    /// <param name="scale">A factor of both gradients.</param>
    double Run<T>(nint row, T* x, T* t, nint classes, T* dx, T* dt, double scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>Runs a loss of rows over a whole tensor: loss and gradient of a row in one visit.</summary>
static unsafe class RowLoss
{
    const nint Chunk = 1 << 14;

    /// <summary>The losses of all rows, reduced, with their record.</summary>
    /// <param name="op">The name of the loss.</param>
    /// <param name="loss">The loss of a row.</param>
    /// <param name="rows">The logits, with the classes along the last axis.</param>
    /// <param name="targets">The targets of the same shape, or null when they are not a tensor.</param>
    /// <param name="denominator">What the sum is divided by.</param>
    /// <param name="reduction">Whether it is.</param>
    /// <param name="refuse">Throws for targets outside their domain; called where the sum is NaN.</param>
    /// <param name="rowsName">What the loss calls the logits.</param>
    public static Tensor Run<K>(
        string op, K loss, Tensor rows, Tensor? targets, double denominator, Reduction reduction, Action? refuse = null,
        string rowsName = "logits")
        where K : struct, IRowLoss
    {
        bool records = !NoGradient.IsActive;
        Tensor? dx = records && rows.IsTracked ? Tensor.Empty(rows.Shape, rows.DType) : null;
        Tensor? dt = records && targets?.IsTracked == true ? Tensor.Empty(rows.Shape, rows.DType) : null;
        Shape shape = Shape.Of(rows.Shape.Sizes[..^1]);
        int count = (int)shape.Count;
        double[] losses = ArrayPool<double>.Shared.Rent(count);
        if (rows.DType == DType.Float32) Run<K, float>(loss, rows, targets, dx, dt, losses, count, 1 / denominator);
        else Run<K, double>(loss, rows, targets, dx, dt, losses, count, 1 / denominator);

        double sum = Sum(losses, count);
        if (double.IsNaN(sum))
        {
            refuse?.Invoke();
            Check.NotNaN(op, targets is null ? [(rowsName, rows)] : [(rowsName, rows), ("targets", targets)]);
        }
        var y = reduction == Reduction.None
            ? Tensor.From(losses.AsSpan(0, count), shape).To(rows.DType)
            : Reduced.Of(sum, denominator, rows.DType);
        ArrayPool<double>.Shared.Return(losses);
        if (dx is null && dt is null) return y;
        return targets is null ? y.Record(op, [rows], new KeptSlopes(dx, null)) : y.Record(op, [rows, targets], new KeptSlopes(dx, dt));
    }

    // The gradients are there already; the upstream only scales them.
    readonly struct KeptSlopes(Tensor? dx, Tensor? dt) : IRule
    {
        void IRule.Pull(ReadOnlySpan<Tensor> inputs, Tensor dy, bool mayOverwrite, Span<Tensor?> parts)
        {
            var upstream = dy.Rank == 0 ? dy : dy.Unsqueeze(-1);
            parts[0] = PairLoss.Scaled(dx, upstream);
            if (inputs.Length > 1) parts[1] = PairLoss.Scaled(dt, upstream);
        }
    }

    /// <summary>What a mean or a batch mean over rows that all count divides by.</summary>
    public static double Denominator(Reduction reduction, Shape losses) =>
        Reduced.Denominator(reduction, losses.Count, losses.Rank == 0 ? 1 : losses[0]);

    static double Sum(double[] losses, int count)
    {
        fixed (double* p = losses) return FineSums.Of(p, count).High;
    }

    static void Run<K, T>(
        K loss, Tensor rows, Tensor? targets, Tensor? dx, Tensor? dt, double[] losses, nint count, double scale)
        where K : struct, IRowLoss where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint classes = rows.Shape[^1], perChunk = nint.Max(1, Chunk / nint.Max(1, classes));
        Tensor packed = Kernel.Packed(rows);
        Tensor? packedTargets = targets is null ? null : Kernel.Packed(targets);
        fixed (T* px = &packed.Start<T>(), pt = &Tensor.StartOrNull<T>(packedTargets))
        fixed (T* pdx = &Tensor.StartOrNull<T>(dx), pdt = &Tensor.StartOrNull<T>(dt))
        fixed (double* pLosses = losses)
        {
            bool isShort = typeof(T) == typeof(float) && targets is null && classes is > 0 and <= ShortRows.MostClasses;
            var run = new Pairs<T>(px, pt, null, null, null, pdx, pdt);
            Work.For(
                Work.Chunks(count, perChunk),
                new Part<K, T>(loss, isShort ? loss as IShortRowLoss : null, run, pLosses, count, classes, perChunk, scale));
        }
        foreach (var used in (ReadOnlySpan<Tensor?>)[packed, packedTargets, dx, dt]) GC.KeepAlive(used);
    }

    readonly struct Part<K, T>(
        K loss, IShortRowLoss? manyRows, Pairs<T> run, double* losses, nint count, nint classes, nint perChunk, double scale) : IChunkBody
        where K : struct, IRowLoss where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(nint chunk)
        {
            nint end = nint.Min(count, (chunk + 1) * perChunk);
            nint atOnce = nint.Clamp(ShortRows.MostRows * ShortRows.MostClasses / nint.Max(1, classes), 1, ShortRows.MostRows);
            for (nint i = chunk * perChunk, next; i < end; i = next)
            {
                next = nint.Min(end, i + atOnce);
                if (!TryMany(i, (int)(next - i))) OneByOne(i, next);
                // What is outside its domain shows as NaN, and its place is looked for then.
                if (!AreTargetsInDomain(i, next)) losses[i] = double.NaN;
            }
        }

        // Asked after the rows are computed, when they are in the first-level cache.
        bool AreTargetsInDomain(nint start, nint end) =>
            run.Target == null || !LossChecks.AreOn || Domain.FromZeroToOne.Holds(run.Target + (start * classes), (end - start) * classes);

        bool TryMany(nint i, int some)
        {
            if (manyRows is null) return false;
            nint at = i * classes;
            return manyRows.TryRun(
                i, some, (float*)(run.X + at), (int)classes, run.Dx == null ? null : (float*)(run.Dx + at), scale, losses + i);
        }

        void OneByOne(nint start, nint end)
        {
            var own = loss;
            for (nint i = start; i < end; i++)
            {
                nint at = i * classes;
                losses[i] = own.Run(
                    i, run.X + at, run.Target == null ? null : run.Target + at, classes,
                    run.Dx == null ? null : run.Dx + at, run.Dt == null ? null : run.Dt + at, scale);
            }
        }
    }
}
