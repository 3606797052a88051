namespace Kobai.Recipes;

/// <summary>How the values of a column are read.</summary>
public enum ColumnKind
{
    /// <summary>Left out.</summary>
    Dropped,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A date, with or without a time of day, read as days since 1970.</summary>
    Date,

    /// <summary>One of a limited set of values.</summary>
    Category,

    /// <summary>Words.</summary>
    Text,
}
