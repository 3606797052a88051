using System.Numerics.Tensors;
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

    /// <summary>Whether no slope is infinite or NaN.</summary>
    public bool AreSlopesFinite => !Records || TensorPrimitives.IsFiniteAll<double>(SlopesOfAll);

    /// <summary>Whether a number is so small that <see cref="Wide"/> would lose its digits.</summary>
    public bool HasTiny
    {
        get
        {
            foreach (double x in Inputs)
            {
                if (Math.Abs(x) < Precision.Tiny && x != 0) return true;
            }
            return false;
        }
    }

    Span<double> SlopesOfAll { get; } = slopes;

    /// <summary>The elements of the k-th tensor.</summary>
    public ReadOnlySpan<double> this[int k] => Inputs.Slice(k * width, width);

    /// <summary>The slopes of the k-th tensor.</summary>
    public Span<double> Slopes(int k) => SlopesOfAll.Slice(k * width, width);
}
