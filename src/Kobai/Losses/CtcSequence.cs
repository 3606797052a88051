using System.Numerics;
using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Losses;

/// <summary>One sequence of connectionist temporal classification, in logarithms of probabilities of V.</summary>
/// <remarks>
/// The places of a target a b … are blank, a, blank, b, …, blank. From one frame to the next a path stays, goes on by one
/// place, or skips the blank between two labels that differ.
/// </remarks>
sealed unsafe class CtcSequence<T, V>
    where T : unmanaged, IBinaryFloatingPointIeee754<T> where V : struct, ISimd<V>
{
    readonly T* _x;
    readonly nint _step, _classes, _frames;
    readonly long[] _places;
    readonly bool[] _maySkipTo;
    readonly bool _fromLogits;

    // Of the logits of each frame the largest, and ln Σ exp(x − largest).
    readonly V[] _largest, _logS;

    // α: the log-probability of all beginnings of paths, up to a frame and a place.
    readonly V[] _begin;
    readonly V _total;

    public CtcSequence(T* x, nint step, nint classes, nint frames, long[] target, int blank, bool fromLogits)
    {
        _x = x;
        (_step, _classes, _frames, _fromLogits) = (step, classes, frames, fromLogits);
        _places = new long[2 * target.Length + 1];
        _maySkipTo = new bool[_places.Length];
        Array.Fill(_places, blank);
        for (int i = 0; i < target.Length; i++)
        {
            _places[2 * i + 1] = target[i];
            _maySkipTo[2 * i + 1] = i > 0 && target[i] != target[i - 1];
        }
        (_largest, _logS) = (new V[frames], new V[frames]);
        if (fromLogits) Normalize();
        _begin = new V[frames * _places.Length];
        for (nint t = 0; t < frames; t++) Advance(t);
        _total = frames == 0 ? target.Length == 0 ? V.Zero : Never
            : LogAdd(Begin(frames - 1, _places.Length - 1), Begin(frames - 1, _places.Length - 2));
    }

    static V Never => V.Fill(double.NegativeInfinity);

    /// <summary>−ln p(target).</summary>
    public double Loss() => 0 - Plain(_total);

    /// <summary>The gradient, times scale.</summary>
    public void Gradient(T* dx, double scale)
    {
        int last = _places.Length - 1;
        V[] end = new V[last + 1], next = new V[last + 1], share = new V[_classes];
        for (int s = 0; s <= last; s++) end[s] = s >= last - 1 ? V.Zero : Never;
        for (nint t = _frames - 1; t >= 0; t--)
        {
            Array.Clear(share);
            for (int s = 0; s <= last; s++) share[_places[s]] += V.Exp(Begin(t, s) + end[s] - _total);
            Write(t, share, dx + t * _step, scale);

            for (int s = 0; s <= last; s++) next[s] = end[s] + LogP(t, _places[s]);
            for (int s = 0; s <= last; s++)
            {
                end[s] = s < last ? LogAdd(next[s], next[s + 1]) : next[s];
                if (s < last - 1 && _maySkipTo[s + 2]) end[s] = LogAdd(end[s], next[s + 2]);
            }
        }
    }

    // For logits, the slope of the most probable class is minus the sum of the others: next to 1 nothing is lost.
    void Write(nint t, V[] share, T* dx, double scale)
    {
        if (!_fromLogits)
        {
            for (nint k = 0; k < _classes; k++) dx[k] = T.CreateTruncating(0 - scale * Plain(share[k]));
            return;
        }
        nint a = Largest(t);
        V others = V.Zero;
        for (nint k = 0; k < _classes; k++)
        {
            if (k == a) continue;
            V slope = V.Exp(LogP(t, k)) - share[k];
            others += slope;
            dx[k] = T.CreateTruncating(scale * Plain(slope));
        }
        dx[a] = T.CreateTruncating(0 - scale * Plain(others));
    }

    void Normalize()
    {
        for (nint t = 0; t < _frames; t++)
        {
            nint a = Largest(t);
            _largest[t] = V.Fill(X(t, a));
            V others = V.Zero;
            for (nint k = 0; k < _classes; k++)
            {
                if (k != a) others += V.Exp(V.Fill(X(t, k)) - _largest[t]);
            }
            _logS[t] = V.Log1p(others);
        }
    }

    nint Largest(nint t)
    {
        nint a = 0;
        for (nint k = 1; k < _classes; k++) a = X(t, k) > X(t, a) ? k : a;
        return a;
    }

    void Advance(nint t)
    {
        for (int s = 0; s < _places.Length; s++)
        {
            V sum = t == 0 ? s < 2 ? V.Zero : Never : LogAdd(Begin(t - 1, s), Begin(t - 1, s - 1));
            if (t > 0 && _maySkipTo[s]) sum = LogAdd(sum, Begin(t - 1, s - 2));
            _begin[t * _places.Length + s] = sum + LogP(t, _places[s]);
        }
    }

    V Begin(nint t, int s) => s < 0 ? Never : _begin[t * _places.Length + s];

    V LogP(nint t, long k)
    {
        V x = V.Fill(X(t, (nint)k));
        return _fromLogits ? x - _largest[t] - _logS[t] : x;
    }

    double X(nint t, nint k) => double.CreateTruncating(_x[t * _step + k]);

    /// <summary>ln(eᵃ + eᵇ).</summary>
    static V LogAdd(V a, V b)
    {
        V larger = V.Max(a, b);
        return V.Select(V.Equal(larger, Never), Never, larger + V.Log1p(V.Exp(-V.Abs(a - b))));
    }

    static double Plain(V x)
    {
        if (typeof(V) == typeof(Wide)) return (double)Unsafe.BitCast<V, Wide>(x);
        double plain = 0;
        V1<double>.Store(Unsafe.BitCast<V, V1<double>>(x), ref plain, 0);
        return plain;
    }
}
