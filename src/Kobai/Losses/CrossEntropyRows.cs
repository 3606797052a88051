using System.Numerics;
using Kobai.Simd;
using Kobai.Threads;

namespace Kobai.Losses;

/// <summary>Softmax cross-entropy over rows of logits: loss and gradient of a row in one visit.</summary>
/// <param name="logits">Contiguous rows of <paramref name="classes"/> logits.</param>
/// <param name="classes">C.</param>
/// <param name="weight">w of each class, or null for 1.</param>
/// <param name="smoothing">K.</param>
sealed unsafe class CrossEntropyRows(Tensor logits, nint classes, double[]? weight, double smoothing)
{
    const nint Chunk = 1 << 14;

    readonly nint _rows = classes == 0 ? 0 : logits.Count / classes;

    /// <summary>The loss with labels.</summary>
    public Tensor Run(Labels labels, long ignored, Reduction reduction, Tensor source, Shape shape)
    {
        double denominator = Reduced.Denominator(reduction, 0, SamplesOf(shape));
        if (reduction == Reduction.Mean)
        {
            denominator = 0;
            foreach (long label in labels.Values)
            {
                if (label != ignored) denominator += weight?[label] ?? 1;
            }
        }
        return Run(row => labels[(int)row] == ignored ? -1 : (nint)labels[(int)row], null, denominator, reduction, source, shape);
    }

    /// <summary>The loss with class probabilities, whose classes are along the last axis.</summary>
    public Tensor Run(Tensor targets, Reduction reduction, Tensor source, Shape shape) =>
        Run(static _ => 0, targets, Reduced.Denominator(reduction, _rows, SamplesOf(shape)), reduction, source, shape);

    static nint SamplesOf(Shape shape) => shape.Rank == 0 ? 1 : shape[0];

    Tensor Run(Func<nint, nint> label, Tensor? targets, double denominator, Reduction reduction, Tensor source, Shape shape)
    {
        bool records = !NoGradient.IsActive;
        Tensor? dx = records && source.IsTracked ? Tensor.Empty(source.Shape, source.DType) : null;
        Tensor? dt = records && targets?.IsTracked == true ? Tensor.Empty(targets.Shape, targets.DType) : null;
        var losses = new double[_rows];
        var flat = (targets is null ? null : Kernel.Packed(targets));
        if (logits.DType == DType.Float32) Rows<float>(label, flat, dx, dt, losses, 1 / denominator);
        else Rows<double>(label, flat, dx, dt, losses, 1 / denominator);
        GC.KeepAlive(flat);

        Tensor y;
        if (reduction == Reduction.None) y = Tensor.From(losses, shape).To(logits.DType);
        else fixed (double* p = losses) y = Reduced.Of(Sums.Of(p, _rows), denominator, logits.DType);
        if (dx is null && dt is null) return y;
        Tensor Upstream(Tensor dy) => dy.Rank == 0 ? dy : dy.Unsqueeze(-1);
        return y.Record("CrossEntropy", targets is null ? [source] : [source, targets], dy => targets is null
            ? [PairLoss.Scaled(dx, Upstream(dy))]
            : [PairLoss.Scaled(dx, Upstream(dy)), PairLoss.Scaled(dt, Upstream(dy))]);
    }

    void Rows<T>(Func<nint, nint> label, Tensor? targets, Tensor? dx, Tensor? dt, double[] losses, double scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = &logits.Start<T>())
        fixed (T* pt = &Tensor.StartOrNull<T>(targets), pdx = &Tensor.StartOrNull<T>(dx), pdt = &Tensor.StartOrNull<T>(dt))
        {
            T* x = px, t = pt, gx = pdx, gt = pdt;
            nint perChunk = nint.Max(1, Chunk / nint.Max(1, classes));
            void Part(nint chunk)
            {
                using var row = new CrossEntropyRow<T>(classes, weight, smoothing);
                nint end = nint.Min(_rows, (chunk + 1) * perChunk);
                for (nint i = chunk * perChunk; i < end; i++)
                {
                    nint at = i * classes;
                    losses[i] = t == null
                        ? row.Label(x + at, label(i), gx == null ? null : gx + at, scale)
                        : row.Probabilities(x + at, t + at, gx == null ? null : gx + at, gt == null ? null : gt + at, scale);
                }
            }
            if (_rows <= perChunk) Part(0);
            else Work.For(Work.Chunks(_rows, perChunk), Part);
        }
        GC.KeepAlive(logits);
        GC.KeepAlive(dx);
        GC.KeepAlive(dt);
    }
}
