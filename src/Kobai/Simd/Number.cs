namespace Kobai.Simd;

/// <summary>A parameter of a formula, rounded to both element types once and not in every step of a loop.</summary>
/// <param name="value">The number.</param>
/// <example><code>
/// readonly struct Scaled(Number factor) : IFunction
/// {
///     V IFunction.Value&lt;V&gt;(V x) =&gt; V.Fill(factor) * x;
///     V IFunction.Slope&lt;V&gt;(V x, V y) =&gt; V.Fill(factor);
/// }
///
/// Loop.Apply(Tensor.From([1.0, 2.0]), "Scaled", new Scaled(3))   // [3, 6]
/// </code></example>
public readonly struct Number(double value)
{
    /// <summary>The number in double precision.</summary>
    public double Double { get; } = value;

    /// <summary>The number in single precision.</summary>
    public float Single { get; } = (float)value;

    /// <summary>Makes a parameter of a number.</summary>
    public static implicit operator Number(double value) => new(value);
}
