namespace Kobai.Recipes;

/// <summary>One measure of a model.</summary>
/// <param name="Name">What is measured, such as accuracy.</param>
/// <param name="Value">The model's value.</param>
/// <param name="Baseline">The value of the best guess that looks at no input: the majority class, or the mean.</param>
/// <param name="HigherIsBetter">Whether more is better.</param>
public sealed record Score(string Name, double Value, double Baseline, bool HigherIsBetter);
