using System.Runtime.CompilerServices;
using Kobai.Products;

namespace Kobai.Losses;

/// <summary>
/// Softmax cross-entropy of float logits with smoothed labels: ℓ = ln Σⱼ exp(xⱼ − xₜ) − K/C Σⱼ (xⱼ − xₜ), as all shares of
/// the target sum to 1.
/// </summary>
/// <remarks>
/// The gradient pⱼ − K/C, less 1 − K at the label, is a difference of doubles of 13 digits. A row where one leaves fewer than
/// a float has, or with logits so far apart that a sum is not finite, is run by <see cref="SoftTargets"/>.
/// </remarks>
/// <param name="labels">The label of each row.</param>
/// <param name="ignored">The label of rows that cost nothing.</param>
/// <param name="smoothing">K.</param>
/// <param name="classes">C.</param>
readonly unsafe struct SmoothedLabels(Labels labels, long ignored, double smoothing, nint classes) : IRowLoss, IShortRowLoss
{
    /// <summary>The least K: beside it the two terms of the loss do not cancel.</summary>
    public const double Least = 1e-3;

    // A difference below this share of the sum of its terms has too few digits left.
    const double Close = 2e-7;

    readonly SoftTargets _exact = new(labels, ignored, null, smoothing, classes);
    readonly double _share = smoothing / classes, _labelShare = 1 - smoothing + smoothing / classes;

    double IRowLoss.Run<T>(nint row, T* x, T* t, nint classes, T* dx, T* dt, double scale)
    {
        long label = labels[(int)row];
        return label != ignored && TryRun((float*)x, (nint)label, (float*)dx, scale, out double loss)
            ? loss
            : Exact(_exact, row, (float*)x, (float*)dx, scale);
    }

    bool TryRun(float* x, nint label, float* dx, double scale, out double loss)
    {
        double* e = (double*)Scratch.Take(classes * sizeof(double));
        var (all, distance) = SmoothedTerms.OfRow(x, classes, x[label], e, dx == null ? x : dx);
        double p = all;
        double cost;
        SmoothedTerms.Finish(&p, &distance, 1, _share, scale, &cost);
        loss = cost;
        if (!double.IsFinite(loss)) return false;
        if (dx == null) return true;
        double least = SmoothedTerms.SlopesOfRow(e, classes, p, scale * _share, dx);
        return IsClear(p, least, scale, out dx[label]);
    }

    [SkipLocalsInit]
    bool IShortRowLoss.TryRun(nint row, int count, float* x, int classes, float* dx, double scale, double* losses)
    {
        const int stride = ShortRows.MostRows;
        float* columns = stackalloc float[ShortRows.MostClasses * stride];
        double* e = stackalloc double[ShortRows.MostClasses * stride];
        double* shift = stackalloc double[stride], p = stackalloc double[stride], distance = stackalloc double[stride];
        double* least = stackalloc double[stride];
        var label = labels.Values.Slice((int)row, count);
        ShortRows.Turn(x, count, classes, classes, columns, stride);
        for (int i = 0; i < count; i++) shift[i] = label[i] == ignored ? 0 : x[i * classes + label[i]];
        SmoothedTerms.OfRows(columns, classes, count, stride, shift, e, p, distance);
        SmoothedTerms.Finish(p, distance, count, _share, scale, losses);
        if (dx != null)
        {
            SmoothedTerms.SlopesOfRows(e, classes, count, stride, p, scale * _share, columns, least);
            ShortRows.Turn(columns, classes, count, stride, dx, classes);
        }
        for (int i = 0; i < count; i++)
        {
            float* slopes = dx == null ? null : dx + i * classes;
            bool isDone = label[i] != ignored && double.IsFinite(losses[i]) && (dx == null || IsClear(p[i], least[i], scale, out slopes[label[i]]));
            if (!isDone) losses[i] = Exact(_exact, row + i, x + i * classes, slopes, scale);
        }
        return true;
    }

    /// <summary>The slope of the label, and whether all slopes of the row have digits enough.</summary>
    bool IsClear(double p, double least, double scale, out float slope)
    {
        double difference = p * SmoothedTerms.Factor - scale * _labelShare;
        slope = (float)difference;
        return least >= 2 * Close * scale * _share && Math.Abs(difference) >= 2 * Close * scale;
    }

    double Exact<K>(K exact, nint row, float* x, float* dx, double scale) where K : struct, IRowLoss =>
        exact.Run(row, x, null, classes, dx, null, scale);
}
