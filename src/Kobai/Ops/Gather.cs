using System.Numerics;
using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai;

/// <summary>Elements taken from, and added to, places given one by one.</summary>
public static unsafe class GatherOp
{
    extension(Tensor x)
    {
        /// <summary>Takes elements along an axis; of a matrix, along axis 1: yᵢⱼ = x[i, index[i, j]].</summary>
        /// <param name="axis">The axis, counted from the front (0 …) or the back (−1 …).</param>
        /// <param name="index">
        /// The places along the axis, of the rank of x; its other sizes are at most those of x.
        /// </param>
        /// <returns>
        /// A tensor of the shape of the index. The gradient of an element taken several times adds up.
        /// </returns>
        /// <exception cref="ShapeException">The axis does not exist, or the shapes do not fit.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A place is outside the axis.</exception>
        /// <example><code>
        /// var x = Tensor.From(new double[,] { { 1, 2 }, { 3, 4 } });
        /// x.Gather(1, Labels.From([0, 0, 1, 0], [2, 2]))   // [[1, 1], [4, 3]]
        /// </code></example>
        public Tensor Gather(int axis, Labels index) => Take("Gather", x, Rule("Gather", x.Shape, axis, index), index);

        /// <summary>
        /// Adds elements at places along an axis; of a matrix, along axis 1: y[i, index[i, j]] += sourceᵢⱼ.
        /// </summary>
        /// <param name="axis">The axis, counted from the front (0 …) or the back (−1 …).</param>
        /// <param name="index">
        /// The places along the axis, of the rank of x; its other sizes are at most those of x.
        /// </param>
        /// <param name="source">
        /// What is added, of the shape of the index; several additions to a place are made in order.
        /// </param>
        /// <returns>A copy of x with the additions.</returns>
        /// <exception cref="ShapeException">The axis does not exist, or the shapes do not fit.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A place is outside the axis.</exception>
        /// <example><code>
        /// Tensor.Zeros([3]).ScatterAdd(0, [2, 0, 2], Tensor.From([1f, 2, 3]))   // [2, 0, 4]
        /// </code></example>
        public Tensor ScatterAdd(int axis, Labels index, Tensor source)
        {
            axis = Rule("ScatterAdd", x.Shape, axis, index);
            if (source.Shape != index.Shape)
            {
                throw new ShapeException(
                    "ScatterAdd: the source must have the shape of the index; " +
                    $"source is {source.Shape}, index is {index.Shape}.");
            }
            if (source.DType != x.DType)
            {
                throw new ArgumentException(
                    $"ScatterAdd: element types must be equal; x is {x.DType}, source is {source.DType}.",
                    nameof(source));
            }
            var y = x.Detach().Clone();
            Add(y, axis, index, source);
            return y.Record("ScatterAdd", [x, source], dy =>
                [dy, source.IsTracked ? dy.Gather(axis, index) : null]);
        }

        /// <summary>Takes one element of each row: yᵢ = x[i, labelsᵢ].</summary>
        /// <param name="labels">The place along the last axis of x, in the shape of the other axes.</param>
        /// <returns>A tensor of the shape of the labels.</returns>
        /// <exception cref="ShapeException">The shapes do not fit.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A label is outside the last axis.</exception>
        /// <example><code>
        /// var x = Tensor.From(new double[,] { { 1, 2 }, { 3, 4 } });
        /// x.Pick([1, 0])   // [2, 3]
        /// </code></example>
        public Tensor Pick(Labels labels)
        {
            if (x.Rank == 0 || !x.Shape.Sizes[..^1].SequenceEqual(labels.Shape.Sizes))
            {
                throw new ShapeException(
                    "Pick: the labels must have the shape of x without its last axis; " +
                    $"x is {x.Shape}, labels are {labels.Shape}.");
            }
            CheckRange("Pick", labels, x.Shape[^1], $"axis {x.Rank - 1}");
            var index = labels.Reshape(Shape.Of([.. labels.Shape.Sizes, 1]));
            return Take("Pick", x, x.Rank - 1, index).Reshape(labels.Shape);
        }
    }

