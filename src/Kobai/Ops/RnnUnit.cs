using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai;

/// <summary>A plain recurrent unit: h′ = f(…), where f is given with its slope as a function of its value.</summary>
/// <remarks>Source: Elman, "Finding Structure in Time", Cognitive Science 14(2), 1990.</remarks>
readonly unsafe struct RnnUnit<F> : IRecurrentUnit where F : struct, IFunction
{
    static int IRecurrentUnit.Gates => 1;
    static int IRecurrentUnit.FromInput => 1;
    static int IRecurrentUnit.Shared => 1;
    static bool IRecurrentUnit.HasCell => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void IRecurrentUnit.Forward<V, T>(in RecurrentRow<T> row, nint at) =>
        V.Store(default(F).Value(V.Load(ref row.Gate(0)[at], 0)), ref row.After[at], 0);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void IRecurrentUnit.Backward<V, T>(in RecurrentRow<T> row, in RecurrentGradient<T> gradient, nint at)
    {
        V dh = V.Load(ref gradient.Upstream[at], 0) + V.Load(ref gradient.Carried[at], 0);
        V.Store(dh * default(F).Slope(V.Load(ref row.Gate(0)[at], 0), V.Load(ref row.After[at], 0)), ref gradient.Gate(0)[at], 0);
        V.Store(V.Zero, ref gradient.Carried[at], 0);
    }
}
