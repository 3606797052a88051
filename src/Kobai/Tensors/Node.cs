namespace Kobai;

/// <summary>One recorded operation: how the gradient of its result becomes the gradients of its inputs.</summary>
/// <param name="op">The operation's name, for messages.</param>
/// <param name="inputs">The tensors it was computed from.</param>
/// <param name="pull">From the gradient of the result to the gradients of the inputs, null where none is needed.</param>
/// <param name="version">The number of in-place changes that the values it relies on had seen.</param>
sealed class Node(string op, Tensor[] inputs, Func<Tensor, Tensor?[]> pull, int version)
{
    /// <summary>The operation's name.</summary>
    public string Op => op;

    /// <summary>The tensors it was computed from; null once released.</summary>
    public Tensor[]? Inputs { get; private set; } = inputs;

    /// <summary>The rule of the gradient; null once released.</summary>
    public Func<Tensor, Tensor?[]>? Pull { get; private set; } = pull;

    /// <summary>The in-place changes seen by the inputs when the operation was recorded.</summary>
    public int Version => version;

    /// <summary>The result, if its gradient is to be kept.</summary>
    public Tensor? Retained { get; set; }

    /// <summary>During a backward pass: how many recorded users have not yet handed in their part.</summary>
    public int Pending { get; set; }

    /// <summary>During a backward pass: the gradient of the result so far.</summary>
    public Tensor? Gradient { get; set; }

    /// <summary>Whether <see cref="Gradient"/> is a sum made here, which may be added to in place.</summary>
    public bool OwnsGradient { get; set; }

    /// <summary>Forgets the inputs, so that their memory can go.</summary>
    public void Release() => (Inputs, Pull) = (null, null);
}
