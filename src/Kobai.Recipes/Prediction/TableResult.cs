namespace Kobai.Recipes;

/// <summary>The outcome of predicting for a table.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Warnings">Values that could not be used, by column.</param>
/// <param name="Report">How right the predictions are, when the table has the target column; else null.</param>
public sealed record TableResult(int Rows, IReadOnlyList<string> Warnings, Report? Report);
