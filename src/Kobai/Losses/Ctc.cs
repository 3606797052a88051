using System.Numerics;
using Kobai.Simd;
using Kobai.Threads;

namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>
    /// Connectionist temporal classification: ℓₙ = −ln p(targetₙ), where p sums over all ways to stretch the target over
    /// the frames, with blanks between, before and after its labels.
    /// </summary>
    /// <param name="logProbabilities">The logarithms of the probabilities of the classes in each frame; (T, N, C) or (T, C).</param>
    /// <param name="targets">The labels without blanks; (N, S), or all one after another, or (S) for one sequence.</param>
    /// <param name="inputLengths">How many of the T frames count; one for each sequence.</param>
    /// <param name="targetLengths">How many labels count; one for each sequence.</param>
    /// <param name="blank">The class that stands for no label.</param>
    /// <param name="zeroInfinity">Whether a target that does not fit into its frames costs 0 and not ∞.</param>
    /// <param name="fromLogits">Whether raw scores are given in place of log-probabilities: a log-softmax is then part of the loss.</param>
    /// <param name="reduction">Mean divides each loss by the length of its target (at least 1), and their sum by N.</param>
    /// <remarks>
    /// <para>With α the probability of all beginnings and β that of all ends, γₜ(k) = Σ αₜ βₜ / p over the
    /// places of class k in the target is how probable k is in frame t; ∂ℓ/∂xₜₖ = −γₜ(k) for log-probabilities, and
    /// softmax(xₜ)ₖ − γₜ(k) for logits. Float32 is computed in double, Float64 in numbers of two doubles, and either in more
    /// digits where they cancel. Where ℓ is ∞ the
    /// gradient of the classes of the target is NaN.</para>
    /// <para>Graves, Fernández, Gomez and Schmidhuber, Connectionist Temporal Classification, 2006.</para>
    /// </remarks>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">A label, a length or a log-probability is out of range; the message names its place.</exception>
    /// <example><code>
    /// // Two frames, blank and one label: the label, the label twice, or before or after a blank.
    /// var p = Tensor.From([0.4, 0.6, 0.5, 0.5], [2, 2]);
    /// Loss.Ctc(p.Log(), [1], [2], [1])   // −ln(0.4 · 0.5 + 0.6 · 0.5 + 0.6 · 0.5) = 0.2231
    /// </code></example>
    public static Tensor Ctc(
        Tensor logProbabilities, Labels targets, Labels inputLengths, Labels targetLengths, int blank = 0,
        bool zeroInfinity = false, bool fromLogits = false, Reduction reduction = Reduction.Mean)
    {
        const string op = "Ctc";
        if (logProbabilities.Rank is not (2 or 3))
        {
            throw new ShapeException($"{op}: log-probabilities must be (T, N, C) or (T, C); they are {logProbabilities.Shape}.");
        }
        bool isBatch = logProbabilities.Rank == 3;
        var x = isBatch ? logProbabilities : logProbabilities.Unsqueeze(1);
        var sequences = CtcSequences(x.Shape, targets, inputLengths, targetLengths, blank);
        if (!fromLogits)
        {
            Check.NoneAbove0(
                op, "logProbabilities", logProbabilities,
                "Probabilities or logits? Take the Log() of probabilities; for logits pass fromLogits: true.");
        }
        var losses = new CtcRows(x, sequences, blank, zeroInfinity, fromLogits);
        return losses.Run(reduction, isBatch ? [x.Shape[1]] : Shape.Scalar);
    }

    static (nint Frames, long[] Target)[] CtcSequences(
        Shape x, Labels targets, Labels inputLengths, Labels targetLengths, int blank)
    {
        const string op = "Ctc";
        var (frames, count, classes) = (x[0], x[1], x[2]);
        if ((uint)blank >= (ulong)classes)
        {
            throw new ArgumentOutOfRangeException(nameof(blank), blank, $"{op}: blank must be one of the {classes} classes.");
        }
        if (inputLengths.Count != count || targetLengths.Count != count)
        {
            throw new ShapeException(
                $"{op}: one length is needed for each of the {count} sequences; inputLengths is {inputLengths.Shape}, targetLengths is {targetLengths.Shape}.");
        }
        bool isTable = targets.Shape.Rank == 2;
        long needed = 0;
        foreach (long length in targetLengths) needed += length;
        if (isTable ? targets.Shape[0] != count : targets.Shape.Rank != 1 || (count != 1 && targets.Count != needed))
        {
            throw new ShapeException(
                $"{op}: targets must be ({count}, S), or one after another as ({needed}); targets is {targets.Shape}.");
        }
        nint width = isTable ? targets.Shape[1] : targets.Count;
        var sequences = new (nint, long[])[count];
        for (int n = 0, start = 0; n < count; n++)
        {
            long input = inputLengths[n], length = targetLengths[n];
            if (input < 0 || input > frames)
            {
                throw new ArgumentException($"{op}: inputLengths[{n}] is {input}; there are {frames} frames.", nameof(inputLengths));
            }
            if (length < 0 || length > width)
            {
                throw new ArgumentException($"{op}: targetLengths[{n}] is {length}; targets is {targets.Shape}.", nameof(targetLengths));
            }
            long[] target = targets.Values.Slice(isTable ? (int)(n * width) : start, (int)length).ToArray();
            start += (int)length;
            int bad = Array.FindIndex(target, label => (ulong)label >= (ulong)classes || label == blank);
            if (bad >= 0)
            {
                throw new ArgumentException(
                    $"{op}: label {bad} of target {n} is {target[bad]}; labels go from 0 to {classes - 1} and are not the blank, {blank}.", nameof(targets));
            }
            sequences[n] = ((nint)input, target);
        }
        return sequences;
    }
}

