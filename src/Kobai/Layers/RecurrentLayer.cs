namespace Kobai.Layers;

/// <summary>What <see cref="Rnn"/>, <see cref="Lstm"/> and <see cref="Gru"/> share: weights, layers, directions and lengths.</summary>
/// <remarks>
/// <para>The input has the shape (steps, sequences, inputs), or (sequences, steps, inputs) with <c>batchFirst</c>; one sequence
/// alone is (steps, inputs). States are (layers · directions, sequences, units); those of a layer's two directions follow one
/// another.</para>
/// <para>Sequences of different lengths are padded at their ends, in any order of lengths: given the lengths, the places beyond
/// them count for nothing, their outputs are 0, the last state is that of each sequence's last step, and the backward
/// direction starts there.</para>
/// <para>Weights and biases start uniform in ±1/√units, drawn as PyTorch draws them: the same seed gives the same bits. They
/// bear PyTorch's names: <c>weight_ih_l0</c>, <c>weight_hh_l0</c>, <c>bias_ih_l0</c>, <c>bias_hh_l0</c>,
/// <c>weight_ih_l0_reverse</c>, ….</para>
/// </remarks>
/// <example><code>
/// var layer = new Gru(3, 8, layers: 2, bidirectional: true, batchFirst: true);
/// layer.Forward(Tensor.Zeros([4, 7, 3]))                     // shape (4, 7, 16)
/// layer.Forward(Tensor.Zeros([4, 7, 3]), [7, 5, 2, 6])       // shape (4, 7, 16)
/// layer.NamedParameters().First().Name                       // weight_ih_l0
/// </code></example>
public abstract class RecurrentLayer : Layer
{
    readonly int _inputs, _units, _projected, _layers;
    readonly bool _batchFirst;
    readonly Dropout? _dropout;
    readonly RecurrentWeights[] _weights;

