namespace Kobai;

/// <summary>The way through the elements of several tensors of one shape, whatever their strides.</summary>
/// <remarks>
/// Axes over which all operands advance evenly are merged, so that the innermost run is as long as it can be. Row r
/// of the walk is a run of <see cref="Inner"/> elements, each operand having one step along it.
/// </remarks>
sealed class Walk
{
    readonly nint[] _sizes;
    readonly nint[][] _strides;

    /// <summary>Plans the way; the strides of each operand are given along the axes of the shape.</summary>
    public Walk(Shape shape, params nint[][] strides)
    {
        var sizes = new List<nint>();
        var steps = strides.Select(_ => new List<nint>()).ToArray();
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            nint size = shape.Sizes[axis];
            if (size == 1) continue;
            bool merges = sizes.Count > 0;
            for (int k = 0; merges && k < strides.Length; k++) merges = steps[k][^1] == strides[k][axis] * size;
            if (merges)
            {
                sizes[^1] *= size;
                for (int k = 0; k < strides.Length; k++) steps[k][^1] = strides[k][axis];
            }
            else
            {
                sizes.Add(size);
                for (int k = 0; k < strides.Length; k++) steps[k].Add(strides[k][axis]);
            }
        }
        if (sizes.Count == 0)
        {
            sizes.Add(shape.Count);
            foreach (var step in steps) step.Add(0);
        }
        _sizes = [.. sizes];
        _strides = [.. steps.Select(step => step.ToArray())];
        Inner = _sizes[^1];
        Rows = Inner == 0 ? 0 : shape.Count / Inner;
    }

    /// <summary>How many runs there are.</summary>
    public nint Rows { get; }

    /// <summary>How many elements a run has.</summary>
    public nint Inner { get; }

    /// <summary>How many runs lie along the last axis but one, each operand having one step between them.</summary>
    public nint Across => _sizes.Length > 1 ? _sizes[^2] : 1;

    /// <summary>The step of an operand from one run to the next of those.</summary>
    public nint StepAcross(int operand) => _sizes.Length > 1 ? _strides[operand][^2] : 0;

    /// <summary>The step of an operand along a run.</summary>
    public nint Step(int operand) => _strides[operand][^1];

    /// <summary>Where run <paramref name="row"/> of an operand begins.</summary>
    public nint Offset(int operand, nint row)
    {
        nint offset = 0;
        for (int axis = _sizes.Length - 2; axis >= 0; axis--)
        {
            (row, nint place) = Math.DivRem(row, _sizes[axis]);
            offset += place * _strides[operand][axis];
        }
        return offset;
    }

    /// <summary>The strides of a tensor seen in a shape it broadcasts to: 0 along the axes it repeats over.</summary>
    public static nint[] Strides(Tensor x, Shape shape)
    {
        var strides = new nint[shape.Rank];
        var own = x.Strides;
        int ahead = shape.Rank - x.Rank;
        for (int axis = ahead; axis < strides.Length; axis++)
        {
            strides[axis] = x.Shape.Sizes[axis - ahead] == 1 ? 0 : own[axis - ahead];
        }
        return strides;
    }
}
