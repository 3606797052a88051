namespace Kobai.Metrics;

/// <summary>How the scores of single classes become one number.</summary>
/// <example><code>
/// Recall.Of([0, 1, 1, 1], expected: [0, 0, 1, 1], classes: 2, Averaging.Macro)   // (1/2 + 1) / 2 = 0.75
/// </code></example>
public enum Averaging
{
    /// <summary>The score of class 1 alone, of two classes.</summary>
    Binary,

    /// <summary>The mean over the classes that are expected or predicted, each counting the same.</summary>
    Macro,

    /// <summary>One score from the counts of all classes together.</summary>
    Micro,

    /// <summary>The mean over the classes, each counting by its number of expected rows.</summary>
    Weighted,
}