    /// <summary>Refuses a number that is not a place of an axis.</summary>
    internal static void CheckRange(string op, Labels index, nint size, string axis)
    {
        for (int i = 0; i < index.Count; i++)
        {
            if ((ulong)index[i] < (ulong)size) continue;
            var place = new nint[index.Shape.Rank];
            nint rest = i;
            for (int k = place.Length - 1; k >= 0; k--) (rest, place[k]) = Math.DivRem(rest, index.Shape.Sizes[k]);
            throw new ArgumentOutOfRangeException(null,
                $"{op}: {index[i]} at ({string.Join(", ", place)}) is outside {axis} of size {size}.");
        }
    }

    static int Rule(string op, Shape shape, int axis, Labels index)
    {
        axis = shape.Axis(op, axis);
        bool fits = shape.Rank == index.Shape.Rank;
        for (int i = 0; fits && i < shape.Rank; i++) fits = i == axis || index.Shape.Sizes[i] <= shape.Sizes[i];
        if (!fits)
        {
            throw new ShapeException(
                $"{op}: the index must have the rank of x and, except along axis {axis}, no larger sizes; " +
                $"x is {shape}, index is {index.Shape}.");
        }
        CheckRange(op, index, shape.Sizes[axis], $"axis {axis}");
        return axis;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static Tensor Take(string op, Tensor x, int axis, Labels index)
    {
        var y = Tensor.Empty(index.Shape, x.DType);
        if (x.DType == DType.Float32) Take<float>(x, axis, index, y);
        else Take<double>(x, axis, index, y);
        return y.Record(op, [x], dy =>
        {
            var dx = Tensor.Zeros(x.Shape, x.DType);
            Add(dx, axis, index, dy);
            return [dx];
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Add(Tensor y, int axis, Labels index, Tensor source)
    {
        if (y.DType == DType.Float32) Add<float>(y, axis, index, source);
        else Add<double>(y, axis, index, source);
    }

    [MethodImpl(Jit.Apart)]
    static void Take<T>(Tensor x, int axis, Labels index, Tensor y) where T : unmanaged
    {
        fixed (T* px = &x.Start<T>(), py = &y.Start<T>())
        {
            nint stride = x.Strides[axis];
            var walk = new Walk(index.Shape, Fixed(x, axis));
            int k = 0;
            for (nint row = 0; row < walk.Rows; row++)
            {
                T* from = px + walk.Offset(0, row);
                for (nint i = 0; i < walk.Inner; i++, k++) py[k] = from[i * walk.Step(0) + (nint)index[k] * stride];
            }
        }
        GC.KeepAlive(x);
        GC.KeepAlive(y);
    }

    [MethodImpl(Jit.Apart)]
    static void Add<T>(Tensor y, int axis, Labels index, Tensor source) where T : unmanaged, INumber<T>
    {
        fixed (T* py = &y.Start<T>(), from = &source.Start<T>())
        {
            nint stride = y.Strides[axis];
            var walk = new Walk(index.Shape, Fixed(y, axis), source.Strides.ToArray());
            int k = 0;
            for (nint row = 0; row < walk.Rows; row++)
            {
                T* to = py + walk.Offset(0, row), add = from + walk.Offset(1, row);
                for (nint i = 0; i < walk.Inner; i++, k++)
                    to[i * walk.Step(0) + (nint)index[k] * stride] += add[i * walk.Step(1)];
            }
        }
        GC.KeepAlive(source);
        GC.KeepAlive(y);
    }

    // The strides with the axis standing still: the index moves along it.
    static nint[] Fixed(Tensor x, int axis)
    {
        var strides = x.Strides.ToArray();
        strides[axis] = 0;
        return strides;
    }
}
