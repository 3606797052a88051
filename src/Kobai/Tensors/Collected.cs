namespace Kobai;

/// <summary>The gradient that backward passes collect in a tensor; its memory lives outside every scope.</summary>
sealed class Collected(Tensor owner)
{
    Tensor? _gradient;
    bool _isEmpty;

    // What was added to the gradient when it was added row by row only, and the changes in place it had seen then.
    List<(Labels Index, long Except)>? _rows;
    int _rowsVersion;

    /// <summary>Whether the tensor is a leaf that requires a gradient.</summary>
    public bool IsWanted { get; set; }

    /// <summary>The sum so far; null before the first part.</summary>
    public Tensor? Gradient => _isEmpty ? null : _gradient;

    /// <summary>The rows that were added, in ascending order, if nothing else was.</summary>
    public Labels? Rows => _isEmpty || !HasRows ? null : Distinct(_rows!);

    bool HasRows => _rows is not null && _rowsVersion == _gradient!.Block.Version;

    /// <summary>Begins anew, in the same memory.</summary>
    public void Empty() => _isEmpty = true;

    /// <summary>Adds a part.</summary>
    /// <param name="part">The part.</param>
    /// <param name="mayTake">Whether nobody needs the memory of the part any more, so that it may be exchanged, not copied.</param>
    public void Add(Tensor part, bool mayTake = false)
    {
        var gradient = Begin(out bool isFirst);
        if (!isFirst) Kernel.Add(gradient, part, gradient);
        else if (!(mayTake && part.IsContiguous && part.DType == owner.DType && gradient.Block.TrySwap(part.Block))) Kernel.Copy(part, gradient);
    }

    /// <summary>The memory of the gradient, to which the caller adds a part now.</summary>
    /// <param name="isFirst">Whether what is there now does not count.</param>
    public Tensor Begin(out bool isFirst)
    {
        isFirst = Gradient is null;
        var gradient = _gradient ??= Make();
        gradient.Block.Version++;
        (_isEmpty, _rows) = (false, null);
        return gradient;
    }

    /// <summary>The gradient, to which the caller adds at these rows but the one excepted, and nowhere else.</summary>
    public Tensor BeginRows(Labels index, long except)
    {
        if (_gradient is null)
        {
            _gradient = Make();
            Kernel.Fill(_gradient, 0);
            _rows = [];
        }
        else if (_isEmpty)
        {
            if (HasRows) ClearRows(_gradient);
            else Kernel.Fill(_gradient, 0);
            _rows = [];
        }
        else if (!HasRows)
        {
            _rows = null;
        }
        _rows?.Add((index, except));
        _isEmpty = false;
        _rowsVersion = ++_gradient.Block.Version;
        return _gradient;
    }

    static Labels Distinct(List<(Labels Index, long Except)> added)
    {
        var taken = new List<long>();
        foreach (var (index, except) in added)
        {
            foreach (long row in index)
                if (row != except) taken.Add(row);
        }
        taken.Sort();
        long[] rows = [.. taken.Where((row, i) => i == 0 || row != taken[i - 1])];
        return Labels.Wrap(rows, [rows.Length]);
    }

    Tensor Make()
    {
        using var outside = Scope.Outside();
        return Tensor.Empty(owner.Shape, owner.DType);
    }

    void ClearRows(Tensor gradient)
    {
        nint width = owner.Count / nint.Max(1, owner.Shape[0]);
        foreach (var (index, _) in _rows!)
        {
            foreach (long row in index) Kernel.Fill(gradient.View([width], [1], (nint)row * width), 0);
        }
    }
}
