using System.Numerics;
using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Losses;

/// <summary>One sequence of connectionist temporal classification, in probabilities of V.</summary>
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

    // The probability of each class in each frame.
    readonly UnboundedProbability<V>[] _p;

    // α: the probability of all beginnings of paths, up to a frame and a place.
    readonly UnboundedProbability<V>[] _begin;
    readonly UnboundedProbability<V> _total;

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
        _p = new UnboundedProbability<V>[frames * classes];
        for (nint t = 0; t < frames; t++) Probabilities(t);
        _begin = new UnboundedProbability<V>[frames * _places.Length];
        for (nint t = 0; t < frames; t++) Advance(t);
        _total = frames == 0 ? target.Length == 0 ? One : default
            : Begin(frames - 1, _places.Length - 1) + Begin(frames - 1, _places.Length - 2);
    }

    static UnboundedProbability<V> One => new(V.One, 0);

    static UnboundedProbability<V> Unknown => new(V.Fill(double.NaN), 0);

    /// <summary>−ln p(target).</summary>
    public double Loss => _total.IsZero ? double.PositiveInfinity : 0 - Precision.Rounded(_total.Log());

    /// <summary>The gradient, times scale.</summary>
    /// <returns>Whether none of its numbers is below a share of its terms.</returns>
    [MethodImpl(Jit.Apart)]
    public bool Gradient(T* dx, double scale, double share)
    {
        int last = _places.Length - 1;
        UnboundedProbability<V>[] end = new UnboundedProbability<V>[last + 1], next = new UnboundedProbability<V>[last + 1], gamma = new UnboundedProbability<V>[_classes];
        for (int s = 0; s <= last; s++) end[s] = s >= last - 1 ? One : default;
        bool isClear = true;
        for (nint t = _frames - 1; t >= 0; t--)
        {
            Array.Clear(gamma);
            for (int s = 0; s <= last; s++) gamma[_places[s]] += _total.IsZero ? Unknown : Begin(t, s) * end[s];
            isClear &= Write(t, gamma, dx + t * _step, scale, share);

            for (int s = 0; s <= last; s++) next[s] = end[s] * P(t, _places[s]);
            for (int s = 0; s <= last; s++)
            {
                end[s] = s < last ? next[s] + next[s + 1] : next[s];
                if (s < last - 1 && _maySkipTo[s + 2]) end[s] += next[s + 2];
            }
        }
        return isClear;
    }

    // For logits, the slope of the most probable class is minus the sum of the others: next to 1 nothing is lost.
    [MethodImpl(Jit.Apart)]
    bool Write(nint t, UnboundedProbability<V>[] gamma, T* dx, double scale, double share)
    {
        nint a = _fromLogits ? Largest(t) : -1;
        V others = V.Zero, terms = V.Zero;
        bool isClear = true;
        for (nint k = 0; k < _classes; k++)
        {
            if (k == a) continue;
            V own = gamma[k].IsZero ? V.Zero : (gamma[k] / _total).ToNumber(), p = _fromLogits ? P(t, k).ToNumber() : V.Zero, slope = p - own;
            (others, terms) = (others + slope, terms + V.Abs(slope));
            isClear &= IsClear(slope, p, share);
            dx[k] = T.CreateTruncating(scale * Precision.Rounded(slope));
        }
        if (a < 0) return isClear;
        dx[a] = T.CreateTruncating(0 - scale * Precision.Rounded(others));
        return isClear & IsClear(others, terms, share);
    }

    bool IsClear(V sum, V terms, double share) =>
        !(Math.Abs(Precision.Rounded(sum)) < share * _frames * Precision.Rounded(terms));

    [MethodImpl(Jit.Apart)]
    void Probabilities(nint t)
    {
        nint at = t * _classes;
        if (!_fromLogits)
        {
            for (nint k = 0; k < _classes; k++) _p[at + k] = UnboundedProbability<V>.Exp(V.Fill(X(t, k)));
            return;
        }
        V m = V.Fill(X(t, Largest(t)));
        UnboundedProbability<V> all = default;
        for (nint k = 0; k < _classes; k++) all += _p[at + k] = UnboundedProbability<V>.Exp(V.Fill(X(t, k)) - m);
        for (nint k = 0; k < _classes; k++) _p[at + k] /= all;
    }

    nint Largest(nint t)
    {
        nint a = 0;
        for (nint k = 1; k < _classes; k++) a = X(t, k) > X(t, a) ? k : a;
        return a;
    }

    [MethodImpl(Jit.Apart)]
    void Advance(nint t)
    {
        for (int s = 0; s < _places.Length; s++)
        {
            UnboundedProbability<V> sum = t == 0 ? s < 2 ? One : default : Begin(t - 1, s) + Begin(t - 1, s - 1);
            if (t > 0 && _maySkipTo[s]) sum += Begin(t - 1, s - 2);
            _begin[t * _places.Length + s] = sum * P(t, _places[s]);
        }
    }

    UnboundedProbability<V> Begin(nint t, int s) => s < 0 ? default : _begin[t * _places.Length + s];

    UnboundedProbability<V> P(nint t, long k) => _p[t * _classes + (nint)k];

    double X(nint t, nint k) => double.CreateTruncating(_x[t * _step + k]);
}
