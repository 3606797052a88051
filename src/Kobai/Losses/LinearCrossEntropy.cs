using System.Numerics;
using Kobai.Memory;
using Kobai.Products;
using Kobai.Simd;
using Kobai.Threads;

namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>
    /// Cross-entropy of the logits hidden · classesᵀ + bias with class labels, which never holds all logits at once: for
    /// large vocabularies.
    /// </summary>
    /// <param name="hidden">The features h; (N, D).</param>
    /// <param name="classes">The weights w of the classes; (C, D).</param>
    /// <param name="labels">The classes 0 … C − 1; (N).</param>
    /// <param name="bias">b of each class; (C).</param>
    /// <param name="ignoredLabel">The label of rows that count neither in the sum nor in the mean.</param>
    /// <param name="labelSmoothing">K: the target becomes 1 − K on the label plus K/C on every class.</param>
    /// <param name="reduction">Mean divides by the number of rows that are not ignored.</param>
    /// <remarks>
    /// <para>With g = ∂ℓ/∂logits as in <see cref="CrossEntropy(Tensor, Labels, Tensor?, long, double, Reduction)"/>:
    /// ∂ℓ/∂h = g · w, ∂ℓ/∂w = gᵀ · h and ∂ℓ/∂b = Σᵢ gᵢ. Blocks of rows of at most 24 MiB of logits are made, turned into
    /// g in place and used up, already on the way forward; without a reduction it is done again on the way back. Logits
    /// that make up most of a softmax, and sums over classes, are computed with more digits than the element type has.</para>
    /// <para>Wijmans, Huval, Hertzberg, Koltun and Krähenbühl, Cut Your Losses in Large-Vocabulary Language Models, 2024.</para>
    /// </remarks>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">A label is no class, or the element types differ.</exception>
    /// <example><code>
    /// Tensor hidden = Tensor.From([1.0, 2.0], [1, 2]), classes = Tensor.From([0.0, 1, 1, 0, 2, 2], [3, 2]);
    /// Loss.LinearCrossEntropy(hidden, classes, [2])                // 0.02474
    /// Loss.CrossEntropy(hidden.MatMul(classes.Transpose(0, 1)), [2])   // 0.02474
    /// </code></example>
    public static Tensor LinearCrossEntropy(
        Tensor hidden, Tensor classes, Labels labels, Tensor? bias = null, long ignoredLabel = -100,
        double labelSmoothing = 0, Reduction reduction = Reduction.Mean)
    {
        const string op = "LinearCrossEntropy";
        if (hidden.Rank != 2 || classes.Rank != 2 || hidden.Shape[1] != classes.Shape[1])
        {
            throw new ShapeException(
                $"{op}: hidden must be (N, D) and classes (C, D); hidden is {hidden.Shape}, classes is {classes.Shape}.");
        }
        Shape logits = [hidden.Shape[0], classes.Shape[0]];
        if (bias is not null && bias.Shape != [logits[1]])
        {
            throw new ShapeException($"{op}: bias must have one number for each of the {logits[1]} classes; bias is {bias.Shape}.");
        }
        if (classes.DType != hidden.DType || (bias is not null && bias.DType != hidden.DType))
        {
            throw new ArgumentException(
                $"{op}: element types must be equal; hidden is {hidden.DType}, classes is {classes.DType}{(bias is null ? "" : $", bias is {bias.DType}")}.",
                nameof(classes));
        }
        CheckSmoothing(op, labelSmoothing);
        CheckLabels(op, logits, logits, labels, null, ignoredLabel);
        double denominator = LabelDenominator(reduction, labels, ignoredLabel, null);
        return labelSmoothing == 0
            ? new LinearRows<LabelLoss<Nats>>(op, new(default, labels, ignoredLabel, null), hidden, classes, bias, labels).Run(denominator, reduction)
            : new LinearRows<SoftTargets>(op, new(labels, ignoredLabel, null, labelSmoothing, logits[1]), hidden, classes, bias, labels)
                .Run(denominator, reduction);
    }
}

