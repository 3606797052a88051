namespace Kobai;

/// <summary>One recorded operation: how the gradient of its result becomes the gradients of its inputs.</summary>
abstract class Node
{
    Tensor[] _inputs = [];
    Tensor?[] _parts = [];
    int _count, _version;
    bool _isFree;

    /// <summary>The operation's name, for messages.</summary>
    public string Op { get; private set; } = "";

    /// <summary>What was computed.</summary>
    public Tensor? Result { get; private set; }

    /// <summary>The tensors it was computed from.</summary>
    public ReadOnlySpan<Tensor> Inputs => _inputs.AsSpan(0, _count);

    /// <summary>Whether an input was changed in place since.</summary>
    public bool IsOutdated => _version != VersionOf(Inputs);

    /// <summary>Whether the gradient of the result is to be kept.</summary>
    public bool RetainsGradient { get; set; }

    /// <summary>During a backward pass: how many recorded users have not yet handed in their part.</summary>
    public int Pending { get; set; }

    /// <summary>During a backward pass: the gradient of the result so far.</summary>
    public Tensor? Gradient { get; set; }

    /// <summary>Whether nobody else needs the memory of <see cref="Gradient"/>, so that it may be changed in place.</summary>
    public bool OwnsGradient { get; set; }

    /// <summary>Whether the rule is a function that may keep what it is given.</summary>
    public abstract bool MayKeepUpstream { get; }

    /// <summary>The gradients of the inputs, null where none is needed or where it was added to a parameter's in place.</summary>
    /// <param name="dy">The gradient of the result.</param>
    /// <param name="mayOverwrite">Whether the memory of dy may be used for a part.</param>
    /// <returns>A part for each input, valid until the next call.</returns>
    public ReadOnlySpan<Tensor?> Pull(Tensor dy, bool mayOverwrite = false)
    {
        var parts = _parts.AsSpan(0, _count);
        parts.Clear();
        Pull(Inputs, dy, mayOverwrite, parts);
        return parts;
    }

    /// <summary>Forgets the inputs, so that their memory can go.</summary>
    public virtual void Release()
    {
        Result?.Release(Op);
        Array.Clear(_inputs);
        Array.Clear(_parts);
        (Result, _count) = (null, 0);
    }

    /// <summary>Hands a released record on to the next operation of its kind on this thread.</summary>
    public void Recycle()
    {
        if (_isFree || Result is not null) return;
        _isFree = true;
        Free();
    }

    private protected abstract void Free();

    private protected void Begin(string op, Tensor result, ReadOnlySpan<Tensor> inputs)
    {
        if (_inputs.Length < inputs.Length) (_inputs, _parts) = (new Tensor[inputs.Length], new Tensor?[inputs.Length]);
        inputs.CopyTo(_inputs);
        (Op, Result, _count, _version) = (op, result, inputs.Length, VersionOf(inputs));
        (RetainsGradient, _isFree) = (false, false);
    }

    private protected abstract void Pull(ReadOnlySpan<Tensor> inputs, Tensor dy, bool mayOverwrite, Span<Tensor?> parts);

    static int VersionOf(ReadOnlySpan<Tensor> inputs)
    {
        int version = 0;
        foreach (var input in inputs) version += input.Block.Version;
        return version;
    }
}

/// <summary>The rule by which an operation pulls a gradient back.</summary>
interface IRule
{
    /// <summary>Writes the gradient of each input that is tracked.</summary>
    /// <param name="inputs">The tensors the result was computed from.</param>
    /// <param name="dy">The gradient of the result.</param>
    /// <param name="mayOverwrite">Whether the memory of dy may be used for a part.</param>
    /// <param name="parts">A place for each input; null at first, and where a gradient was added to a parameter's in place.</param>
    void Pull(ReadOnlySpan<Tensor> inputs, Tensor dy, bool mayOverwrite, Span<Tensor?> parts);
}

/// <summary>A record with a rule of one type; steady training uses the same few objects again and again.</summary>
sealed class Node<TRule> : Node where TRule : struct, IRule
{
    const int MostKept = 1 << 10;

    [ThreadStatic] static Stack<Node<TRule>>? t_free;

    TRule _rule;

    public override bool MayKeepUpstream => typeof(TRule) == typeof(Function);

    /// <summary>Records a rule.</summary>
    public static Node<TRule> Of(string op, Tensor result, ReadOnlySpan<Tensor> inputs, TRule rule)
    {
        if (t_free is null || !t_free.TryPop(out var node)) node = new();
        node.Begin(op, result, inputs);
        node._rule = rule;
        return node;
    }

    public override void Release()
    {
        base.Release();
        _rule = default;
    }

    private protected override void Free()
    {
        t_free ??= new();
        if (t_free.Count < MostKept) t_free.Push(this);
    }

    private protected override void Pull(ReadOnlySpan<Tensor> inputs, Tensor dy, bool mayOverwrite, Span<Tensor?> parts) =>
        _rule.Pull(inputs, dy, mayOverwrite, parts);
}

/// <summary>A rule as a function, for operations of one's own.</summary>
readonly struct Function(string op, Func<Tensor, Tensor?[]> pull) : IRule
{
    void IRule.Pull(ReadOnlySpan<Tensor> inputs, Tensor dy, bool mayOverwrite, Span<Tensor?> parts)
    {
        var pulled = pull(dy);
        if (pulled.Length != inputs.Length)
        {
            throw new InvalidOperationException(
                $"Backward: {op} must give a gradient, or null, for each of its inputs; inputs: {inputs.Length}, given: {pulled.Length}.");
        }
        pulled.CopyTo(parts);
    }
}
