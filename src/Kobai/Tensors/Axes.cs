namespace Kobai;

/// <summary>The axes an operation reduces over, and the tensor laid out for it.</summary>
/// <remarks>
/// Any set of axes becomes one: the elements are seen as (outer, reduced, inner), the reduced axis in the middle. Axes
/// that do not lie together are brought to the end first, which copies.
/// </remarks>
readonly struct Axes
{
    readonly bool[] _reduced;

    /// <summary>Resolves axes counted from the front or the back; none means all.</summary>
    public Axes(string op, Shape shape, ReadOnlySpan<int> axes, bool keepDims)
    {
        _reduced = new bool[shape.Rank];
        if (axes.IsEmpty) _reduced.AsSpan().Fill(true);
        foreach (int given in axes)
        {
            int axis = shape.Axis(op, given);
            if (_reduced[axis]) throw new ShapeException($"{op}: axis {given} is given twice.");
            _reduced[axis] = true;
        }
        var all = new nint[shape.Rank];
        var kept = new nint[axes.IsEmpty ? 0 : all.Length - axes.Length];
        Reduced = 1;
        for (int i = 0, k = 0; i < all.Length; i++)
        {
            all[i] = _reduced[i] ? 1 : shape.Sizes[i];
            if (_reduced[i]) Reduced *= shape.Sizes[i];
            else kept[k++] = all[i];
        }
        KeptShape = Shape.Of(all);
        ResultShape = keepDims ? KeptShape : Shape.Of(kept);
    }

    /// <summary>The shape of the result.</summary>
    public Shape ResultShape { get; }

    /// <summary>The shape of the result with each reduced axis kept as 1: it broadcasts back to the input.</summary>
    public Shape KeptShape { get; }

    /// <summary>How many elements go into each result.</summary>
    public nint Reduced { get; }

    /// <summary>A contiguous tensor of shape (outer, reduced, inner) with the elements of x.</summary>
    public Tensor Arrange(Tensor x)
    {
        int first = Array.IndexOf(_reduced, true), last = Array.LastIndexOf(_reduced, true);
        bool together = first < 0 || Array.IndexOf(_reduced, false, first, last - first + 1) < 0;
        if (!together) return AtTheEnd(x);
        nint outer = 1;
        for (int i = 0; i < first; i++) outer *= x.Shape.Sizes[i];
        nint inner = 1;
        for (int i = last + 1; i < x.Rank; i++) inner *= x.Shape.Sizes[i];
        return Kernel.Packed(x).View([outer, Reduced, inner]);
    }

    Tensor AtTheEnd(Tensor x)
    {
        var order = new int[x.Rank];
        int k = 0;
        for (int i = 0; i < order.Length; i++) if (!_reduced[i]) order[k++] = i;
        for (int i = 0; i < order.Length; i++) if (_reduced[i]) order[k++] = i;
        var sizes = new nint[order.Length];
        var strides = new nint[order.Length];
        for (int i = 0; i < order.Length; i++) (sizes[i], strides[i]) = (x.Shape.Sizes[order[i]], x.Strides[order[i]]);
        return Kernel.Packed(x.View(Shape.Of(sizes), strides)).View([KeptShape.Count, Reduced, 1]);
    }
}
