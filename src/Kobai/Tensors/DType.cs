namespace Kobai;

/// <summary>The type of a tensor's elements.</summary>
public enum DType
{
    /// <summary>32-bit floating point, <see cref="float"/>: the default.</summary>
    Float32,

    /// <summary>64-bit floating point, <see cref="double"/>.</summary>
    Float64,
}
