namespace Kobai.Cli.Losses;

/// <summary>A loss as the command knows it.</summary>
/// <param name="Name">The name of the method of <see cref="Kobai.Losses.Loss"/>.</param>
/// <param name="Formula">What it computes, in one line.</param>
/// <param name="Gradient">Its derivative, in one line.</param>
sealed record LossEntry(string Name, string Formula, string Gradient)
{
    /// <summary>The names it has in PyTorch and elsewhere.</summary>
    public string[] Aliases { get; init; } = [];

    /// <summary>Operands and arguments, operands first.</summary>
    public required Slot[] Slots { get; init; }

    /// <summary>The loss of the values of a document.</summary>
    public required Func<LossValues, Tensor> Evaluate { get; init; }

    /// <summary>How the gradient follows from the formula, step by step.</summary>
    public string[] Derivation { get; init; } = [];

    /// <summary>The numbers between input x, target t and loss of an element.</summary>
    public (string Title, Func<double, double, double> Of)[] Steps { get; init; } = [];

    /// <summary>The operands that a document must or may give.</summary>
    public IEnumerable<Slot> Operands => Slots.Where(slot => slot.IsOperand);

    /// <summary>What else can be set.</summary>
    public IEnumerable<Slot> Arguments => Slots.Where(slot => !slot.IsOperand);

    /// <summary>The value a member of a document or an option speaks of; null if the loss has none of that name.</summary>
    public Slot? Find(string name) =>
        Array.Find(Slots, slot => Names.Same(slot.Name, name) || slot.Parameters.Any(parameter => Names.Same(parameter, name)));
}
