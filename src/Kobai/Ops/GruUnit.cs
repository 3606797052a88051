using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai;

/// <summary>
/// A gated recurrent unit: h′ = (1 − z)·n + z·h, with the gates r, z = σ(…) and the candidate n = tanh(a + r·b), where a
/// comes from the input and b from the state.
/// </summary>
/// <remarks>Source: Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder", arXiv:1406.1078.</remarks>
readonly unsafe struct GruUnit : IRecurrentUnit
{
    static int IRecurrentUnit.Gates => 4;
    static int IRecurrentUnit.FromInput => 3;
    static int IRecurrentUnit.Shared => 2;
    static bool IRecurrentUnit.HasCell => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void IRecurrentUnit.Forward<V, T>(in RecurrentRow<T> row, nint at)
    {
        V r = V.Sigmoid(V.Load(ref row.Gate(0)[at], 0)), z = V.Sigmoid(V.Load(ref row.Gate(1)[at], 0));
        V n = V.Tanh(V.Fma(r, V.Load(ref row.Gate(3)[at], 0), V.Load(ref row.Gate(2)[at], 0)));
        V.Store(r, ref row.Gate(0)[at], 0);
        V.Store(z, ref row.Gate(1)[at], 0);
        V.Store(n, ref row.Gate(2)[at], 0);
        V.Store(V.Fma(z, V.Load(ref row.Before[at], 0) - n, n), ref row.After[at], 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void IRecurrentUnit.Backward<V, T>(in RecurrentRow<T> row, in RecurrentGradient<T> gradient, nint at)
    {
        V r = V.Load(ref row.Gate(0)[at], 0), z = V.Load(ref row.Gate(1)[at], 0);
        V n = V.Load(ref row.Gate(2)[at], 0), b = V.Load(ref row.Gate(3)[at], 0);
        V dh = V.Load(ref gradient.Upstream[at], 0) + V.Load(ref gradient.Carried[at], 0);
        V da = dh * (V.One - z) * (V.One - n * n);
        V.Store(da * b * r * (V.One - r), ref gradient.Gate(0)[at], 0);
        V.Store(dh * (V.Load(ref row.Before[at], 0) - n) * z * (V.One - z), ref gradient.Gate(1)[at], 0);
        V.Store(da, ref gradient.Gate(2)[at], 0);
        V.Store(da * r, ref gradient.Gate(3)[at], 0);
        V.Store(dh * z, ref gradient.Carried[at], 0);
    }
}
