using System.Numerics;
using Kobai.Products;
using Kobai.Simd;
using Kobai.Threads;

namespace Kobai;

/// <summary>The weights of one layer and direction of a recurrent network.</summary>
/// <param name="OfInput">W of the input, of shape (gates · units, inputs).</param>
/// <param name="OfState">W of the state, of shape (gates · units, units), or (gates · units, projected).</param>
/// <param name="InputBias">b of the input, of shape (gates · units), or null.</param>
/// <param name="StateBias">b of the state, of shape (gates · units), or null.</param>
/// <param name="Projection">W from the units to the state, of shape (projected, units), or null.</param>
sealed record RecurrentWeights(Tensor OfInput, Tensor OfState, Tensor? InputBias, Tensor? StateBias, Tensor? Projection);

/// <summary>Runs a recurrent unit over the steps of a batch of sequences, as one operation.</summary>
/// <remarks>
/// The product of all inputs with their weights is one matrix product before the first step. A step is a product with the
/// state and one visit of the gates. Backward, a step hands the gradient of its gates to the step before, and the gradients
/// of input and weights are one product each after the last.
/// </remarks>
/// <param name="weights">The weights.</param>
/// <param name="steps">The number of steps.</param>
/// <param name="rows">The number of sequences.</param>
/// <param name="lengths">The steps of each sequence, beyond which its state stays as it is; null if all have all.</param>
/// <param name="reverse">Whether the steps are taken from the last to the first.</param>
sealed unsafe class Recurrence<U>(RecurrentWeights weights, nint steps, nint rows, Labels? lengths, bool reverse)
    where U : struct, IRecurrentUnit
{
    const nint ChunkElements = 1 << 12;

    // The sizes of one row: its input, its units, its state; its gates, those of the input and those it shares with the state.
    readonly nint _inputs = weights.OfInput.Shape[1], _units = UnitsOf(weights), _state = weights.OfState.Shape[1];
    readonly nint _gates = U.Gates * UnitsOf(weights), _fromInput = U.FromInput * UnitsOf(weights), _shared = U.Shared * UnitsOf(weights);

    nint States => rows * _state;
    nint Cells => rows * _units;

    /// <summary>The state after every step, (steps, rows, state), the last state and the last cell, if there is one.</summary>
    /// <param name="op">The operation's name, for messages.</param>
    /// <param name="x">The input, of shape (steps, rows, inputs).</param>
    /// <param name="state">The first state, of shape (rows, state).</param>
    /// <param name="cell">The first cell, of shape (rows, units), or null.</param>
    public (Tensor Output, Tensor State, Tensor? Cell) Run(string op, Tensor x, Tensor state, Tensor? cell)
    {
        var (ofInput, ofState, inputBias, stateBias, projection) = weights;
        Tensor?[] inputs = [x, state, cell, ofInput, ofState, inputBias, stateBias, projection];
        if (inputs.Any(input => input is not null && input.DType != ofInput.DType))
        {
            throw new ArgumentException(
                $"{op}: element types must be equal; x is {x.DType}, its weight is {ofInput.DType}. Convert with To(DType.{ofInput.DType}).", nameof(x));
        }
        var kept = new Kept(
            Kernel.Packed(x), Tensor.Empty([steps * rows, _gates], x.DType),
            Tensor.Empty([(steps + 1) * States + (U.HasCell ? Cells : 0)], x.DType),
            U.HasCell ? Tensor.Empty([steps + 1, rows, _units], x.DType) : null,
            weights.Projection is null ? null : Tensor.Empty([steps, rows, _units], x.DType));
        if (x.DType == DType.Float32) Forward<float>(kept, state, cell);
        else Forward<double>(kept, state, cell);
        // States and last cell in one tensor, so that they are one result with one record.
        var all = kept.States.Record(op, [.. inputs.OfType<Tensor>()], dy =>
        {
            dy = Kernel.Packed(dy);
            var gradients = x.DType == DType.Float32 ? Backward<float>(kept, dy, x.IsTracked) : Backward<double>(kept, dy, x.IsTracked);
            return [.. gradients.Where((_, i) => inputs[i] is not null)];
        });
        Tensor Run(nint start, nint count) => all.Take(op, Part.Along(all.Shape, 0, start, count));
        return (
            Run(reverse ? 0 : States, steps * States).Reshape(steps, rows, _state),
            Run(After(Last) * States, States).Reshape(rows, _state),
            U.HasCell ? Run((steps + 1) * States, Cells).Reshape(rows, _units) : null);
    }

    static nint UnitsOf(RecurrentWeights weights) => weights.OfInput.Shape[0] / U.FromInput;

    // States lie in slots in the order of time; a step leads from the one to the other beside it.
    nint Before(nint t) => reverse ? t + 1 : t;
    nint After(nint t) => reverse ? t : t + 1;
    nint Time(nint step) => reverse ? steps - 1 - step : step;
    nint First => Time(0);
    nint Last => Time(steps - 1);
    bool IsOver(nint row, nint t) => lengths is not null && t >= (nint)lengths[(int)row];

    void Forward<T>(Kept kept, Tensor state, Tensor? cell) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The weights of the state are turned once, so that each step reads them as they lie.
        Tensor ofInput = Kernel.Packed(weights.OfInput), ofState = Kernel.Packed(weights.OfState.Detach().T);
        Tensor? bias = CommonBias(), own = Packed(weights.StateBias), projection = Packed(weights.Projection);
        Kernel.Copy(state.Detach().Reshape(States), kept.States.View([States], [1], Before(First) * States));
        if (U.HasCell) Kernel.Copy(cell!, kept.Cells!.View([rows, _units], [_units, 1], Before(First) * Cells));
        fixed (T* x = &kept.X.Start<T>(), gates = &kept.Gates.Start<T>(), states = &kept.States.Start<T>())
        fixed (T* cells = &Tensor.StartOrNull<T>(kept.Cells), outputs = &Tensor.StartOrNull<T>(kept.Outputs))
        fixed (T* wi = &ofInput.Start<T>(), ws = &ofState.Start<T>(), wp = &Tensor.StartOrNull<T>(projection))
        fixed (T* pBias = &Tensor.StartOrNull<T>(bias), pOwn = &Tensor.StartOrNull<T>(own))
        {
            Gemm.Run(steps * rows, _fromInput, _inputs, x, _inputs, 1, wi, 1, _inputs, gates, _gates, false, pBias);
            for (nint step = 0; step < steps; step++)
            {
                nint t = Time(step);
                T* before = states + Before(t) * States, after = states + After(t) * States, g = gates + t * rows * _gates;
                T* output = projection is null ? after : outputs + t * Cells;
                Gemm.Run(rows, _shared, _state, before, _state, 1, ws, _fromInput, 1, g, _gates, true);
                if (_shared < _fromInput)
                {
                    Gemm.Run(rows, _fromInput - _shared, _state, before, _state, 1, ws + _shared, _fromInput, 1,
                        g + _fromInput, _gates, false, own is null ? null : pOwn + _shared);
                }
                Steps<T>(new(g, _units, before, output, cells + Before(t) * Cells, cells + After(t) * Cells), t);
                if (projection is not null) Project(wp, output, before, after, t);
            }
            if (U.HasCell) new Span<T>(cells + After(Last) * Cells, (int)Cells).CopyTo(new(states + (steps + 1) * States, (int)Cells));
        }
        Alive(kept, ofInput, ofState, bias, own, projection);
    }

    Tensor?[] Backward<T>(Kept kept, Tensor dy, bool wantsInput) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tensor Empty(params ReadOnlySpan<nint> sizes) => Tensor.Empty(Shape.Create(sizes), dy.DType);
        Tensor Zeros(nint columns) => Tensor.Zeros([rows, columns], dy.DType);
        Tensor ofInput = Kernel.Packed(weights.OfInput), ofState = Kernel.Packed(weights.OfState);
        Tensor dGates = Empty(steps * rows, _gates), dState = Zeros(_state), dOfInput = Empty([.. ofInput.Shape]), dOfState = Empty([.. ofState.Shape]);
        var dx = wantsInput ? Empty(steps, rows, _inputs) : null;
        var dCell = U.HasCell ? dy.View([rows, _units], [_units, 1], (steps + 1) * States).Clone() : null;
        Tensor? projection = Packed(weights.Projection), dProjection = projection is null ? null : Empty([.. projection.Shape]);
        // The gradients of the projected states, of what was projected, and what goes around the gates of that: nothing.
        var (dStates, dOutput, around) = projection is null ? default : (Empty(steps, rows, _state), Empty(rows, _units), Zeros(_units));
        nint all = steps * rows;
        fixed (T* x = &kept.X.Start<T>(), gates = &kept.Gates.Start<T>(), states = &kept.States.Start<T>())
        fixed (T* cells = &Tensor.StartOrNull<T>(kept.Cells), outputs = &Tensor.StartOrNull<T>(kept.Outputs))
        fixed (T* wi = &ofInput.Start<T>(), ws = &ofState.Start<T>(), wp = &Tensor.StartOrNull<T>(projection))
        fixed (T* upstream = &dy.Start<T>(), dg = &dGates.Start<T>(), carried = &dState.Start<T>(), pdx = &Tensor.StartOrNull<T>(dx))
        fixed (T* dwi = &dOfInput.Start<T>(), dws = &dOfState.Start<T>(), dwp = &Tensor.StartOrNull<T>(dProjection))
        fixed (T* ds = &Tensor.StartOrNull<T>(dStates), dOut = &Tensor.StartOrNull<T>(dOutput), pAround = &Tensor.StartOrNull<T>(around))
        fixed (T* dc = &Tensor.StartOrNull<T>(dCell))
        {
            for (nint step = steps - 1; step >= 0; step--)
            {
                nint t = Time(step);
                T* g = dg + t * rows * _gates, from = upstream + After(t) * States;
                RecurrentRow<T> place = new(
                    gates + t * rows * _gates, _units, states + Before(t) * States, states + After(t) * States,
                    cells + Before(t) * Cells, cells + After(t) * Cells);
                if (projection is null) Pulls(place, new(g, _units, from, carried, dc), t);
                else
                {
                    Unproject(from, carried, ds + t * States, wp, dOut, t);
                    Pulls(place, new(g, _units, dOut, pAround, dc), t);
                }
                Gemm.Run(rows, _state, _shared, g, _gates, 1, ws, _state, 1, carried, _state, true);
                if (_shared < _fromInput)
                    Gemm.Run(rows, _state, _fromInput - _shared, g + _fromInput, _gates, 1, ws + _shared * _state, _state, 1, carried, _state, true);
            }
            Map.Value2(default(Kernel.Plus), upstream + Before(First) * States, 1, carried, 1, carried, States);
            T* starts = states + (reverse ? States : 0);
            if (wantsInput) Gemm.Run(all, _inputs, _fromInput, dg, _gates, 1, wi, _inputs, 1, pdx, _inputs);
            Gemm.Run(_fromInput, _inputs, all, dg, 1, _gates, x, _inputs, 1, dwi, _inputs);
            Gemm.Run(_shared, _state, all, dg, 1, _gates, starts, _state, 1, dws, _state);
            if (_shared < _fromInput)
                Gemm.Run(_fromInput - _shared, _state, all, dg + _fromInput, 1, _gates, starts, _state, 1, dws + _shared * _state, _state);
            if (projection is not null) Gemm.Run(_state, _units, all, ds, 1, _state, outputs, _units, 1, dwp, _units);
        }
        Alive(kept, ofInput, ofState, projection, dy, dGates, dState, dx, dOfInput, dOfState, dCell, dStates, dOutput, around, dProjection);
        var (dInputBias, dStateBias) = weights.InputBias is null ? default : BiasGradients(dGates);
        return [dx, dState, dCell, dOfInput, dOfState, dInputBias, dStateBias, dProjection];
    }

    // What is added to the gates that input and state share, and to those of the input alone.
    Tensor? CommonBias()
    {
        if (weights.InputBias is null) return null;
        Tensor input = weights.InputBias.Detach(), state = weights.StateBias!.Detach();
        if (_shared == _fromInput) return input + state;
        int shared = (int)_shared;
        return Tensor.Concatenate(0, input[..shared] + state[..shared], input[shared..]);
    }

    (Tensor OfInput, Tensor OfState) BiasGradients(Tensor dGates)
    {
        var sums = dGates.Sum(0);
        int shared = (int)_shared, fromInput = (int)_fromInput;
        var ofInput = sums[..fromInput];
        return (ofInput, _shared == _fromInput ? ofInput : Tensor.Concatenate(0, sums[..shared], sums[fromInput..]));
    }

    void Steps<T>(RecurrentRow<T> first, nint t) where T : unmanaged, IBinaryFloatingPointIeee754<T> => InChunks(row =>
    {
        var place = first.Further(row * _gates, row * _state, row * _units);
        if (!IsOver(row, t))
        {
            RecurrentLoop<U, T>.Forward(place, _units);
            return;
        }
        if (weights.Projection is null) Units(place.Before).CopyTo(Units(place.After));
        else Units(place.After).Clear();
        if (U.HasCell) Units(place.CellBefore).CopyTo(Units(place.CellAfter));
    });

    void Pulls<T>(RecurrentRow<T> first, RecurrentGradient<T> gradients, nint t)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => InChunks(row =>
    {
        var gradient = gradients.Further(row * _gates, row * _units);
        if (!IsOver(row, t))
        {
            RecurrentLoop<U, T>.Backward(first.Further(row * _gates, row * _state, row * _units), gradient, _units);
            return;
        }
        new Span<T>(gradient.Gate(0), (int)_gates).Clear();
        Map.Value2(default(Kernel.Plus), gradient.Upstream, 1, gradient.Carried, 1, gradient.Carried, _units);
    });

    // after = output · Wᵀ; past the end of a sequence its state stays.
    void Project<T>(T* weight, T* output, T* before, T* after, nint t) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Gemm.Run(rows, _state, _units, output, _units, 1, weight, 1, _units, after, _state);
        for (nint row = 0; row < rows; row++)
            if (IsOver(row, t)) State(before, row).CopyTo(State(after, row));
    }

    // The gradient of the projected state goes to what was projected; past the end of a sequence, to the step before.
    void Unproject<T>(T* upstream, T* carried, T* sum, T* weight, T* output, nint t)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Map.Value2(default(Kernel.Plus), upstream, 1, carried, 1, sum, States);
        for (nint row = 0; row < rows; row++)
        {
            State(carried, row).Clear();
            if (!IsOver(row, t)) continue;
            State(sum, row).CopyTo(State(carried, row));
            State(sum, row).Clear();
        }
        Gemm.Run(rows, _units, _state, sum, _state, 1, weight, _units, 1, output, _units);
    }

    Span<T> Units<T>(T* start) where T : unmanaged => new(start, (int)_units);

    Span<T> State<T>(T* start, nint row) where T : unmanaged => new(start + row * _state, (int)_state);

    void InChunks(Action<nint> run)
    {
        nint perChunk = nint.Max(1, ChunkElements / nint.Max(1, _units));
        Work.For(Work.Chunks(rows, perChunk), chunk =>
        {
            nint end = nint.Min(rows, (chunk + 1) * perChunk);
            for (nint row = chunk * perChunk; row < end; row++) run(row);
        });
    }

    static Tensor? Packed(Tensor? x) => x is null ? null : Kernel.Packed(x);

    static void Alive(Kept kept, params ReadOnlySpan<Tensor?> tensors)
    {
        foreach (var tensor in tensors) GC.KeepAlive(tensor);
        GC.KeepAlive(kept);
    }

    // What the gradient needs; Outputs are those before the projection.
    sealed record Kept(Tensor X, Tensor Gates, Tensor States, Tensor? Cells, Tensor? Outputs);
}
