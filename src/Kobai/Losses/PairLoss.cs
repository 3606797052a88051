namespace Kobai.Losses;

/// <summary>Runs a loss of pairs over whole tensors: value and gradients in one visit, sums in double.</summary>
static unsafe class PairLoss
{
    /// <summary>The loss of all pairs, reduced, with its record.</summary>
    /// <param name="op">The name of the loss, for messages.</param>
    /// <param name="input">x.</param>
    /// <param name="target">t.</param>
    /// <param name="weight">A factor for each loss, broadcasting to the input.</param>
    /// <param name="coefficient">c, broadcasting to the input; no gradient goes to it.</param>
    /// <param name="reduction">What becomes of the losses.</param>
    /// <param name="f">The formula.</param>
    /// <param name="subtracted">c of the shape of the input, for a formula of x − c: its gradient is minus that of x.</param>
    /// <param name="inputName">What the loss calls x.</param>
    /// <param name="subtractedName">What the loss calls c.</param>
    /// <param name="group">How many losses the formula's mean is taken over before the reduction.</param>
    public static Tensor Run<F>(
        string op, Tensor input, Tensor target, Tensor? weight, Tensor? coefficient, Reduction reduction, F f = default,
        Tensor? subtracted = null, nint group = 1, string inputName = "input", string subtractedName = "other")
        where F : struct, IPairLoss
    {
        CheckPair(op, input, target);
        Tensor x = Kernel.Packed(input), t = Kernel.Packed(target);
        Tensor? w = Spread(op, "weight", weight, input);
        Tensor? c = subtracted is null ? Spread(op, "coefficient", coefficient, input) : Kernel.Packed(subtracted);
        bool records = !NoGradient.IsActive;
        bool toInput = records && (input.IsTracked || subtracted?.IsTracked == true), toTarget = records && target.IsTracked;
        Tensor? dx = toInput ? Tensor.Empty(input.Shape, input.DType) : null;
        Tensor? dt = toTarget ? Tensor.Empty(input.Shape, input.DType) : null;
        Tensor? losses = reduction == Reduction.None ? Tensor.Empty(input.Shape, input.DType) : null;
        double denominator = Reduced.Denominator(reduction, input.Count / group, input.Rank == 0 ? 1 : input.Shape[0]);

        var work = new PairBlocks<F>(f, 1 / (denominator * group));
        double sum = input.DType == DType.Float32
            ? Run<F, float>(work, x, t, w, c, losses, dx, dt)
            : Run<F, double>(work, x, t, w, c, losses, dx, dt);
        if (double.IsNaN(sum))
        {
            F.Refuse(op, input, target);
            Check.NotNaN(op, (inputName, input), ("target", target));
            if (subtracted is not null) Check.NotNaN(op, (subtractedName, subtracted));
            if (weight is not null) Check.NotNaN(op, (nameof(weight), weight));
        }
        var y = losses ?? Sum(sum / group);
        if (dx is null && dt is null) return y;

        // The gradients are there already; the upstream only scales them.
        return subtracted is null
            ? y.Record(op, [input, target], dy => [Scaled(dx, dy), Scaled(dt, dy)])
            : y.Record(op, [input, target, subtracted], dy => Opposed(Scaled(dx, dy), Scaled(dt, dy)));

        Tensor Sum(double sum)
        {
            bool overflows = double.IsInfinity(sum) && denominator > 1 && input.DType == DType.Float64;
            if (!overflows) return Reduced.Of(sum, denominator, input.DType);
            using var noGradient = NoGradient.Enter();
            return Reduced.OfLarge(Run(op, input, target, weight, coefficient, Reduction.None, f, subtracted), denominator * group, input.DType);
        }
    }

    /// <summary>A gradient that a loss kept, times the upstream; nobody but the backward pass has it.</summary>
    internal static Tensor? Scaled(Tensor? gradient, Tensor upstream)
    {
        if (gradient is null || upstream.Count != 1 || upstream.Item() != 1) return gradient is null ? null : gradient * upstream;
        gradient.Block.IsGiven = true;
        return gradient;
    }

    static Tensor?[] Opposed(Tensor? dx, Tensor? dt) => [dx, dt, dx is null ? null : -dx];

    static double Run<F, T>(PairBlocks<F> work, Tensor x, Tensor t, Tensor? w, Tensor? c, Tensor? losses, Tensor? dx, Tensor? dt)
        where F : struct, IPairLoss where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = &x.Start<T>(), pt = &t.Start<T>(), pw = &Tensor.StartOrNull<T>(w), pc = &Tensor.StartOrNull<T>(c))
        fixed (T* pl = &Tensor.StartOrNull<T>(losses), pdx = &Tensor.StartOrNull<T>(dx), pdt = &Tensor.StartOrNull<T>(dt))
        {
            double sum = work.Run(new Pairs<T>(px, pt, pw, pc, pl, pdx, pdt), x.Count);
            foreach (var used in (ReadOnlySpan<Tensor?>)[x, t, w, c, losses, dx, dt]) GC.KeepAlive(used);
            return sum;
        }
    }

    internal static void CheckPair(string op, Tensor input, Tensor target, string inputName = "input", string targetName = "target")
    {
        if (input.Shape != target.Shape)
        {
            throw new ShapeException(
                $"{op}: {inputName} and {targetName} must have the same shape (nothing is broadcast); {inputName} is {input.Shape}, {targetName} is {target.Shape}."
                + (input.Count == target.Count ? $" Did you mean {targetName}.Reshape({string.Join(", ", input.Shape.Sizes.ToArray())})?" : ""));
        }
        CheckTypes(op, input, target, inputName, targetName);
    }

    internal static void CheckTypes(string op, Tensor input, Tensor target, string inputName = "input", string targetName = "target")
    {
        if (input.DType != target.DType)
        {
            throw new ArgumentException(
                $"{op}: element types must be equal; {inputName} is {input.DType}, {targetName} is {target.DType}. Convert with {targetName}.To(DType.{input.DType}).",
                targetName);
        }
    }

    static Tensor? Spread(string op, string name, Tensor? weight, Tensor input)
    {
        if (weight is null) return null;
        if (Shape.TryBroadcast(weight.Shape, input.Shape) != input.Shape)
        {
            throw new ShapeException($"{op}: {name} must broadcast to the input; {name} is {weight.Shape}, input is {input.Shape}.");
        }
        return weight.Detach().To(input.DType).Expand(input.Shape).Contiguous();
    }
}