/// <summary>A loss of the rows of logits h · wᵀ + b, of which only a block is there at a time.</summary>
sealed unsafe class LinearRows<K>(string op, K loss, Tensor hidden, Tensor classes, Tensor? bias, Labels labels)
    where K : struct, IRowLoss
{
    const nint BlockBytes = 24 << 20;

    readonly nint _rows = hidden.Shape[0], _classes = classes.Shape[0], _size = hidden.Shape[1];

    public Tensor Run(double denominator, Reduction reduction)
    {
        Tensor[] inputs = bias is null ? [hidden, classes] : [hidden, classes, bias];
        if (reduction == Reduction.None)
        {
            double[] each = Checked(Losses([null, null, null], null, 1));
            return Tensor.From(each, [_rows]).To(hidden.DType).Record(op, inputs, dy =>
            {
                var gradients = Gradients();
                Losses(gradients, dy.ToArray<double>(), 1);
                return gradients[..inputs.Length];
            });
        }
        var made = NoGradient.IsActive ? [null, null, null] : Gradients();
        double[] losses = Checked(Losses(made, null, 1 / denominator));
        fixed (double* p = losses)
        {
            return Reduced.Of(FineSums.Of(p, losses.Length).High, denominator, hidden.DType)
                .Record(op, inputs, dy => [.. made[..inputs.Length].Select(gradient => PairLoss.Scaled(gradient, dy))]);
        }
    }

    double[] Checked(double[] losses)
    {
        if (Array.Exists(losses, double.IsNaN))
        {
            Check.NotNaN(op, (nameof(hidden), hidden), (nameof(classes), classes));
            if (bias is not null) Check.NotNaN(op, (nameof(bias), bias));
        }
        return losses;
    }

    Tensor?[] Gradients()
    {
        return [Of(hidden), Of(classes), Of(bias)];

        static Tensor? Of(Tensor? x) => x?.IsTracked == true ? Tensor.Zeros(x.Shape, x.DType) : null;
    }

    double[] Losses(Tensor?[] gradients, double[]? upstream, double scale) => hidden.DType == DType.Float32
        ? Losses<float>(gradients, upstream, scale)
        : Losses<double>(gradients, upstream, scale);

    double[] Losses<T>(Tensor?[] gradients, double[]? upstream, double scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tensor packedHidden = Kernel.Packed(hidden), packedClasses = Kernel.Packed(classes);
        Tensor? packedBias = bias is null ? null : Kernel.Packed(bias);
        var losses = new double[_rows];
        var biasSums = gradients[2] is null ? null : new double[_classes];
        nint perBlock = nint.Clamp(BlockBytes / nint.Max(1, _classes * sizeof(T)), 1, nint.Max(1, _rows));
        using var product = new SlopeProduct<T>(perBlock, _classes, _size);
        nuint bytes = Pool.RoundUp((nuint)(perBlock * _classes * sizeof(T)));
        T* logits = (T*)Pool.Take(bytes);
        try
        {
            fixed (T* h = &packedHidden.Start<T>(), w = &packedClasses.Start<T>(), b = &Tensor.StartOrNull<T>(packedBias))
            fixed (T* dh = &Tensor.StartOrNull<T>(gradients[0]), dw = &Tensor.StartOrNull<T>(gradients[1]))
            fixed (double* db = biasSums)
            {
                bool slopes = dh != null || dw != null || db != null;
                for (nint start = 0; start < _rows; start += perBlock)
                {
                    nint n = nint.Min(perBlock, _rows - start);
                    T* block = h + start * _size;
                    Gemm.Run(n, _classes, _size, block, _size, 1, w, 1, _size, logits, _classes, bias: b);
                    Rows(logits, start, n, new(block, w, b, _size), losses, slopes, upstream, scale);
                    if (dh != null) product.Run(n, logits, w, dh + start * _size);
                    if (dw != null) Gemm.Run(_classes, _size, n, logits, 1, _classes, block, _size, 1, dw, _size, accumulate: start > 0);
                    if (db != null) Sums.AddTo(logits, db, _classes, n, _classes);
                }
            }
        }
        finally
        {
            Pool.Return((nint)logits, bytes);
        }
        if (biasSums is not null) Kernel.Copy(Tensor.From(biasSums).To(hidden.DType), gradients[2]!);
        foreach (var used in (ReadOnlySpan<Tensor?>)[packedHidden, packedClasses, packedBias, .. gradients]) GC.KeepAlive(used);
        return losses;
    }

    // The losses of a block of rows; where slopes are asked for, the logits become them.
    void Rows<T>(
        T* logits, nint start, nint n, LargeLogits<T> large, double[] losses, bool slopes, double[]? upstream, double scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Work.For(n, i =>
    {
        T* x = logits + i * _classes;
        large.Refine(x, i, _classes, (nint)labels[(int)(start + i)]);
        losses[start + i] = loss.Run(start + i, x, null, _classes, slopes ? x : null, null, scale * (upstream?[start + i] ?? 1));
    });
}
