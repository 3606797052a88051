namespace Kobai.Serialization;

/// <summary>The types that elements have in files.</summary>
enum ElementType
{
    Bool, UInt8, Int8, UInt16, Int16, UInt32, Int32, UInt64, Int64, BFloat16, Float16, Float32, Float64,
}
