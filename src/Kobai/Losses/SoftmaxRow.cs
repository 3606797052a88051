using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Kobai.Products;
using Kobai.Simd;

namespace Kobai.Losses;

/// <summary>The exponentials of one row of logits of T, computed in E (T itself, or double), and their sum.</summary>
/// <param name="largest">m, the largest logit.</param>
/// <param name="own">exp(xₐ − m) of the place a that the sum leaves out.</param>
/// <param name="others">The sum of all others.</param>
/// <param name="low">What is below the last place of the sum; 0 unless T is double.</param>
/// <param name="unit">What the exponentials in memory are larger by.</param>
readonly unsafe struct SoftmaxRow<T, E>(double largest, double own, double others, double low, double unit = 1)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    // A block stays in the first-level cache between being computed and being summed.
    const int Block = 512;

    // Exponentials below the normal range, made larger, would show their few digits.
    public const double MostFactor = 8;

    public readonly double Largest = largest, Own = own, Others = others, Low = low, Unit = unit;

    /// <summary>The sum of all exponentials.</summary>
    public double All => Others + Own;

    /// <summary>Room for the exponentials of a row, which may be where its gradient goes.</summary>
    public static E* Room(nint classes, T* dx) =>
        typeof(T) == typeof(E) && dx != null ? (E*)dx : (E*)Scratch.Take(classes * sizeof(E));

    /// <summary>The same of floats, from the logit of the label instead of the largest, found in one visit; false where this is out of range.</summary>
    /// <remarks>The logits are still needed where it is, so that the exponentials must not take their place.</remarks>
    public static bool TryFromLabel(float* x, nint classes, nint label, float* e, out SoftmaxRow<T, E> row)
    {
        double others = 0;
        row = default;
        if (!SharedExponent.Reaches(x[label])) return false;
        var exponentials = new SharedExponent(x[label]);
        for (nint i = 0; i < classes; i += Block)
        {
            nint n = nint.Min(Block, classes - i);
            exponentials.Of(x + i, n, e + i);
            if (label >= i && label < i + n) e[label] = 0;
            others += Sums.Of(e + i, n);
            if (!(others < SharedExponent.MostSum)) return false;
        }
        double own = exponentials.Of(x[label]);
        row = new(x[label], 1, others / own, 0, own);
        return true;
    }

    /// <summary>e[j] = exp(x[j] − m), and 0 at the place that the sum leaves out.</summary>
    [MethodImpl(Jit.Apart)]
    [SkipLocalsInit]
    public static SoftmaxRow<T, E> Of(T* x, nint classes, nint skip, T m, E* e)
    {
        double own = 0, sum = 0, low = 0;
        for (nint i = 0; i < classes; i += Block)
        {
            nint n = nint.Min(Block, classes - i);
            if (typeof(T) == typeof(E)) Exponentials.Of(x + i, n, m, (T*)e + i);
            else
            {
                TensorPrimitives.ConvertTruncating<T, E>(new(x + i, (int)n), new(e + i, (int)n));
                Exponentials.Of(e + i, n, E.CreateTruncating(m), e + i);
            }
            if (skip >= i && skip < i + n)
            {
                own = double.CreateTruncating(e[skip]);
                e[skip] = E.Zero;
            }
            if (typeof(T) == typeof(float)) sum += Sums.Of(e + i, n);
            else FineSums.AddAll(ref sum, ref low, (double*)e + i, n);
        }
        return new(double.CreateTruncating(m), own, sum + low, low - (sum + low - sum));
    }

    /// <summary>dx[j] = factor · e[j] over the unit, with the digits of exponentials below the normal range that a large factor would miss.</summary>
    [MethodImpl(Jit.Apart)]
    public void Scale(T* x, E* e, nint classes, double factor, T* dx)
    {
        factor /= Unit;
        var tiny = typeof(T) == typeof(double) && Math.Abs(factor) > MostFactor / 2 ? new List<nint>() : null;
        for (nint j = 0; tiny is not null && j < classes; j++)
        {
            if (e[j] < E.CreateTruncating(Precision.Tiny)) tiny.Add(j);
        }
        Scale(e, classes, factor, dx);
        foreach (nint j in tiny ?? [])
        {
            Wide half = Wide.Exp((new Wide(double.CreateTruncating(x[j])) - new Wide(Largest)) * new Wide(0.5));
            dx[j] = T.CreateTruncating((double)(half * new Wide(factor)) * (double)half);
        }
    }

    /// <summary>dx[j] = factor · e[j].</summary>
    [MethodImpl(Jit.Apart)]
    [SkipLocalsInit]
    public static void Scale(E* e, nint classes, double factor, T* dx)
    {
        E* block = stackalloc E[Block];
        for (nint i = 0; i < classes; i += Block)
        {
            int n = (int)nint.Min(Block, classes - i);
            Span<E> scaled = typeof(T) == typeof(E) ? new((E*)dx + i, n) : new(block, n);
            TensorPrimitives.Multiply(new(e + i, n), E.CreateTruncating(factor), scaled);
            if (typeof(T) != typeof(E)) TensorPrimitives.ConvertTruncating<E, T>(scaled, new(dx + i, n));
        }
    }
}
