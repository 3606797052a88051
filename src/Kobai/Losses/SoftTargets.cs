using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kobai.Products;
using Kobai.Simd;

namespace Kobai.Losses;

/// <summary>
/// Softmax cross-entropy with a share of the target on several classes: ℓ = Σ qⱼ ((m − xⱼ) + ln S) with
/// qⱼ = wⱼ (keep · tⱼ + share); tⱼ is a probability, or 1 for the label and 0 for the others.
/// </summary>
/// <remarks>
/// The gradient (Σ q) pⱼ − qⱼ is a difference, computed in double. At the largest logit, where p may be next to 1, it is
/// pₐ Σ_{j≠a} qⱼ − qₐ Σ_{j≠a} pⱼ. A row where the difference loses more digits than its type can spare is computed again
/// in numbers of more digits.
/// </remarks>
readonly unsafe struct SoftTargets : IRowLoss
{
    const int Block = 512, MostLanes = 8;

    // A difference of doubles below this share of their sum has too few digits left for a float, or for a double.
    const double CloseFloats = 4e-9, CloseDoubles = 0.6;

    readonly Labels? _labels;
    readonly long _ignored;
    readonly double _smoothing, _keep, _share;
    readonly double[] _weight;

    // The share of every class, whatever the label, and its sum as two doubles.
    readonly double[] _base;
    readonly (double High, double Low) _baseSum;

    /// <summary>The loss of these targets.</summary>
    /// <param name="labels">The label of each row, or null where there are probabilities.</param>
    /// <param name="ignored">The label of rows that cost nothing.</param>
    /// <param name="weight">w of each class, or null.</param>
    /// <param name="smoothing">K: keep is 1 − K and share is K/C.</param>
    /// <param name="classes">C.</param>
    public SoftTargets(Labels? labels, long ignored, double[]? weight, double smoothing, nint classes)
    {
        (_labels, _ignored, _smoothing, _keep, _share) = (labels, ignored, smoothing, 1 - smoothing, smoothing / classes);
        _weight = weight ?? Ones(classes);
        _base = new double[classes];
        TensorPrimitives.Multiply(_weight, _share, _base);
        fixed (double* all = _base) _baseSum = FineSums.Of(all, classes);

        static double[] Ones(nint classes)
        {
            var ones = new double[classes];
            Array.Fill(ones, 1);
            return ones;
        }
    }

    double IRowLoss.Run<T>(nint row, T* x, T* t, nint classes, T* dx, T* dt, double scale)
    {
        nint label = -1;
        if (_labels is not null)
        {
            if (_labels[(int)row] == _ignored)
            {
                if (dx != null) new Span<T>(dx, (int)classes).Clear();
                return 0;
            }
            label = (nint)_labels[(int)row];
        }
        return Run(x, t, label, classes, dx, dt, scale);
    }

    [SkipLocalsInit]
    double Run<T>(T* x, T* t, nint label, nint classes, T* dx, T* dt, double scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double* q = stackalloc double[Block], logits = stackalloc double[Block], terms = stackalloc double[Block];
        T m = Exponentials.Largest(x, classes);
        nint a = nint.Max(0, new ReadOnlySpan<T>(x, (int)classes).IndexOf(m));
        double* e = (double*)Scratch.Take((classes + MostLanes) * sizeof(double));
        var row = SoftmaxRow<T, double>.Of(x, classes, a, m, e);
        new Span<double>(e + classes, MostLanes).Clear();
        var (own, rest) = Shares(t, label, a, classes, q);

        double logS = Log1p(row.Others), loss = 0, low = 0;
        var step = new Step(row.Largest, logS, scale * (own + rest) / row.All, -scale, sizeof(T) == sizeof(float) ? CloseFloats : CloseDoubles);
        bool cancels = step.IsClose(scale * rest / row.All, scale * own * (row.Others / row.All));
        for (nint i = 0; i < classes; i += Block)
        {
            int n = (int)nint.Min(Block, classes - i);
            Fill(t, label, i, n, q);
            TensorPrimitives.ConvertTruncating<T, double>(new(x + i, n), new(logits, n));
            cancels |= step.Run(logits, e + i, q, n, terms);
            if (dt != null) Slopes(i, n, logits, scale, dt + i);
            if (typeof(T) == typeof(float)) loss += Sums.Of(terms, n);
            else FineSums.AddAll(ref loss, ref low, terms, n);
            if (dx != null) TensorPrimitives.ConvertTruncating<double, T>(new(e + i, n), new(dx + i, n));
        }
        if (dx != null)
        {
            dx[a] = T.CreateTruncating(scale * ((rest * row.Own - own * row.Others) / row.All));
            if (cancels && dx != x)
            {
                bool isSingle = typeof(T) == typeof(float);
                if (!InWide(x, t, label, a, classes, dx, scale, isSingle))
                {
                    var attempt = new Attempt<T>(this, x, t, label, a, classes, dx, scale);
                    Precision.Climb(ref attempt, isSingle, skipsWide: true);
                }
            }
        }
        return double.IsPositiveInfinity(loss) && T.IsFinite(m) ? FarApart(x, t, label, classes, row.Largest, q) : loss + low;
    }

    /// <summary>The loss where m − x may be above the largest double and its share of the loss is not.</summary>
    double FarApart<T>(T* x, T* t, nint label, nint classes, double m, double* q) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double quarter = 0, low = 0;
        for (nint i = 0; i < classes; i += Block)
        {
            int n = (int)nint.Min(Block, classes - i);
            Fill(t, label, i, n, q);
            for (nint j = 0; j < n; j++)
            {
                if (q[j] != 0) q[j] *= m / 4 - double.CreateTruncating(x[i + j]) / 4;
            }
            FineSums.AddAll(ref quarter, ref low, q, n);
        }
        return 4 * (quarter + low);
    }

    /// <summary>q of the place a, and the sum of all others.</summary>
    (double Own, double Others) Shares<T>(T* t, nint label, nint a, nint classes, double* q)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (t == null)
        {
            double rest = _baseSum.High, low = _baseSum.Low;
            FineSums.Add(ref rest, ref low, -_base[a]);
            rest += low;
            return label == a ? (_weight[a] * (_keep + _share), rest) : (_base[a], rest + _weight[label] * _keep);
        }
        double own = 0, others = 0;
        for (nint i = 0; i < classes; i += Block)
        {
            int n = (int)nint.Min(Block, classes - i);
            Fill(t, label, i, n, q);
            if (a >= i && a < i + n) (own, q[a - i]) = (q[a - i], 0);
            others += FineSums.Of(q, n).High;
        }
        return (own, others);
    }

    /// <summary>q of some classes, followed by zeros up to a whole register.</summary>
    void Fill<T>(T* t, nint label, nint start, int n, double* q) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        new Span<double>(q + n, int.Min(MostLanes, Block - n)).Clear();
        if (t == null)
        {
            _base.AsSpan((int)start, n).CopyTo(new(q, n));
            if (label >= start && label < start + n) q[label - start] = _weight[label] * (_keep + _share);
            return;
        }
        TensorPrimitives.ConvertTruncating<T, double>(new(t + start, n), new(q, n));
        fixed (double* w = _weight) Map.Value2(new Share(_keep, _share), q, 1, w + start, 1, q, n);
    }

    /// <summary>∂ℓ/∂tⱼ = wⱼ · keep · ((m − xⱼ) + ln S) of some classes.</summary>
    void Slopes<T>(nint start, nint n, double* nats, double scale, T* dt) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (nint j = 0; j < n; j++)
        {
            double w = _weight[start + j] * _keep;
            dt[j] = T.CreateTruncating(w == 0 ? 0 : scale * w * nats[j]);
        }
    }

    /// <summary>The slopes of one row in numbers of two doubles; false where these are too short.</summary>
    bool InWide<T>(T* x, T* t, nint label, nint a, nint classes, T* dx, double scale, bool isSingle)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var row = new WideSlopes(classes, a);
        int n = (int)classes;
        TensorPrimitives.ConvertTruncating<T, double>(new(x, n), new(row.Logits, n));
        _weight.CopyTo(new Span<double>(row.Weights, n));
        if (t != null) TensorPrimitives.ConvertTruncating<T, double>(new(t, n), new(row.Targets, n));
        else
        {
            new Span<double>(row.Targets, n).Clear();
            row.Targets[label] = 1;
        }
        if (!row.Run(_smoothing, Precision.ShareOfWide(isSingle))) return false;
        TensorPrimitives.Multiply(new(row.Slopes, n), scale, new Span<double>(row.Slopes, n));
        TensorPrimitives.ConvertTruncating<double, T>(new(row.Slopes, n), new(dx, n));
        return true;
    }

    /// <summary>The slopes of one row in numbers of more digits.</summary>
    readonly struct Attempt<T>(SoftTargets loss, T* x, T* t, nint label, nint a, nint classes, T* dx, double scale) : Precision.IAttempt
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public bool Run<V>(double share) where V : struct, ISimd<V>
        {
            V keep = V.One - V.Fill(loss._smoothing), each = V.Fill(loss._smoothing) / V.Fill(classes);
            V m = V.Fill(double.CreateTruncating(x[a])), others = V.Zero, rest = V.Zero;
            V[] e = new V[classes], q = new V[classes];
            for (nint j = 0; j < classes; j++)
            {
                e[j] = V.Exp(V.Fill(double.CreateTruncating(x[j])) - m);
                double own = t != null ? double.CreateTruncating(t[j]) : j == label ? 1 : 0;
                q[j] = V.Fill(loss._weight[j]) * (keep * V.Fill(own) + each);
                if (j == a) continue;
                others += e[j];
                rest += q[j];
            }
            V all = others + e[a], total = rest + q[a];
            bool isLost = false;
            for (nint j = 0; j < classes; j++)
            {
                V plus = j == a ? rest * e[a] : total * e[j], minus = j == a ? q[a] * others : q[j] * all;
                double slope = Precision.Rounded((plus - minus) / all);
                isLost |= Math.Abs(slope) < share * Precision.Rounded(plus / all);
                dx[j] = T.CreateTruncating(scale * slope);
            }
            return !isLost;
        }
    }

    static double Log1p(double x)
    {
        V1<double>.Store(V1<double>.Log1p(V1<double>.Fill(x)), ref x, 0);
        return x;
    }

    readonly struct Share(double keep, double share) : IFunction2
    {
        V IFunction2.Value<V>(V t, V w) => w * V.Fma(V.Fill(keep), t, V.Fill(share));
    }

    /// <summary>From the logits, exponentials and shares of some classes to their terms of the loss and their slopes.</summary>
    readonly struct Step(double largest, double logS, double p, double q, double limit)
    {
        /// <summary>Whether a difference is so small that it has lost more digits than may be.</summary>
        public bool IsClose(double p, double q) => Math.Abs(p - q) < limit * (p + q);

        /// <summary>x becomes (m − x) + ln S, e becomes the slopes; returns whether any of these has lost digits.</summary>
        public bool Run(double* x, double* e, double* shares, nint n, double* terms)
        {
            if (Vector512.IsHardwareAccelerated) return Run<V512<double>>(x, e, shares, n, terms);
            if (Vector256.IsHardwareAccelerated) return Run<V256<double>>(x, e, shares, n, terms);
            if (Vector128.IsHardwareAccelerated) return Run<V128<double>>(x, e, shares, n, terms);
            return Run<V1<double>>(x, e, shares, n, terms);
        }

        [MethodImpl(Jit.Apart)]
        bool Run<V>(double* x, double* e, double* shares, nint n, double* terms) where V : struct, ISimd<V, double>
        {
            V m = V.Fill(largest), log = V.Fill(logS), factor = V.Fill(p), negative = V.Fill(q), most = V.Fill(limit), any = V.Zero;
            for (nint j = 0; j < n; j += (nint)V.Count)
            {
                V share = V.Load(ref shares[j], 0), nats = m - V.Load(ref x[j], 0) + log;
                V plus = V.Load(ref e[j], 0) * factor, minus = share * negative, slope = plus + minus;
                // 0 · ∞ counts as 0: a class without a share costs nothing.
                V.Store(V.Select(V.Equal(share, V.Zero), V.Zero, share * nats), ref terms[j], 0);
                V.Store(nats, ref x[j], 0);
                V.Store(slope, ref e[j], 0);
                any = V.Or(any, V.Less(V.Abs(slope), most * (plus - minus)));
            }
            return V.AnyTrue(any);
        }
    }
}
