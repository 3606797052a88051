using System.Globalization;
using System.Numerics;

namespace Kobai.Losses;

/// <summary>Refuses values that a loss has no meaning for, naming their place.</summary>
static class Check
{
    /// <summary>Every value is from 0 to 1.</summary>
    public static void InUnitInterval(string op, string name, Tensor values, string hint)
    {
        var flat = Kernel.Packed(values);
        nint bad = values.DType == DType.Float32 ? FirstOutside<float>(flat) : FirstOutside<double>(flat);
        if (bad < 0) return;
        double value = flat.View([1], [1], bad).Item();
        throw new ArgumentException(double.IsNaN(value)
            ? $"{op}: {Place(name, values.Shape, bad)} is NaN."
            : string.Create(CultureInfo.InvariantCulture,
                $"{op}: {Place(name, values.Shape, bad)} is {value:R}, outside [0, 1]. {hint}"), name);
    }

    static string Place(string name, Shape shape, nint index)
    {
        var place = new nint[shape.Rank];
        for (int axis = place.Length - 1; axis >= 0; axis--) (index, place[axis]) = Math.DivRem(index, shape.Sizes[axis]);
        return $"{name}[{string.Join(", ", place)}]";
    }

    static nint FirstOutside<T>(Tensor x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref T start = ref x.Start<T>();
        nint found = -1;
        for (nint i = 0; i < x.Count; i += Block)
        {
            var block = System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(
                ref System.Runtime.CompilerServices.Unsafe.Add(ref start, i), (int)nint.Min(Block, x.Count - i));
            int place = IndexOutside(block);
            if (place < 0) continue;
            found = i + place;
            break;
        }
        GC.KeepAlive(x);
        return found;
    }

    const int Block = 1 << 12;

    // The common case, nothing outside, is one comparison of the extremes of a block.
    static int IndexOutside<T>(ReadOnlySpan<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T low = System.Numerics.Tensors.TensorPrimitives.Min(x), high = System.Numerics.Tensors.TensorPrimitives.Max(x);
        if (low >= T.Zero && high <= T.One) return -1;
        for (int i = 0; i < x.Length; i++) if (!(x[i] >= T.Zero && x[i] <= T.One)) return i;
        return -1;
    }
}