/// <summary>The losses of a batch of sequences, each in one visit with its gradient.</summary>
sealed unsafe class CtcRows(
    Tensor x, (nint Frames, long[] Target)[] sequences, int blank, bool zeroInfinity, bool fromLogits)
{
    // Below this share of its terms a difference in double may have lost the digits of a float.
    const double FarBelow = 1.0 / (1 << 26);

    (nint Frames, long[] Target)[] Sequences => sequences;

    int Blank => blank;

    bool ZeroInfinity => zeroInfinity;

    bool FromLogits => fromLogits;

    public Tensor Run(Reduction reduction, Shape shape)
    {
        nint count = sequences.Length;
        Tensor? dx = !NoGradient.IsActive && x.IsTracked ? Tensor.Zeros(x.Shape, x.DType) : null;
        double denominator = RowLoss.Denominator(reduction, shape);
        var losses = new double[count];
        double Share(nint n) => reduction == Reduction.Mean ? nint.Max(1, sequences[n].Target.Length) : 1;
        if (x.DType == DType.Float32) Run<float>(dx, losses, n => 1 / (denominator * Share(n)));
        else Run<double>(dx, losses, n => 1 / (denominator * Share(n)));

        if (Array.Exists(losses, double.IsNaN)) Check.NotNaN("Ctc", ("logProbabilities", shape.Rank == 0 ? x.Squeeze(1) : x));
        Tensor y;
        if (reduction == Reduction.None) y = Tensor.From(losses, shape).To(x.DType);
        else
        {
            for (nint n = 0; n < count; n++) losses[n] /= Share(n);
            fixed (double* p = losses) y = Reduced.Of(FineSums.Of(p, losses.Length).High, denominator, x.DType);
        }
        return dx is null ? y : y.Record("Ctc", [x], dy => [PairLoss.Scaled(dx, dy.Rank == 0 ? dy : dy.Unsqueeze(-1))]);
    }

    void Run<T>(Tensor? dx, double[] losses, Func<nint, double> scale) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var packed = Kernel.Packed(x);
        nint classes = x.Shape[2], step = x.Shape[1] * classes;
        fixed (T* px = &packed.Start<T>(), pdx = &Tensor.StartOrNull<T>(dx))
        {
            T* from = px, to = pdx;
            Work.For(sequences.Length, n =>
            {
                var attempt = new Attempt<T>(this, n, from + n * classes, to == null ? null : to + n * classes, step, classes, scale(n));
                bool isSingle = typeof(T) == typeof(float);
                if (!isSingle || !attempt.Run<V1<double>>(FarBelow)) Precision.Climb(ref attempt, isSingle);
                losses[n] = attempt.Loss;
            });
        }
        GC.KeepAlive(packed);
        GC.KeepAlive(dx);
    }

    struct Attempt<T>(CtcRows rows, nint n, T* x, T* dx, nint step, nint classes, double scale) : Precision.IAttempt
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public double Loss { get; private set; }

        public bool Run<V>(double share) where V : struct, ISimd<V>
        {
            var (frames, target) = rows.Sequences[n];
            var sequence = new CtcSequence<T, V>(x, step, classes, frames, target, rows.Blank, rows.FromLogits);
            Loss = sequence.Loss;
            if (!double.IsFinite(Loss))
            {
                if (rows.ZeroInfinity) Loss = 0;
                else if (dx != null) sequence.Gradient(dx, scale, share);
                return true;
            }
            // Next to 0 the loss is what is missing from a probability of 1.
            return (dx == null || sequence.Gradient(dx, scale, share)) & Loss >= share * frames;
        }
    }
}
