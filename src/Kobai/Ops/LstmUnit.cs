using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai;

/// <summary>
/// A unit of long short-term memory: c′ = f·c + i·g and h′ = o·tanh(c′), with the gates i, f, o = σ(…) and the candidate
/// g = tanh(…).
/// </summary>
/// <remarks>Source: Hochreiter and Schmidhuber, "Long Short-Term Memory", Neural Computation 9(8), 1997.</remarks>
readonly unsafe struct LstmUnit : IRecurrentUnit
{
    static int IRecurrentUnit.Gates => 4;
    static int IRecurrentUnit.FromInput => 4;
    static int IRecurrentUnit.Shared => 4;
    static bool IRecurrentUnit.HasCell => true;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void IRecurrentUnit.Forward<V, T>(in RecurrentRow<T> row, nint at)
    {
        V i = Sigmoid(V.Load(ref row.Gate(0)[at], 0)), f = Sigmoid(V.Load(ref row.Gate(1)[at], 0));
        V g = Tanh(V.Load(ref row.Gate(2)[at], 0)), o = Sigmoid(V.Load(ref row.Gate(3)[at], 0));
        V c = V.Fma(f, V.Load(ref row.CellBefore[at], 0), i * g);
        V.Store(i, ref row.Gate(0)[at], 0);
        V.Store(f, ref row.Gate(1)[at], 0);
        V.Store(g, ref row.Gate(2)[at], 0);
        V.Store(o, ref row.Gate(3)[at], 0);
        V.Store(c, ref row.CellAfter[at], 0);
        V.Store(o * Tanh(c), ref row.After[at], 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void IRecurrentUnit.Backward<V, T>(in RecurrentRow<T> row, in RecurrentGradient<T> gradient, nint at)
    {
        V i = V.Load(ref row.Gate(0)[at], 0), f = V.Load(ref row.Gate(1)[at], 0);
        V g = V.Load(ref row.Gate(2)[at], 0), o = V.Load(ref row.Gate(3)[at], 0);
        V c = V.Load(ref row.CellBefore[at], 0), tanh = V.Tanh(V.Load(ref row.CellAfter[at], 0));
        V dh = V.Load(ref gradient.Upstream[at], 0) + V.Load(ref gradient.Carried[at], 0);
        V dc = V.Load(ref gradient.Cell[at], 0) + dh * o * (V.One - tanh * tanh);
        V.Store(dc * g * i * (V.One - i), ref gradient.Gate(0)[at], 0);
        V.Store(dc * c * f * (V.One - f), ref gradient.Gate(1)[at], 0);
        V.Store(dc * i * (V.One - g * g), ref gradient.Gate(2)[at], 0);
        V.Store(dh * tanh * o * (V.One - o), ref gradient.Gate(3)[at], 0);
        V.Store(V.Zero, ref gradient.Carried[at], 0);
        V.Store(dc * f, ref gradient.Cell[at], 0);
    }

    // As calls: all five inlined are more than the compiler takes on, and it would leave the operators as calls instead.
    [MethodImpl(Jit.Apart)]
    static V Sigmoid<V>(V x) where V : struct, ISimd<V> => V.Sigmoid(x);

    [MethodImpl(Jit.Apart)]
    static V Tanh<V>(V x) where V : struct, ISimd<V> => V.Tanh(x);
}
