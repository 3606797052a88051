namespace Kobai.Simd;

/// <summary>An element-wise function of one variable: its value and its slope dy/dx, each one formula.</summary>
/// <remarks>
/// A function without parameters is an empty struct; parameters are fields. Formulas must be pure: the same text runs at
/// every register width and for every element type.
/// </remarks>
public interface IFunction
{
    /// <summary>y of x.</summary>
    V Value<V>(V x) where V : struct, ISimd<V>;

    /// <summary>dy/dx at x, where y is the value there.</summary>
    V Slope<V>(V x, V y) where V : struct, ISimd<V>;
}

/// <summary>An element-wise function of two variables.</summary>
public interface IFunction2
{
    /// <summary>y of a and b.</summary>
    V Value<V>(V a, V b) where V : struct, ISimd<V>;
}

/// <summary>An element-wise function of three variables.</summary>
public interface IFunction3
{
    /// <summary>y of a, b and c.</summary>
    V Value<V>(V a, V b, V c) where V : struct, ISimd<V>;
}
