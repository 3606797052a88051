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
readonly unsafe struct LabelLoss<F>(F f, Labels labels, long ignored, double[]? weight) : IRowLoss
    where F : struct, ILabelLoss
{
    // Exponentials below the normal range, made larger, would show their few digits.
    const double MostFactor = 8;

    double IRowLoss.Run<T>(nint row, T* x, T* t, nint classes, T* dx, T* dt, double scale)
    {
        long label = labels[(int)row];
        if (label == ignored)
        {
            if (dx != null) new Span<T>(dx, (int)classes).Clear();
            return 0;
        }
        double w = weight?[label] ?? 1;
        return F.IsSensitive || Math.Abs(w * scale) > MostFactor
            ? Run<T, double>(x, classes, (nint)label, w, dx, scale)
            : Run<T, T>(x, classes, (nint)label, w, dx, scale);
    }

    double Run<T, E>(T* x, nint classes, nint label, double w, T* dx, double scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        double target = double.CreateTruncating(x[label]);
        E* e = SoftmaxRow<T, E>.Room(classes, dx);
        var row = SoftmaxRow<T, E>.Of(x, classes, label, Exponentials.Largest(x, classes), e);
        var (value, slope) = F.IsSensitive && typeof(T) == typeof(double)
            ? InWide((double*)x, (double*)e, classes, row, target)
            : InDouble(row, target);
        if (dx != null)
        {
            double factor = w * scale * slope;
            SoftmaxRow<T, E>.Scale(e, classes, factor / row.All, dx);
            dx[label] = T.CreateTruncating(-factor * (row.Others / row.All));
        }
        return w == 0 ? 0 : w * value;
    }

    (double Value, double Slope) InDouble<T, E>(in SoftmaxRow<T, E> row, double target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        Evaluate(
            V1<double>.Fill(row.Largest - target), V1<double>.Fill(row.Own), V1<double>.Fill(row.Others),
            out V1<double> value, out V1<double> slope);
        return (Plain(value), Plain(slope));

        static double Plain(V1<double> x)
        {
            double plain = 0;
            V1<double>.Store(x, ref plain, 0);
            return plain;
        }
    }

    (double Value, double Slope) InWide<T, E>(double* x, double* e, nint classes, in SoftmaxRow<T, E> row, double target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        Wide m = new(row.Largest), distance = m - new Wide(target);
        Wide others = new Wide(row.Others) + new Wide(row.Low);
        // The rounding errors of many like exponentials nearly cancel; those of the few that count are taken out.
        for (nint j = 0; j < classes; j++)
        {
            if (e[j] > row.Others / 16) others += Wide.Exp(new Wide(x[j]) - m) - new Wide(e[j]);
        }
        Evaluate(distance, Wide.Exp(-distance), others, out Wide value, out Wide slope);
        return ((double)value, (double)slope);
    }

    // −ln p = (m − xₜ) + ln S: if the label has the largest logit, own is 1 and ln S = log1p(others) exactly;
    // if not, others ≥ 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Evaluate<V>(V distance, V own, V others, out V value, out V slope) where V : struct, ISimd<V>
    {
        var all = others + own;
        var logS = V.Log1p(V.Select(V.Equal(own, V.One), others, others - V.One + own));
        f.Evaluate(distance + logS, own / all, others / all, out value, out slope);
    }
}
