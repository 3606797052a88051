using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kobai.Simd;
using Kobai.Threads;

namespace Kobai.Losses;

/// <summary>The elements of a loss of pairs; a null pointer is a tensor that is not there.</summary>
readonly unsafe struct Pairs<T>(T* x, T* target, T* weight, T* third, T* losses, T* dx, T* dt) where T : unmanaged
{
    public readonly T* X = x, Target = target, Weight = weight, Third = third, Losses = losses, Dx = dx, Dt = dt;
}

/// <summary>
/// Evaluates a loss of pairs block by block. Where terms cancel or floats overflow, a block of floats is computed again
/// in double, and an element of doubles again in numbers of more digits and a wider range, by the same formula.
/// </summary>
/// <param name="f">The loss.</param>
/// <param name="scale">What the gradients are multiplied by.</param>
readonly unsafe struct PairBlocks<F>(F f, double scale) where F : struct, IPairLoss
{
    // A block's losses stay in the first-level cache between being computed and being summed.
    const int Block = 512;
    const nint Chunk = 1 << 15;

    // Below these shares of its terms a difference is computed again: of floats, of doubles, and of doubles that become
    // floats, which may lose 26 bits.
    const double Whole = 1, Most = 0.7, FarBelow = 1.0 / (1 << 26);

    /// <summary>Writes losses and gradients, and returns the sum of the losses.</summary>
    public double Run<T>(Pairs<T> run, nint count) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        count <= Chunk ? Range(run, 0, count, Share<T>()) : InChunks(run, count);

    static double Share<T>() => typeof(T) == typeof(float) ? Whole : Most;

    double InChunks<T>(Pairs<T> run, nint count) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var self = this;
        var parts = new double[Work.Chunks(count, Chunk)];
        Work.For(parts.Length, i => parts[i] = self.Range(run, i * Chunk, nint.Min(count, (i + 1) * Chunk), Share<T>()));
        fixed (double* p = parts) return Sums.Of(p, parts.Length);
    }

    double Range<T>(Pairs<T> run, nint start, nint end, double share) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) return Range<V512<T>, T>(run, start, end, share);
        if (Vector256.IsHardwareAccelerated) return Range<V256<T>, T>(run, start, end, share);
        if (Vector128.IsHardwareAccelerated) return Range<V128<T>, T>(run, start, end, share);
        return Range<V1<T>, T>(run, start, end, share);
    }

    [SkipLocalsInit]
    double Range<V, T>(Pairs<T> run, nint start, nint end, double share)
        where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T* losses = stackalloc T[Block], lost = stackalloc T[Block];
        double sum = 0;
        bool inDouble = false;
        for (nint block = start; block < end; block += Block)
        {
            nint n = nint.Min(Block, end - block), i = 0;
            // Where one block of floats has to be computed again, so have most that follow.
            if (inDouble)
            {
                sum += InDouble(run, block, n);
                continue;
            }
            V any = default;
            for (; i <= n - (nint)V.Count; i += (nint)V.Count) any = V.Or(any, Step<V, T>(run, block + i, losses + i, lost + i, share));
            V1<T> anyLast = default;
            for (; i < n; i++) anyLast = V1<T>.Or(anyLast, Step<V1<T>, T>(run, block + i, losses + i, lost + i, share));

            bool isLost = V.AnyTrue(any) || V1<T>.AnyTrue(anyLast);
            double part = Sums.Of(losses, n);
            inDouble = typeof(T) == typeof(float) && (isLost || !double.IsFinite(part));
            if (inDouble) part = InDouble(run, block, n);
            else if (isLost || !double.IsFinite(part))
            {
                for (i = 0; i < n; i++)
                {
                    bool hasLost = V1<T>.AnyTrue(V1<T>.Broadcast(lost[i]));
                    if (hasLost || !T.IsFinite(losses[i])) losses[i] = T.CreateTruncating(InMoreDigits(run, block + i, share == FarBelow, !hasLost));
                }
                part = Sums.Of(losses, n);
            }
            sum += part;
            if (!inDouble && run.Losses != null) new ReadOnlySpan<T>(losses, (int)n).CopyTo(new(run.Losses + block, Block));
        }
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V Step<V, T>(Pairs<T> run, nint i, T* loss, T* lost, double share)
        where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var digits = new Digits<V>(V.Fill(share), V.Fill(run.Dt != null ? share : 0));
        var c = run.Third == null ? V.One : V.Load(ref run.Third[i], 0);
        f.Evaluate(V.Load(ref run.X[i], 0), V.Load(ref run.Target[i], 0), c, ref digits, out var value, out var dx, out var dt);
        var factor = V.Fill(scale);
        if (run.Weight != null)
        {
            var w = V.Load(ref run.Weight[i], 0);
            value *= w;
            factor *= w;
        }
        V.Store(value, ref *loss, 0);
        if (run.Dx != null) V.Store(dx * factor, ref run.Dx[i], 0);
        if (run.Dt != null)
        {
            dt *= factor;
            V.Store(dt, ref run.Dt[i], 0);
            digits.NoteOverflow(dt);
        }
        if (typeof(T) == typeof(double)) V.Store(digits.Lost, ref *lost, 0);
        return digits.Lost;
    }

    /// <summary>A block of floats by way of double: widened, evaluated, and rounded once.</summary>
    [SkipLocalsInit]
    double InDouble<T>(Pairs<T> run, nint start, nint count) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double* memory = stackalloc double[7 * Block];
        int n = (int)count;
        var wide = new Pairs<double>(
            Widened(run.X, 0), Widened(run.Target, 1), Widened(run.Weight, 2), Widened(run.Third, 3),
            Place(run.Losses, 4), Place(run.Dx, 5), Place(run.Dt, 6));
        double sum = Range(wide, 0, n, FarBelow);
        Narrow(wide.Losses, run.Losses);
        Narrow(wide.Dx, run.Dx);
        Narrow(wide.Dt, run.Dt);
        return sum;

        double* Place(T* x, int place) => x == null ? null : memory + place * Block;

        double* Widened(T* x, int place)
        {
            if (x != null) TensorPrimitives.ConvertTruncating<T, double>(new(x + start, n), new(memory + place * Block, n));
            return Place(x, place);
        }

        void Narrow(double* from, T* to)
        {
            if (to != null) TensorPrimitives.ConvertTruncating<double, T>(new(from, n), new(to + start, n));
        }
    }

    /// <summary>One element in numbers of more digits; returns its loss.</summary>
    double InMoreDigits<T>(Pairs<T> run, nint i, bool isSingle, bool isTooLarge) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var element = new Element(f, scale, At(run.X), At(run.Target), At(run.Third), At(run.Weight), run.Dt != null);
        Precision.Climb(ref element, isSingle, isTooLarge);
        if (run.Dx != null) run.Dx[i] = T.CreateTruncating(element.Dx);
        if (run.Dt != null) run.Dt[i] = T.CreateTruncating(element.Dt);
        return element.Loss;

        double At(T* x) => x == null ? 1 : double.CreateTruncating(x[i]);
    }

    struct Element(F f, double scale, double x, double t, double c, double w, bool hasDt) : Precision.IAttempt
    {
        public double Loss { get; private set; }

        public double Dx { get; private set; }

        public double Dt { get; private set; }

        bool Precision.IAttempt.Run<V>(double share)
        {
            var digits = new Digits<V>(V.Fill(share), V.Fill(hasDt ? share : 0));
            f.Evaluate(V.Fill(x), V.Fill(t), V.Fill(c), ref digits, out var value, out var dx, out var dt);
            V weight = V.Fill(w), factor = weight * V.Fill(scale);
            Loss = Precision.Rounded(value * weight);
            (Dx, Dt) = (Precision.Rounded(dx * factor), Precision.Rounded(dt * factor));
            return !digits.AnyLost && Precision.IsCertain<V>(Loss) && Precision.IsCertain<V>(Dx) && Precision.IsCertain<V>(Dt);
        }
    }
}
