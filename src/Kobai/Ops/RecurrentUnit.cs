using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kobai.Simd;

namespace Kobai;

/// <summary>One step of a recurrent unit: element by element, all its gates together.</summary>
/// <remarks>
/// The gates of a unit are sums of a product with the input and one with the state. Where a unit wants the two apart (the
/// candidate of a GRU), the part of the state is a gate of its own behind those of the input.
/// </remarks>
unsafe interface IRecurrentUnit
{
    /// <summary>How many numbers are kept for each unit and step.</summary>
    static abstract int Gates { get; }

    /// <summary>How many of them, from the first, take a product with the input.</summary>
    static abstract int FromInput { get; }

    /// <summary>How many of those, from the first, take the product with the state too.</summary>
    static abstract int Shared { get; }

    /// <summary>Whether there is a cell beside the state.</summary>
    static abstract bool HasCell { get; }

    /// <summary>From the sums of the gates to the new state (and cell); the gates become what the gradient will want.</summary>
    static abstract void Forward<V, T>(in RecurrentRow<T> row, nint at)
        where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>
    /// From the gradient of the new state (and cell) to those of the sums and, besides them, of the old state (and cell).
    /// </summary>
    static abstract void Backward<V, T>(in RecurrentRow<T> row, in RecurrentGradient<T> gradient, nint at)
        where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>Where the numbers of one sequence lie at one step; neighboring gates are a step apart.</summary>
readonly unsafe struct RecurrentRow<T>(T* gates, nint step, T* before, T* after, T* cellBefore, T* cellAfter) where T : unmanaged
{
    public readonly T* Before = before, After = after, CellBefore = cellBefore, CellAfter = cellAfter;

    [MethodImpl(Jit.Inlined)]
    public T* Gate(int gate) => gates + gate * step;

    /// <summary>The place of another sequence, whose state and gates lie this much further.</summary>
    public RecurrentRow<T> Further(nint gate, nint state, nint unit) =>
        new(gates + gate, step, Before + state, After + unit, CellBefore + unit, CellAfter + unit);
}

/// <summary>Where the gradients of one sequence lie at one step.</summary>
/// <remarks>
/// The gradient of the new state is the sum of upstream and carried; carried and cell are read for the new state and written
/// for the old one.
/// </remarks>
readonly unsafe struct RecurrentGradient<T>(T* gates, nint step, T* upstream, T* carried, T* cell) where T : unmanaged
{
    public readonly T* Upstream = upstream, Carried = carried, Cell = cell;

    [MethodImpl(Jit.Inlined)]
    public T* Gate(int gate) => gates + gate * step;

    /// <summary>The place of another sequence.</summary>
    public RecurrentGradient<T> Further(nint gate, nint unit) => new(gates + gate, step, Upstream + unit, Carried + unit, Cell + unit);
}

/// <summary>The loops over the units of one sequence.</summary>
static unsafe class RecurrentLoop<U, T> where U : struct, IRecurrentUnit where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static void Forward(RecurrentRow<T> row, nint units)
    {
        if (Vector512.IsHardwareAccelerated) Forward<V512<T>>(row, units);
        else if (Vector256.IsHardwareAccelerated) Forward<V256<T>>(row, units);
        else if (Vector128.IsHardwareAccelerated) Forward<V128<T>>(row, units);
        else Forward<V1<T>>(row, units);
    }

    public static void Backward(RecurrentRow<T> row, RecurrentGradient<T> gradient, nint units)
    {
        if (Vector512.IsHardwareAccelerated) Backward<V512<T>>(row, gradient, units);
        else if (Vector256.IsHardwareAccelerated) Backward<V256<T>>(row, gradient, units);
        else if (Vector128.IsHardwareAccelerated) Backward<V128<T>>(row, gradient, units);
        else Backward<V1<T>>(row, gradient, units);
    }

    [MethodImpl(Jit.Apart)]
    static void Forward<V>(RecurrentRow<T> row, nint units) where V : struct, ISimd<V, T>
    {
        nint i = 0;
        for (; i <= units - (nint)V.Count; i += (nint)V.Count) U.Forward<V, T>(row, i);
        for (; i < units; i++) U.Forward<V1<T>, T>(row, i);
    }

    [MethodImpl(Jit.Apart)]
    static void Backward<V>(RecurrentRow<T> row, RecurrentGradient<T> gradient, nint units) where V : struct, ISimd<V, T>
    {
        nint i = 0;
        for (; i <= units - (nint)V.Count; i += (nint)V.Count) U.Backward<V, T>(row, gradient, i);
        for (; i < units; i++) U.Backward<V1<T>, T>(row, gradient, i);
    }
}