    private protected RecurrentLayer(
        int gates, int inputs, int units, int layers, bool bias, bool batchFirst, double dropout, bool bidirectional, int projected,
        DType type, Generator? generator)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(units);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(layers);
        if (projected < 0 || projected >= units)
        {
            throw new ArgumentOutOfRangeException(
                nameof(projected), $"{GetType().Name}: projected must be less than units; projected is {projected}, units is {units}.");
        }
        (_inputs, _units, _layers, _batchFirst) = (inputs, units, layers, batchFirst);
        _projected = projected == 0 ? units : projected;
        _dropout = dropout == 0 ? null : new Dropout(dropout, generator);
        IsBidirectional = bidirectional;
        generator ??= Generator.Default;
        double bound = 1 / Math.Sqrt(units);
        Tensor Drawn(params ReadOnlySpan<nint> sizes) => InitialWeights.Uniform(Shape.Create(sizes), bound, type, generator);
        _weights = new RecurrentWeights[layers * Directions];
        for (int i = 0; i < _weights.Length; i++)
        {
            _weights[i] = new(
                Drawn(gates * units, i < Directions ? inputs : Directions * _projected), Drawn(gates * units, _projected),
                bias ? Drawn(gates * units) : null, bias ? Drawn(gates * units) : null,
                projected > 0 ? Drawn(projected, units) : null);
        }
    }

    /// <summary>Whether each layer also reads the sequence from its end.</summary>
    public bool IsBidirectional { get; }

    int Directions => IsBidirectional ? 2 : 1;

    /// <summary>The output after each step: the states of the last layer, of both directions side by side.</summary>
    /// <exception cref="ShapeException">The input is not of the shape that the layer wants.</exception>
    public override Tensor Forward(Tensor x) => Scan(x, null, null, null).Output;

    /// <summary>The output after each step of sequences of different lengths; 0 beyond their ends.</summary>
    /// <param name="x">The sequences, padded to a common length.</param>
    /// <param name="lengths">The steps of each sequence, at least 1.</param>
    /// <exception cref="ShapeException">The input is not of the shape that the layer wants.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is below 1 or beyond the steps of the input.</exception>
    public Tensor Forward(Tensor x, Labels lengths) => Scan(x, null, null, lengths).Output;

    /// <summary>One layer in one direction.</summary>
    private protected abstract (Tensor Output, Tensor State, Tensor? Cell) Scan(
        RecurrentWeights weights, Tensor x, Tensor state, Tensor? cell, Labels? lengths, bool reverse);

    /// <summary>The fields, and the weights by PyTorch's names.</summary>
    private protected override IEnumerable<(string Name, object Value)> Members()
    {
        foreach (var field in base.Members()) yield return field;
        for (int i = 0; i < _weights.Length; i++)
        {
            var (ofInput, ofState, inputBias, stateBias, projection) = _weights[i];
            string place = $"l{i / Directions}{(i % Directions == 1 ? "_reverse" : "")}";
            yield return ($"weight_ih_{place}", ofInput);
            yield return ($"weight_hh_{place}", ofState);
            if (inputBias is not null) yield return ($"bias_ih_{place}", inputBias);
            if (stateBias is not null) yield return ($"bias_hh_{place}", stateBias);
            if (projection is not null) yield return ($"weight_hr_{place}", projection);
        }
    }

    /// <summary>All layers: the output, the last states and the last cells.</summary>
    private protected (Tensor Output, Tensor State, Tensor? Cell) Scan(Tensor x, Tensor? state, Tensor? cell, Labels? lengths)
    {
        if (x.Rank == 2) return OfOne(x, state, cell, lengths);
        if (x.Rank != 3 || x.Shape[2] != _inputs || x.Shape[0] == 0 || x.Shape[1] == 0)
        {
            string shape = _batchFirst ? "sequences, steps" : "steps, sequences";
            throw new ShapeException($"{GetType().Name}: x must be ({shape}, {_inputs}) with elements, or (steps, {_inputs}); x is {x.Shape}.");
        }
        if (_batchFirst) x = x.Transpose(0, 1);
        nint steps = x.Shape[0], rows = x.Shape[1];
        var inside = lengths is null ? null : Inside(lengths, steps, rows, x.DType);
        state = First("state", state, _projected, rows, x.DType);
        cell = First("cell", cell, _units, rows, x.DType);
        var lastStates = new Tensor[_weights.Length];
        var lastCells = new Tensor?[_weights.Length];
        for (int layer = 0; layer < _layers; layer++)
        {
            var outputs = new Tensor[Directions];
            for (int direction = 0; direction < Directions; direction++)
            {
                int i = layer * Directions + direction;
                (outputs[direction], lastStates[i], lastCells[i]) = Scan(_weights[i], x, state[i], cell[i], lengths, direction == 1);
            }
            x = IsBidirectional ? Tensor.Concatenate(-1, outputs) : outputs[0];
            if (inside is not null) x *= inside;
            if (_dropout is not null && layer < _layers - 1) x = _dropout.Forward(x);
        }
        var lastCell = lastCells[0] is null ? null : Tensor.Stack(0, lastCells!);
        return (_batchFirst ? x.Transpose(0, 1) : x, Tensor.Stack(0, lastStates), lastCell);
    }

    /// <inheritdoc/>
    protected override string Describe()
    {
        string text = $"{_inputs} → {_units}";
        if (_projected != _units) text += $" → {_projected}";
        if (_layers > 1) text += $", {_layers} layers";
        return text + (IsBidirectional ? ", bidirectional" : "") + (_batchFirst ? ", batch first" : "");
    }

    // One sequence is a batch of one; its states have no axis of sequences.
    (Tensor Output, Tensor State, Tensor? Cell) OfOne(Tensor x, Tensor? state, Tensor? cell, Labels? lengths)
    {
        int batch = _batchFirst ? 0 : 1;
        var (output, last, lastCell) = Scan(x.Unsqueeze(batch), state?.Unsqueeze(1), cell?.Unsqueeze(1), lengths);
        return (output.Squeeze(batch), last.Squeeze(1), lastCell?.Squeeze(1));
    }

    Tensor First(string name, Tensor? given, int size, nint rows, DType type)
    {
        Shape shape = [_weights.Length, rows, size];
        if (given is null) return Tensor.Zeros(shape, type);
        return given.Shape == shape
            ? given
            : throw new ShapeException(
                $"{GetType().Name}: the first {name} must be {shape} (layers · directions, sequences, units); it is {given.Shape}.");
    }

    // 1 at the steps that sequences have, 0 beyond them.
    Tensor Inside(Labels lengths, nint steps, nint rows, DType type)
    {
        if (lengths.Count != rows)
        {
            throw new ShapeException(
                $"{GetType().Name}: lengths must have one number for each sequence; there are {rows} sequences, lengths is {lengths.Shape}.");
        }
        var inside = Tensor.Zeros([steps, rows, 1], type);
        for (int row = 0; row < rows; row++)
        {
            long length = lengths[row];
            if (length < 1 || length > steps)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(lengths), $"{GetType().Name}: a length must be from 1 to the {steps} steps of x; one is {length}.");
            }
            Kernel.Fill(inside[..(int)length, row], 1);
        }
        return inside;
    }
}
