namespace Kobai.Cli.Losses;

/// <summary>What a value of a loss is.</summary>
enum SlotKind
{
    /// <summary>A tensor of floating-point numbers that may have a gradient.</summary>
    Tensor,

    /// <summary>Class indices or lengths.</summary>
    Labels,

    /// <summary>Class indices, or probabilities in the shape of the input.</summary>
    LabelsOrTensor,

    /// <summary>A tensor of constant factors.</summary>
    Weight,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>One of some words.</summary>
    Word,
}

/// <summary>One value that a loss takes: an operand or an argument.</summary>
/// <param name="Name">Its name in documents: PyTorch's where PyTorch has the loss.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Says">What it means, in a few words.</param>
sealed record Slot(string Name, SlotKind Kind, string Says)
{
    /// <summary>The names of the parameters of the library's methods that it goes to; documents may use them too.</summary>
    public string[] Parameters { get; init; } = [Name];

    /// <summary>What it is when nothing is stated; null when it must be stated or may be left out.</summary>
    public object? Default { get; init; }

    /// <summary>Whether it may be left out although it has no default.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether integers in an int64 tensor are taken as numbers, as PyTorch does for this loss.</summary>
    public bool TakesIntegers { get; init; }

    /// <summary>Whether true and false in a bool tensor are taken as 1 and 0, as PyTorch does for this loss.</summary>
    public bool TakesBools { get; init; }

    /// <summary>Whether it stands beside the input in a document, not among the arguments.</summary>
    public bool IsOperand => Kind is SlotKind.Tensor or SlotKind.Labels or SlotKind.LabelsOrTensor;

    public static Slot Tensor(string name, string says, params string[] parameters) =>
        new(name, SlotKind.Tensor, says) { Parameters = parameters is [] ? [name] : parameters };

    public static Slot Labels(string name, string says, params string[] parameters) =>
        new(name, SlotKind.Labels, says) { Parameters = parameters is [] ? [name] : parameters };

    public static Slot Weight(string name, string says, params string[] parameters) =>
        new(name, SlotKind.Weight, says) { Parameters = parameters is [] ? [name] : parameters, IsOptional = true };

    public static Slot Number(string name, double? preset, string says, params string[] parameters) =>
        new(name, SlotKind.Number, says) { Parameters = parameters is [] ? [name] : parameters, Default = preset };

    public static Slot Whole(string name, long preset, string says, params string[] parameters) =>
        new(name, SlotKind.Whole, says) { Parameters = parameters is [] ? [name] : parameters, Default = preset };

    public static Slot Flag(string name, bool preset, string says, params string[] parameters) =>
        new(name, SlotKind.Flag, says) { Parameters = parameters is [] ? [name] : parameters, Default = preset };
}
