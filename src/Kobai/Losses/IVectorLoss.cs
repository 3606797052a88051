using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Losses;

/// <summary>A loss of the vectors in the rows of tensors, such as a distance: its value and its slopes, from one formula.</summary>
interface IVectorLoss
{
    /// <summary>The loss of a row; its slopes go to those of the row, if it asks for them.</summary>
    V Evaluate<V>(Vectors row, ref Digits<V> digits) where V : struct, ISimd<V>;
}

/// <summary>One row of up to three tensors, in double, and room for the slopes.</summary>
readonly ref struct Vectors(nint index, ReadOnlySpan<double> inputs, Span<double> slopes, int width)
{
    /// <summary>Which row this is.</summary>
    public nint Index => index;

    /// <summary>The number of elements of each tensor.</summary>
    public int Width => width;

    /// <summary>Whether slopes are asked for.</summary>
    public bool Records => !SlopesOfAll.IsEmpty;

    ReadOnlySpan<double> Inputs { get; } = inputs;

    Span<double> SlopesOfAll { get; } = slopes;

    /// <summary>The elements of the k-th tensor.</summary>
    public ReadOnlySpan<double> this[int k] => Inputs.Slice(k * width, width);

    /// <summary>The slopes of the k-th tensor.</summary>
    public Span<double> Slopes(int k) => SlopesOfAll.Slice(k * width, width);

    /// <summary>The nearest double of a formula's number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Rounded<V>(V x) where V : struct, ISimd<V> =>
        typeof(V) == typeof(Wide) ? (double)Unsafe.BitCast<V, Wide>(x) : Unsafe.BitCast<V, double>(x);
}
