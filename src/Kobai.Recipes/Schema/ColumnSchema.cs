namespace Kobai.Recipes;

/// <summary>How one column of a table is read.</summary>
/// <param name="Name">The name of the column.</param>
/// <param name="Kind">How its values are read.</param>
/// <param name="Missing">The number of rows without a value.</param>
/// <param name="Distinct">The number of different values, counted up to 10,000.</param>
/// <param name="Note">Why it is left out, or what to know about it; empty when there is nothing to say.</param>
public sealed record ColumnSchema(string Name, ColumnKind Kind, int Missing, int Distinct, string Note)
{
    /// <summary>The order of day, month and year when the column is a date.</summary>
    internal DateOrder Dates { get; init; }

    /// <summary>Whether a person said what kind the column is, so that a value of another kind is an error.</summary>
    public bool Stated { get; internal init; }
}
