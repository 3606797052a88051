using System.Numerics;
using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Losses;

/// <summary>A loss of the probability p that the softmax of a row gives to the label.</summary>
interface ILabelLoss
{
    /// <summary>The loss and its slope, from numbers of which none was found by a difference of like ones.</summary>
    /// <param name="nats">−ln p.</param>
    /// <param name="p">p.</param>
    /// <param name="rest">1 − p.</param>
    /// <param name="value">ℓ.</param>
    /// <param name="slope">dℓ / d(−ln p).</param>
    void Evaluate<V>(V nats, V p, V rest, out V value, out V slope) where V : struct, ISimd<V>;

    /// <summary>Whether the loss multiplies the rounding errors of what it is given, so that they must be smaller.</summary>
    static virtual bool IsSensitive => true;
}

/// <summary>A loss of the probability of the label, row by row: ∂ℓ/∂xⱼ = slope · (pⱼ − [j = t]).</summary>
/// <param name="f">The loss.</param>
/// <param name="labels">The label of each row.</param>
/// <param name="ignored">The label of rows that cost nothing.</param>
/// <param name="weight">A factor for each class, or null.</param>
readonly unsafe struct LabelLoss<F>(F f, Labels labels, long ignored, double[]? weight) : IRowLoss, IShortRowLoss
    where F : struct, ILabelLoss
{
    double IRowLoss.Run<T>(nint row, T* x, T* t, nint classes, T* dx, T* dt, double scale)
    {
        long label = labels[(int)row];
        if (label == ignored)
        {
            if (dx != null) new Span<T>(dx, (int)classes).Clear();
            return 0;
        }
        double w = weight?[label] ?? 1;
        return F.IsSensitive || Math.Abs(w * scale) > SoftmaxRow<T, T>.MostFactor
            ? Run<T, double>(x, classes, (nint)label, w, dx, scale)
            : Run<T, T>(x, classes, (nint)label, w, dx, scale);
    }

    bool IShortRowLoss.TryRun(nint row, int count, float* x, int classes, float* dx, double scale, double* losses) =>
        !F.IsSensitive && ShortRows.TryRun(f, labels.Values.Slice((int)row, count), ignored, weight, x, classes, dx, scale, losses);

    // −ln p = (m − xₜ) + ln S: if the label has the largest logit, own is 1 and ln S = log1p(others) exactly;
    // if not, others ≥ 1.
    [MethodImpl(Jit.Inlined)]
    internal static void Evaluate<V>(F f, V distance, V own, V others, out V value, out V slope) where V : struct, ISimd<V>
    {
        var all = others + own;
        var logS = V.Log1p(V.Select(V.Equal(own, V.One), others, others - V.One + own));
        f.Evaluate(distance + logS, own / all, others / all, out value, out slope);
    }

    double Run<T, E>(T* x, nint classes, nint label, double w, T* dx, double scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        double target = double.CreateTruncating(x[label]);
        E* e = SoftmaxRow<T, E>.Room(classes, dx);
        bool isLongSingle = typeof(T) == typeof(float) && typeof(E) == typeof(float) && classes > ShortRows.MostClasses && dx != x;
        if (!isLongSingle || !SoftmaxRow<T, E>.TryFromLabel((float*)x, classes, label, (float*)e, out var row))
            row = SoftmaxRow<T, E>.Of(x, classes, label, Exponentials.Largest(x, classes), e);
        var attempt = new Attempt<T, E>(f, x, e, classes, row, target, w);
        bool isSingle = typeof(T) == typeof(float);
        if (isSingle || !F.IsSensitive) attempt.Run<V1<double>>(0);
        // Wide loses digits below the range of its low part; nothing is lost where all others are 0.
        bool isTiny = row.Others is > 0 and < Precision.Tiny;
        bool isTooLarge = !double.IsFinite(attempt.Loss) && T.IsFinite(x[label]) && double.IsFinite(row.Largest);
        if (isTooLarge || (!isSingle && F.IsSensitive)) Precision.Climb(ref attempt, isSingle, isTooLarge || isTiny);
        if (dx != null)
        {
            double factor = w * scale * attempt.Slope;
            row.Scale(x, e, classes, factor / row.All, dx);
            dx[label] = T.CreateTruncating(-factor * (row.Others / row.All));
        }
        return w == 0 ? 0 : attempt.Loss;
    }

    /// <summary>w times the loss, and the slope, of one row.</summary>
    struct Attempt<T, E>(F f, T* x, E* e, nint classes, SoftmaxRow<T, E> row, double target, double w) : Precision.IAttempt
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        public double Loss { get; private set; }

        public double Slope { get; private set; }

        public bool Run<V>(double share) where V : struct, ISimd<V>
        {
            V m = V.Fill(row.Largest), distance = m - V.Fill(target), others = V.Fill(row.Others) + V.Fill(row.Low);
            V own = typeof(V) == typeof(V1<double>) ? V.Fill(row.Own) : V.Exp(-distance);
            // The rounding errors of many like exponentials nearly cancel; those of the few that count are taken out.
            double least = Precision.HasRange<V>() ? row.Others * 1e-16 : row.Others / 16;
            for (nint j = 0; typeof(V) != typeof(V1<double>) && j < classes; j++)
            {
                double rounded = double.CreateTruncating(e[j]) / row.Unit;
                if (rounded > least) others += V.Exp(V.Fill(double.CreateTruncating(x[j])) - m) - V.Fill(rounded);
            }
            Evaluate(f, distance, own, others, out V value, out V slope);
            Loss = Precision.Rounded(value * V.Fill(w));
            Slope = Precision.Rounded(slope);
            return !double.IsFinite(target) || (Precision.IsCertain<V>(Loss) && Precision.IsCertain<V>(Slope));
        }
    }
}
