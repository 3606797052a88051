using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kobai.Products;
using Kobai.Simd;

namespace Kobai.Losses;

/// <summary>
/// The slopes (Σ q) pⱼ − qⱼ of one row of soft targets in numbers of two doubles, eight classes at a time at every width.
/// </summary>
readonly unsafe struct WideSlopes
{
    const int Lanes = 8;

    readonly nint _classes, _padded, _largest;

    // Logits, targets and weights, then exponentials and shares of two parts each, and the slopes.
    readonly double* _room;

    /// <summary>Room for a row; what it is filled with is followed by classes that take no part.</summary>
    /// <param name="classes">How many there are.</param>
    /// <param name="largest">The place of the largest logit.</param>
    public WideSlopes(nint classes, nint largest)
    {
        (_classes, _largest) = (classes, largest);
        _padded = (classes + Lanes - 1) / Lanes * Lanes;
        _room = (double*)Scratch.Take(8 * _padded * sizeof(double));
        new Span<double>(Logits + classes, (int)(_padded - classes)).Fill(double.NegativeInfinity);
        new Span<double>(Targets + classes, (int)(_padded - classes)).Clear();
        new Span<double>(Weights + classes, (int)(_padded - classes)).Clear();
    }

    public double* Logits => _room;

    public double* Targets => _room + _padded;

    public double* Weights => _room + 2 * _padded;

    public double* Slopes => _room + 7 * _padded;

    double* E => _room + 3 * _padded;

    double* Q => _room + 5 * _padded;

    /// <summary>Computes the slopes; false where one is below a share of its terms.</summary>
    public bool Run(double smoothing, double share)
    {
        if (Vector512.IsHardwareAccelerated) return Run<V512<double>>(smoothing, share);
        if (Vector256.IsHardwareAccelerated) return Run<V256<double>>(smoothing, share);
        if (Vector128.IsHardwareAccelerated) return Run<V128<double>>(smoothing, share);
        return Run<V1<double>>(smoothing, share);
    }

    [MethodImpl(Jit.Apart)]
    bool Run<V>(double smoothing, double share) where V : struct, ISimd<V, double>
    {
        double* sums = stackalloc double[4 * Lanes];
        new Span<double>(sums, 4 * Lanes).Clear();
        WideLanes<V> m = WideLanes<V>.Fill(Logits[_largest]), k = WideLanes<V>.Fill(smoothing);
        WideLanes<V> keep = WideLanes<V>.Fill(1) - k, each = k / WideLanes<V>.Fill(_classes);
        for (nint j = 0; j < _padded; j += (nint)V.Count)
        {
            Store(WideLanes<V>.Exp(Load<V>(Logits + j) - m), E + j, _padded);
            Store(Load<V>(Weights + j) * (keep * Load<V>(Targets + j) + each), Q + j, _padded);
        }
        Wide own = new Wide(Q[_largest]) + new Wide(Q[_largest + _padded]), one = new(1);
        (E[_largest], E[_largest + _padded], Q[_largest], Q[_largest + _padded]) = (0, 0, 0, 0);
        for (nint j = 0; j < _padded; j += (nint)V.Count)
        {
            nint lane = j % Lanes;
            Store(Load<V>(sums + lane, Lanes) + Load<V>(E + j, _padded), sums + lane, Lanes);
            Store(Load<V>(sums + 2 * Lanes + lane, Lanes) + Load<V>(Q + j, _padded), sums + 2 * Lanes + lane, Lanes);
        }
        Wide others = Sum(sums), rest = Sum(sums + 2 * Lanes), all = others + one, total = rest + own;

        var (totalShare, none) = (Split<V>(total / all), V.Zero);
        V least = V.Fill(share), lost = none;
        for (nint j = 0; j < _padded; j += (nint)V.Count)
        {
            WideLanes<V> plus = totalShare * Load<V>(E + j, _padded), slope = plus - Load<V>(Q + j, _padded);
            V.Store(slope.High, ref Slopes[j], 0);
            lost = V.Or(lost, V.Less(V.Abs(slope.High), least * plus.High));
        }
        Wide most = rest / all, least0 = own * others / all, largest = most - least0;
        Slopes[_largest] = (double)largest;
        return !V.AnyTrue(lost) && Math.Abs((double)largest) >= share * (double)most;
    }

    [MethodImpl(Jit.Inlined)]
    static WideLanes<V> Load<V>(double* x, nint toLow = 0) where V : struct, ISimd<V, double> =>
        new(V.Load(ref *x, 0), toLow == 0 ? V.Zero : V.Load(ref x[toLow], 0));

    [MethodImpl(Jit.Inlined)]
    static void Store<V>(WideLanes<V> x, double* to, nint toLow) where V : struct, ISimd<V, double>
    {
        V.Store(x.High, ref *to, 0);
        V.Store(x.Low, ref to[toLow], 0);
    }

    [MethodImpl(Jit.Inlined)]
    static WideLanes<V> Split<V>(Wide x) where V : struct, ISimd<V, double>
    {
        double high = (double)x;
        return new(V.Fill(high), V.Fill((double)(x - new Wide(high))));
    }

    [MethodImpl(Jit.Apart)]
    static Wide Sum(double* lanes)
    {
        Wide sum = new(0);
        for (nint j = 0; j < Lanes; j++) sum += new Wide(lanes[j]) + new Wide(lanes[Lanes + j]);
        return sum;
    }
}
