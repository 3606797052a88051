namespace Kobai.Losses;

/// <summary>What becomes of the losses of the elements.</summary>
public enum Reduction
{
    /// <summary>Their mean, the default of every loss; each loss states what it divides by.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Each on its own.</summary>
    None,
}
