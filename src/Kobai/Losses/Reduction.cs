namespace Kobai.Losses;

/// <summary>What becomes of the losses of the elements.</summary>
/// <example><code>
/// Tensor x = Tensor.From([0.5, 2.0]), y = Tensor.From([0.0, 1.0]);
/// Loss.SquaredError(x, y)                   // 0.625
/// Loss.SquaredError(x, y, Reduction.Sum)    // 1.25
/// Loss.SquaredError(x, y, Reduction.None)   // [0.25, 1]
/// </code></example>
public enum Reduction
{
    /// <summary>Their mean, the default of every loss; each loss states what it divides by.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their sum divided by the size of the first axis: the mean over the samples of a batch.</summary>
    BatchMean,

    /// <summary>Each on its own.</summary>
    None,
}
