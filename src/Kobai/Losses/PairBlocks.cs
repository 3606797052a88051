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
    const int Block = 1024, Lanes = 8;
    const nint Chunk = 1 << 15;

    // Below these shares of its terms a difference is computed again: of floats, of doubles, and of doubles that become
    // floats, which may lose 26 bits.
    const double Whole = 1, Most = 0.7, FarBelow = 1.0 / (1 << 26);

    readonly bool _isChecked = LossChecks.AreOn;
    readonly Number _scale = scale;

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
        Number kept = share, keptForTarget = run.Dt != null ? share : 0;
        bool isInDomain = true, isChecked = _isChecked && share != FarBelow, inRegisters = F.IsLight<T>();
        for (nint block = start; block < end; block += Block)
        {
            nint n = nint.Min(Block, end - block);
            // Where one block of floats has to be computed again, so have most that follow.
            if (inDouble)
            {
                sum += InDouble(run, block, n);
                isInDomain = isInDomain && (!isChecked || IsInDomain(run.X + block, run.Target + block, n));
                continue;
            }
            var (isLost, isInside) = isChecked && inRegisters
                ? Steps<V, T, InRegisters>(run, block, n, losses, lost, kept, keptForTarget)
                : Steps<V, T, Elsewhere>(run, block, n, losses, lost, kept, keptForTarget);
            isInDomain = isInDomain
                && (!isChecked || (inRegisters && isInside) || IsInDomain(run.X + block, run.Target + block, n));
            double part = Sums.Of(losses, n);
            inDouble = typeof(T) == typeof(float) && (isLost || !double.IsFinite(part));
            if (inDouble) part = InDouble(run, block, n);
            else if (isLost || !double.IsFinite(part))
            {
                Again(run, block, n, losses, lost, isSingle: share == FarBelow);
                part = Sums.Of(losses, n);
            }
            sum += part;
            if (!inDouble && run.Losses != null) new ReadOnlySpan<T>(losses, (int)n).CopyTo(new(run.Losses + block, Block));
        }
        // What is outside its domain shows as NaN, and its place is looked for then.
        return isInDomain ? sum : double.NaN;
    }

    // Asked after a block is computed, when it is in the first-level cache.
    bool IsInDomain<T>(T* x, T* target, nint n) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        F.Input.Holds(x, n) && F.Target.Holds(target, n);

    (bool IsLost, bool IsInDomain) Steps<V, T, L>(
        Pairs<T> run, nint block, nint n, T* losses, T* lost, Number share, Number targetShare)
        where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> where L : struct
    {
        nint whole = n - (n % (nint)V.Count);
        var (isLost, isInDomain) = Loop<V, T, L>(run, block, whole, losses, lost, share, targetShare);
        if (whole == n) return (isLost, isInDomain);
        var last = Loop<V1<T>, T, L>(run, block + whole, n - whole, losses + whole, lost + whole, share, targetShare);
        return (isLost | last.IsLost, isInDomain & last.IsInDomain);
    }

    /// <summary>
    /// Losses and gradients of some elements: whether any has lost digits and, where L says so, whether all are in their domains.
    /// </summary>
    /// <remarks>A method of its own, so that this loop has the compiler's limit of inlining and its registers to itself.</remarks>
    [MethodImpl(Jit.Apart)]
    (bool IsLost, bool IsInDomain) Loop<V, T, L>(
        Pairs<T> run, nint start, nint count, T* losses, T* lost, Number share, Number targetShare)
        where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> where L : struct
    {
        V any = default;
        V whole = V.Fill(_scale);
        Witness<V, T> inputs = new(), targets = new();
        for (nint j = 0; j < count; j += (nint)V.Count)
        {
            nint i = start + j;
            var digits = new Digits<V>(V.Fill(share), V.Fill(targetShare));
            var c = run.Third == null ? V.One : V.Load(ref run.Third[i], 0);
            V x = V.Load(ref run.X[i], 0), t = V.Load(ref run.Target[i], 0);
            if (typeof(L) == typeof(InRegisters))
            {
                inputs.See(F.Input, x);
                if (F.Input == F.Target) inputs.See(F.Target, t);
                else targets.See(F.Target, t);
            }
            f.Evaluate(x, t, c, ref digits, out var value, out var dx, out var dt);
            var factor = whole;
            if (run.Weight != null)
            {
                var w = V.Load(ref run.Weight[i], 0);
                value *= w;
                factor *= w;
            }
            V.Store(value, ref losses[j], 0);
            if (run.Dx != null) V.Store(dx * factor, ref run.Dx[i], 0);
            if (run.Dt != null)
            {
                dt *= factor;
                V.Store(dt, ref run.Dt[i], 0);
                digits.NoteOverflow(dt);
            }
            if (typeof(T) == typeof(double)) V.Store(digits.Lost, ref lost[j], 0);
            any = V.Or(any, digits.Lost);
        }
        return (V.AnyTrue(any), V.AllTrue(V.And(inputs.AreIn(F.Input), targets.AreIn(F.Target))));
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

    /// <summary>The elements of a block of doubles that have lost digits or overflowed, in numbers of two doubles or more.</summary>
    [MethodImpl(Jit.Apart)]
    void Again<T>(Pairs<T> run, nint start, nint count, T* losses, T* lost, bool isSingle)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint* places = stackalloc nint[Block];
        nint n = 0;
        for (nint i = 0; i < count; i++)
        {
            if (V1<T>.AnyTrue(V1<T>.Broadcast(lost[i])) || !T.IsFinite(losses[i])) places[n++] = i;
        }
        // Always eight at a time, whatever the width: the last ones are computed more than once.
        double* room = stackalloc double[8 * Lanes];
        for (nint i = 0; i < n; i += Lanes)
        {
            nint few = nint.Min(Lanes, n - i);
            for (nint j = 0; j < Lanes; j++) Gather(run, start + places[i + nint.Min(j, few - 1)], room + j);
            if (Vector512.IsHardwareAccelerated) InWide<V512<double>>(room, run.Dt != null, isSingle);
            else if (Vector256.IsHardwareAccelerated) InWide<V256<double>>(room, run.Dt != null, isSingle);
            else if (Vector128.IsHardwareAccelerated) InWide<V128<double>>(room, run.Dt != null, isSingle);
            else InWide<V1<double>>(room, run.Dt != null, isSingle);
            for (nint j = 0; j < few; j++)
            {
                var element = new Element(f, scale, room[j], room[Lanes + j], room[2 * Lanes + j], room[3 * Lanes + j], run.Dt != null);
                if (room[7 * Lanes + j] == 0) element.Take(room + 4 * Lanes + j);
                else Precision.Climb(ref element, isSingle, skipsWide: true);
                losses[places[i + j]] = T.CreateTruncating(element.Loss);
                nint at = start + places[i + j];
                if (run.Dx != null) run.Dx[at] = T.CreateTruncating(element.Dx);
                if (run.Dt != null) run.Dt[at] = T.CreateTruncating(element.Dt);
            }
        }
    }

    static void Gather<T>(Pairs<T> run, nint i, double* room) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        room[0] = double.CreateTruncating(run.X[i]);
        room[Lanes] = double.CreateTruncating(run.Target[i]);
        room[2 * Lanes] = run.Third == null ? 1 : double.CreateTruncating(run.Third[i]);
        room[3 * Lanes] = run.Weight == null ? 1 : double.CreateTruncating(run.Weight[i]);
    }

    /// <summary>Eight elements x, t, c, w become losses, slopes of both kinds, and marks where even Wide is too short.</summary>
    [MethodImpl(Jit.Apart)]
    void InWide<V>(double* room, bool hasDt, bool isSingle) where V : struct, ISimd<V, double>
    {
        V share = V.Fill(Precision.ShareOfWide(isSingle));
        for (nint j = 0; j < Lanes; j += (nint)V.Count)
        {
            WideLanes<V> At(nint k) => new(V.Load(ref room[k * Lanes + j], 0), V.Zero);
            var digits = new Digits<WideLanes<V>>(new(share, V.Zero), hasDt ? new(share, V.Zero) : default);
            f.Evaluate(At(0), At(1), At(2), ref digits, out var value, out var dx, out var dt);
            WideLanes<V> w = At(3), factor = w * WideLanes<V>.Fill(scale);
            V loss = (value * w).High, slope = (dx * factor).High, targetSlope = (dt * factor).High;
            V isFinite = V.And(V.And(V.Equal(loss - loss, V.Zero), V.Equal(slope - slope, V.Zero)), V.Equal(targetSlope - targetSlope, V.Zero));
            V.Store(loss, ref room[4 * Lanes + j], 0);
            V.Store(slope, ref room[5 * Lanes + j], 0);
            V.Store(targetSlope, ref room[6 * Lanes + j], 0);
            V.Store(V.Select(V.Or(digits.Lost.High, V.Xor(isFinite, V.Equal(V.One, V.One))), V.One, V.Zero), ref room[7 * Lanes + j], 0);
        }
    }

    struct Element(F f, double scale, double x, double t, double c, double w, bool hasDt) : Precision.IAttempt
    {
        public double Loss { get; private set; }

        public double Dx { get; private set; }

        public double Dt { get; private set; }

        public void Take(double* results) => (Loss, Dx, Dt) = (results[0], results[Lanes], results[2 * Lanes]);

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

/// <summary>Inputs and targets are looked at while they are in registers.</summary>
readonly struct InRegisters;

/// <summary>They are looked at elsewhere, or not at all.</summary>
readonly struct Elsewhere;
