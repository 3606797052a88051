using System.Numerics;
using System.Runtime.CompilerServices;
using Kobai.Simd;
using Kobai.Threads;

namespace Kobai.Losses;

/// <summary>α, β and s of a region loss.</summary>
readonly record struct OverlapSettings(double Alpha, double Beta, double Smooth);

/// <summary>
/// A region loss of large samples: three sums of two doubles each, which have the digits for every slope, and then the
/// slopes one by one in the element type, or in more digits where they cancel.
/// </summary>
sealed unsafe class LargeOverlap(
    string op, Tensor probabilities, Tensor target, Shape shape, Reduction reduction, OverlapSettings settings)
{
    const nint Chunk = 1 << 15, Block = 1024;

    // Sums and terms within these bounds keep their digits when they are multiplied and divided.
    const double Least = 1e-140, LeastOfAll = 1e-100, LargestOfAll = 1e100, LargestSlope = 1e30;

    readonly nint _samples = shape.Count, _width = probabilities.Count / nint.Max(1, shape.Count);

    /// <summary>The loss; null where numbers are so small or large that the sums might have lost digits.</summary>
    public Tensor? TryRun() => probabilities.DType == DType.Float32 ? TryRun<float>() : TryRun<double>();

    Tensor? TryRun<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (probabilities.Count == 0) return null;
        Tensor p = Kernel.Packed(probabilities), t = Kernel.Packed(target);
        var type = p.DType;
        var losses = new double[_samples];
        var slopes = new OverlapSlopes[_samples];
        double denominator = Reduced.Denominator(reduction, _samples, _samples);
        fixed (T* pp = &p.Start<T>(), pt = &t.Start<T>())
        {
            OverlapSums[] sums = Sum(pp, pt);
            if (Array.Exists(sums, sum => !sum.IsInDomain || double.IsNaN((double)sum.Hit)))
            {
                Overlap.CheckValues(op, probabilities, target);
                Check.NotNaN(op, (nameof(probabilities), probabilities), (nameof(target), target));
            }
            for (nint i = 0; i < _samples; i++)
            {
                if (!TrySolve(sums[i], denominator, out losses[i], out slopes[i])) return null;
            }
            bool records = !NoGradient.IsActive;
            Tensor? dp = records && probabilities.IsTracked ? Tensor.Empty(p.Shape, type) : null;
            Tensor? dt = records && target.IsTracked ? Tensor.Empty(p.Shape, type) : null;
            fixed (T* pdp = &Tensor.StartOrNull<T>(dp), pdt = &Tensor.StartOrNull<T>(dt))
            {
                if (dp is not null || dt is not null) Slopes(slopes, pp, pt, pdp, pdt);
            }
            GC.KeepAlive(p);
            GC.KeepAlive(t);
            return VectorLoss.Recorded(op, [probabilities, target], [dp, dt], losses, denominator, shape, reduction);
        }
    }

    OverlapSums[] Sum<T>(T* p, T* t) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint perSample = Work.Chunks(_width, Chunk), perTask = nint.Max(1, Chunk / _width);
        var parts = new OverlapSums[_samples * perSample];
        Work.For(Work.Chunks(parts.Length, perTask), task =>
        {
            for (nint part = task * perTask; part < nint.Min(parts.Length, (task + 1) * perTask); part++)
            {
                nint first = part / perSample * _width, start = part % perSample * Chunk;
                parts[part] = Sum(p + first, t + first, start, nint.Min(_width, start + Chunk));
            }
        });
        if (perSample == 1) return parts;
        var sums = new OverlapSums[_samples];
        Array.Fill(sums, OverlapSums.OfNothing);
        for (nint part = 0; part < parts.Length; part++) sums[part / perSample] += parts[part];
        return sums;
    }

    static OverlapSums Sum<T>(T* p, T* t, nint start, nint end) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var sums = OverlapSums.OfNothing;
        for (nint i = start; i < end; i += Block) sums += OverlapSums.Of(p + i, t + i, nint.Min(Block, end - i));
        return sums;
    }

    bool TrySolve(OverlapSums sums, double denominator, out double loss, out OverlapSlopes slopes)
    {
        Wide a = new(settings.Alpha), b = new(settings.Beta);
        Wide falsely = a * sums.Falsely, missed = b * sums.Missed;
        Wide wrong = falsely + missed, right = sums.Hit + new Wide(settings.Smooth), all = right + wrong;
        Wide factor = new Wide(1) / (new Wide(denominator) * all * all);
        Wide p0 = a * right * factor, p1 = (b * right + wrong) * factor, t0 = b * right * factor, t1 = (a * right + wrong) * factor;
        slopes = new(p0, p1, t0, t1);
        loss = (double)(wrong / all);
        return (double)all is > LeastOfAll and < LargestOfAll && sums.Least > Least
            && IsOrdinary(sums.Hit) && IsOrdinary(falsely) && IsOrdinary(missed) && IsOrdinary(a * right) && IsOrdinary(b * right)
            && IsInRange(p0) && IsInRange(p1) && IsInRange(t0) && IsInRange(t1);

        static bool IsOrdinary(Wide x) => (double)x == 0 || Math.Abs((double)x) > Least;

        // Where floats would overflow, a slope of 0 would become NaN.
        static bool IsInRange(Wide x) => Math.Abs((double)x) < LargestSlope;
    }

    void Slopes<T>(OverlapSlopes[] slopes, T* p, T* t, T* dp, T* dt) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint perTask = nint.Max(1, Chunk / _width);
        if (_width > Chunk)
        {
            for (nint i = 0; i < _samples; i++) Sample(i);
        }
        else
        {
            Work.For(Work.Chunks(_samples, perTask), task =>
            {
                for (nint i = task * perTask; i < nint.Min(_samples, (task + 1) * perTask); i++) Sample(i);
            });
        }

        void Sample(nint i)
        {
            nint at = i * _width;
            var run = new Pairs<T>(p + at, t + at, null, null, null, dp == null ? null : dp + at, dt == null ? null : dt + at);
            new PairBlocks<OverlapSlopes>(slopes[i], 1).Run(run, _width);
        }
    }
}

/// <summary>∂ℓ/∂p = P₀ (1 − t) − P₁ t and ∂ℓ/∂t = T₀ (1 − p) − T₁ p of the elements of one sample.</summary>
readonly struct OverlapSlopes(Wide p0, Wide p1, Wide t0, Wide t1) : IPairLoss
{
    readonly Two _p0 = new(p0), _p1 = new(p1), _t0 = new(t0), _t1 = new(t1);

    [MethodImpl(Jit.Inlined)]
    void IPairLoss.Evaluate<V>(V x, V t, V c, ref Digits<V> digits, out V value, out V slope, out V targetSlope)
    {
        value = V.Zero;
        slope = digits.Minus(_p0.Fill<V>() * (V.One - t), _p1.Fill<V>() * t);
        targetSlope = digits.MinusForTarget(_t0.Fill<V>() * (V.One - x), _t1.Fill<V>() * x);
    }

    /// <summary>A number of two doubles, for every type.</summary>
    readonly struct Two(Wide x)
    {
        readonly Number _high = (double)x, _low = (double)(x - new Wide((double)x));

        [MethodImpl(Jit.Inlined)]
        public V Fill<V>() where V : struct, ISimd<V> => V.Fill(_high) + V.Fill(_low);
    }
}
