using System.Text.Json.Serialization;

namespace Kobai.Recipes;

/// <summary>How one column becomes inputs of the network; fitted on training rows.</summary>
/// <param name="Column">The name of the column.</param>
[JsonDerivedType(typeof(NumberFeature), "number")]
[JsonDerivedType(typeof(CategoryFeature), "category")]
[JsonDerivedType(typeof(TextFeature), "text")]
abstract record Feature(string Column)
{
    /// <summary>The number of inputs.</summary>
    [JsonIgnore]
    public abstract int Width { get; }

    /// <summary>What each input stands for, such as <c>age</c> or <c>embarked = S</c>.</summary>
    [JsonIgnore]
    public abstract IEnumerable<string> InputNames { get; }

    /// <summary>The column to read at prediction.</summary>
    [JsonIgnore]
    public abstract ColumnSchema Schema { get; }

    /// <summary>Whether a feature read from a file can be used.</summary>
    public abstract bool IsSound();

    /// <summary>Writes the inputs of a row into <paramref name="inputs"/>, which is <see cref="Width"/> zeros.</summary>
    public abstract void Encode(Table table, int row, int column, Span<float> inputs);
}
