using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Kobai.Simd;

namespace Kobai.Losses;

/// <summary>Softmax cross-entropy of one row of logits, with buffers for the next.</summary>
readonly unsafe struct CrossEntropyRow<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly nint _classes;
    readonly double[]? _weight;
    readonly double _smoothing;
    readonly T* _e;

    public CrossEntropyRow(nint classes, double[]? weight, double smoothing)
    {
        (_classes, _weight, _smoothing) = (classes, weight, smoothing);
        _e = (T*)NativeMemory.AlignedAlloc((nuint)((classes + 16) * sizeof(T)), 64);
    }

    public void Dispose() => NativeMemory.AlignedFree(_e);

    /// <summary>The loss with a label (−1: the row is ignored); the gradient, times scale, goes to dx.</summary>
    public double Label(T* x, nint label, T* dx, double scale)
    {
        if (label < 0)
        {
            if (dx != null) new Span<T>(dx, (int)_classes).Clear();
            return 0;
        }
        if (_smoothing != 0) return Smoothed(x, label, dx, scale);

        double m = Exponentials(x), distance = m - double.CreateTruncating(x[label]), e = double.CreateTruncating(_e[label]);
        _e[label] = T.Zero;
        double others = Sums.Of(_e, _classes), all = others + e;
        double w = _weight?[label] ?? 1;
        // If the label has the largest logit, e is 1 and ln S = log1p(others) exactly; if not, others ≥ 1.
        double loss = distance + Log1p(e == 1 ? others : others - 1 + e);
        if (dx != null)
        {
            Scale(dx, w * scale / all);
            dx[label] = T.CreateTruncating(-w * scale * (others / all));
        }
        return w == 0 ? 0 : w * loss;
    }

    /// <summary>The loss with class probabilities; the gradients, times scale, go to dx and dt.</summary>
    public double Probabilities(T* x, T* t, T* dx, T* dt, double scale)
    {
        double share = _smoothing / _classes;
        return Weighted(x, (1 - _smoothing, share, -1), t, dx, dt, scale);
    }

    double Smoothed(T* x, nint label, T* dx, double scale) =>
        Weighted(x, (1 - _smoothing, _smoothing / _classes, label), null, dx, null, scale);

    // loss = Σ qⱼ ℓⱼ with ℓⱼ = (m − xⱼ) + ln S and qⱼ = wⱼ (keep · tⱼ + share); the gradient is (Σ q) softmax − q.
    double Weighted(T* x, (double Keep, double Share, nint Label) target, T* t, T* dx, T* dt, double scale)
    {
        double m = Exponentials(x), all = Sums.Of(_e, _classes), logS = Log1p(all - 1), total = 0, loss = 0;
        for (nint j = 0; j < _classes; j++)
        {
            double w = _weight?[j] ?? 1, q = w * Share(target, t, j), own = m - double.CreateTruncating(x[j]) + logS;
            total += q;
            if (q != 0) loss += q * own;
            if (dt != null) dt[j] = T.CreateTruncating(scale * w * target.Keep * own);
        }
        if (dx == null) return loss;
        for (nint j = 0; j < _classes; j++)
        {
            double q = (_weight?[j] ?? 1) * Share(target, t, j), p = double.CreateTruncating(_e[j]) / all;
            dx[j] = T.CreateTruncating(scale * (total * p - q));
        }
        return loss;
    }

    static double Share((double Keep, double Share, nint Label) target, T* t, nint j)
    {
        double own = t != null ? double.CreateTruncating(t[j]) : j == target.Label ? 1 : 0;
        return target.Keep * own + target.Share;
    }

    static double Log1p(double x)
    {
        V1<double>.Store(V1<double>.Log1p(V1<double>.Broadcast(x)), ref x, 0);
        return x;
    }

    /// <summary>e[j] = exp(x[j] − m); returns m, the largest logit.</summary>
    double Exponentials(T* x)
    {
        if (Vector512.IsHardwareAccelerated) return Exponentials<V512<T>>(x);
        if (Vector256.IsHardwareAccelerated) return Exponentials<V256<T>>(x);
        if (Vector128.IsHardwareAccelerated) return Exponentials<V128<T>>(x);
        return Exponentials<V1<T>>(x);
    }

    // The row is copied behind itself with −∞ up to whole registers, so that short rows need no scalar tail.
    double Exponentials<V>(T* x) where V : struct, ISimd<V, T>
    {
        nint step = (nint)V.Count, whole = (_classes + step - 1) / step * step;
        new ReadOnlySpan<T>(x, (int)_classes).CopyTo(new(_e, (int)_classes));
        for (nint j = _classes; j < whole; j++) _e[j] = T.NegativeInfinity;
        var largest = V.Load(ref *_e, 0);
        for (nint j = step; j < whole; j += step) largest = V.Max(largest, V.Load(ref _e[j], 0));
        T* lanes = stackalloc T[16];
        V.Store(largest, ref *lanes, 0);
        T m = lanes[0];
        for (nint j = 1; j < step; j++) m = T.Max(m, lanes[j]);
        var shift = V.Broadcast(m);
        for (nint j = 0; j < whole; j += step) V.Store(V.Exp(V.Load(ref _e[j], 0) - shift), ref _e[j], 0);
        return double.CreateTruncating(m);
    }

    void Scale(T* dx, double factor)
    {
        T f = T.CreateTruncating(factor);
        System.Numerics.Tensors.TensorPrimitives.Multiply(new ReadOnlySpan<T>(_e, (int)_classes), f, new Span<T>(dx, (int)_classes));
    }
}
