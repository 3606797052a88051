using System.Numerics;
using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai;

/// <summary>Rows taken by number.</summary>
public static unsafe class IndexSelectOp
{
    extension(Tensor x)
    {
        /// <summary>
        /// The elements of an axis given by number, in the order of the numbers; of a matrix, along axis 0: rows.
        /// </summary>
        /// <param name="axis">The axis, counted from the front (0 …) or the back (−1 …).</param>
        /// <param name="index">
        /// A vector of places along the axis; a place may be taken several times, its gradient adds up.
        /// </param>
        /// <exception cref="ShapeException">The axis does not exist, or the index is not a vector.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A place is outside the axis.</exception>
        /// <example><code>
        /// Tensor.From([5.0, 6.0, 7.0]).IndexSelect(0, [2, 0, 2])   // [7, 5, 7]
        /// </code></example>
        public Tensor IndexSelect(int axis, Labels index)
        {
            axis = Rule(x.Shape, axis, index);
            var y = Tensor.Empty(Resized(x.Shape, axis, index.Count), x.DType);
            if (x.DType == DType.Float32) Take<float>(x.Detach().Contiguous(), axis, index, y);
            else Take<double>(x.Detach().Contiguous(), axis, index, y);
            return y.Record("IndexSelect", [x], dy =>
            {
                var dx = Tensor.Zeros(x.Shape, x.DType);
                if (x.DType == DType.Float32) Add<float>(dy.Contiguous(), axis, index, dx);
                else Add<double>(dy.Contiguous(), axis, index, dx);
                return [dx];
            });
        }
    }

    static int Rule(Shape shape, int axis, Labels index)
    {
        axis = shape.Axis("IndexSelect", axis);
        if (index.Shape.Rank != 1)
        {
            throw new ShapeException($"IndexSelect: the index must be a vector; index is {index.Shape}.");
        }
        GatherOp.CheckRange("IndexSelect", index, shape.Sizes[axis], $"axis {axis}");
        return axis;
    }

    static Shape Resized(Shape shape, int axis, nint size)
    {
        var sizes = shape.Sizes.ToArray();
        sizes[axis] = size;
        return Shape.Of(sizes);
    }

    [MethodImpl(Jit.Apart)]
    static void Take<T>(Tensor x, int axis, Labels index, Tensor y) where T : unmanaged
    {
        var (outer, size, inner) = Around(x.Shape, axis);
        nint bytes = inner * sizeof(T);
        fixed (T* from = &x.Start<T>(), to = &y.Start<T>())
        {
            T* row = to;
            for (nint i = 0; i < outer; i++)
            {
                foreach (long place in index)
                {
                    Buffer.MemoryCopy(from + (i * size + (nint)place) * inner, row, bytes, bytes);
                    row += inner;
                }
            }
        }
        GC.KeepAlive(x);
        GC.KeepAlive(y);
    }

    [MethodImpl(Jit.Apart)]
    static void Add<T>(Tensor dy, int axis, Labels index, Tensor dx) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (outer, size, inner) = Around(dx.Shape, axis);
        fixed (T* from = &dy.Start<T>(), to = &dx.Start<T>())
        {
            T* row = from;
            for (nint i = 0; i < outer; i++)
            {
                foreach (long place in index)
                {
                    T* sum = to + (i * size + (nint)place) * inner;
                    Map.Value2(default(Kernel.Plus), sum, 1, row, 1, sum, inner);
                    row += inner;
                }
            }
        }
        GC.KeepAlive(dy);
        GC.KeepAlive(dx);
    }

    static (nint Outer, nint Size, nint Inner) Around(Shape shape, int axis)
    {
        nint outer = 1, inner = 1;
        for (int i = 0; i < axis; i++) outer *= shape.Sizes[i];
        for (int i = axis + 1; i < shape.Rank; i++) inner *= shape.Sizes[i];
        return (outer, shape.Sizes[axis], inner);
    }
}
