namespace Kobai.Losses;

/// <summary>Whether losses look at the values they are given.</summary>
public static class LossChecks
{
    /// <summary>
    /// Whether probabilities, targets and the like outside their range, and NaN, are refused; true at first. Shapes,
    /// types and labels are always checked.
    /// </summary>
    /// <remarks>Without the checks a value outside its range gives whatever the formula gives for it.</remarks>
    /// <example><code>
    /// LossChecks.AreOn   // True
    /// </code></example>
    public static bool AreOn { get; set; } = true;

    /// <summary>
    /// Whether class probabilities given as targets must sum to 1 in each row, to within 0.001; false at first, since
    /// targets of another sum have uses.
    /// </summary>
    /// <example><code>
    /// LossChecks.TargetsSumToOne   // False
    /// </code></example>
    public static bool TargetsSumToOne { get; set; }
}
