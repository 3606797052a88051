using System.Runtime.CompilerServices;

namespace Kobai.Simd;

/// <summary>What the runtime's compiler is told of vector code.</summary>
/// <remarks>
/// The runtime first compiles a method without optimization, and compiles it again when it has been called often. For vector
/// code, whose every sum is a method, the first code is ten to a hundred times slower than the second, and it serves for a
/// second or more, longer than many a program runs. The second one is laid out by what was seen to happen, and may be joined
/// to its callers until the limit of inlining leaves its sums as calls for good. So vector code is compiled
/// with full optimization at its first call, and its loops apart from their callers.
/// </remarks>
static class Jit
{
    /// <summary>Part of the loop that calls it; where that is too large already, a method that is compiled at once.</summary>
    public const MethodImplOptions Inlined = MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization;

    /// <summary>A loop, or another method that has the limit of inlining to itself; compiled at once.</summary>
    public const MethodImplOptions Apart = MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization;
}
