namespace Kobai.Recipes;

/// <summary>What a person says about a table instead of leaving it to be inferred.</summary>
public sealed record TableOptions
{
    /// <summary>The character between fields; inferred among <c>, ; tab |</c> when null.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The text encoding by its IANA name, such as <c>shift_jis</c>; inferred when null.</summary>
    public string? Encoding { get; init; }

    /// <summary>Whether the first line names the columns; without names they are column1, column2 and so on.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>Texts that mean "no value", besides the usual ones (empty, NA, NaN, null, ?, - and the like).</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Columns to read as numbers; a value that is not a number is then an error.</summary>
    public IReadOnlyList<string> Numeric { get; init; } = [];

    /// <summary>Columns to read as categories.</summary>
    public IReadOnlyList<string> Categorical { get; init; } = [];

    /// <summary>Columns to read as free text.</summary>
    public IReadOnlyList<string> Text { get; init; } = [];

    /// <summary>Columns to leave out.</summary>
    public IReadOnlyList<string> Drop { get; init; } = [];

    /// <summary>Classification or regression; inferred from the target column when null.</summary>
    public TaskKind? Task { get; init; }
}
