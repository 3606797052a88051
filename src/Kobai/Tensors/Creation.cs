using System.Numerics.Tensors;

namespace Kobai;

/// <summary>Tensors from nothing, from arrays and from <c>System.Numerics.Tensors</c>.</summary>
public static class Creation
{
    extension(Tensor)
    {
        /// <summary>All elements 0.</summary>
        /// <example><code>
        /// Tensor.Zeros([2, 3])   // [[0, 0, 0], [0, 0, 0]]
        /// </code></example>
        public static Tensor Zeros(Shape shape, DType type = DType.Float32) => Tensor.Full(shape, 0, type);

        /// <summary>All elements 1.</summary>
        /// <example><code>
        /// Tensor.Ones([3])   // [1, 1, 1]
        /// </code></example>
        public static Tensor Ones(Shape shape, DType type = DType.Float32) => Tensor.Full(shape, 1, type);

        /// <summary>All elements equal to <paramref name="value"/>.</summary>
        /// <example><code>
        /// Tensor.Full([3], 0.5)   // [0.5, 0.5, 0.5]
        /// </code></example>
        public static Tensor Full(Shape shape, double value, DType type = DType.Float32)
        {
            var y = Tensor.Empty(shape, type);
            Kernel.Fill(y, value);
            return y;
        }

        /// <summary>A single number in a tensor without axes.</summary>
        /// <example><code>
        /// Tensor.Scalar(0.5).Rank   // 0
        /// </code></example>
        public static Tensor Scalar(double value, DType type = DType.Float32) => Tensor.Full(Shape.Scalar, value, type);

        /// <summary>start, start + step, start + 2·step, … below <paramref name="stop"/> (above it when step is negative).</summary>
        /// <exception cref="ArgumentOutOfRangeException">The step is 0 or leads away from stop.</exception>
        /// <example><code>
        /// Tensor.Arange(0, 5)        // [0, 1, 2, 3, 4]
        /// Tensor.Arange(1, 2, 0.25)  // [1, 1.25, 1.5, 1.75]
        /// </code></example>
        public static Tensor Arange(double start, double stop, double step = 1, DType type = DType.Float32)
        {
            double count = Math.Ceiling((stop - start) / step);
            if (!(count >= 0) || !double.IsFinite(count))
            {
                throw new ArgumentOutOfRangeException(nameof(step), step,
                    $"Arange: the step must lead from {start} to {stop}.");
            }
            return FromFunction((nint)count, type, i => start + i * step);
        }

        /// <summary>0, 1, 2, … below <paramref name="stop"/>.</summary>
        public static Tensor Arange(double stop) => Tensor.Arange(0, stop);

        /// <summary><paramref name="count"/> numbers evenly spaced from <paramref name="start"/> to <paramref name="stop"/>, both included.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
        /// <example><code>
        /// Tensor.Linspace(0, 1, 5)   // [0, 0.25, 0.5, 0.75, 1]
        /// </code></example>
        public static Tensor Linspace(double start, double stop, nint count, DType type = DType.Float32)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count);
            double step = count > 1 ? (stop - start) / (count - 1) : 0;
            // From the nearer end, so that both ends are exact and the numbers are symmetric.
            return FromFunction(count, type, i => i < count / 2 || count == 1 ? start + i * step : stop - (count - 1 - i) * step);
        }

        /// <summary>The identity matrix: 1 on the diagonal, 0 elsewhere.</summary>
        /// <example><code>
        /// Tensor.Eye(2)   // [[1, 0], [0, 1]]
        /// </code></example>
        public static Tensor Eye(nint size, DType type = DType.Float32)
        {
            var y = Tensor.Zeros([size, size], type);
            Kernel.Fill(y.View([size], [size + 1]), 1);
            return y;
        }

        /// <summary>A vector of these numbers, copied, as Float32.</summary>
        public static Tensor From(ReadOnlySpan<float> values) => Tensor.From(values, [values.Length]);

        /// <summary>A vector of these numbers, copied, as Float64.</summary>
        public static Tensor From(ReadOnlySpan<double> values) => Tensor.From(values, [values.Length]);

        /// <summary>These numbers in row-major order in a shape, copied, as Float32.</summary>
        /// <exception cref="ShapeException">The number of values does not fill the shape.</exception>
        public static Tensor From(ReadOnlySpan<float> values, Shape shape) => Copied(values, shape);

        /// <summary>These numbers in row-major order in a shape, copied, as Float64.</summary>
        /// <exception cref="ShapeException">The number of values does not fill the shape.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 2, 3, 4, 5, 6], [2, 3])   // [[1, 2, 3], [4, 5, 6]]
        /// </code></example>
        public static Tensor From(ReadOnlySpan<double> values, Shape shape) => Copied(values, shape);

        /// <summary>A matrix, copied, as Float32.</summary>
        public static Tensor From(float[,] values) =>
            Copied(Flat<float>(values), [values.GetLength(0), values.GetLength(1)]);

        /// <summary>A matrix, copied, as Float64.</summary>
        /// <example><code>
        /// Tensor.From(new double[,] { { 1, 2 }, { 3, 4 } })   // [[1, 2], [3, 4]]
        /// </code></example>
        public static Tensor From(double[,] values) =>
            Copied(Flat<double>(values), [values.GetLength(0), values.GetLength(1)]);

        /// <summary>A tensor of <c>System.Numerics.Tensors</c>, copied, as Float32.</summary>
        public static Tensor From(in ReadOnlyTensorSpan<float> values) => Copied(values);

        /// <summary>A tensor of <c>System.Numerics.Tensors</c>, copied, as Float64.</summary>
        public static Tensor From(in ReadOnlyTensorSpan<double> values) => Copied(values);
    }

    extension(Tensor x)
    {
        /// <summary>The elements as a tensor of <c>System.Numerics.Tensors</c>, copied and converted to <typeparamref name="T"/>.</summary>
        /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
        public System.Numerics.Tensors.Tensor<T> ToNumericsTensor<T>() where T : unmanaged =>
            System.Numerics.Tensors.Tensor.Create(x.ToArray<T>(), x.Shape.Sizes);

        /// <summary>Copies all elements, first to last, converting them to <typeparamref name="T"/>.</summary>
        /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
        /// <exception cref="ArgumentException">The target is shorter than the tensor.</exception>
        public void CopyTo<T>(Span<T> target) where T : unmanaged
        {
            if (target.Length < x.Count)
            {
                throw new ArgumentException($"CopyTo: {x.Count} elements do not fit into {target.Length}.", nameof(target));
            }
            Kernel.CopyOut(x, target);
        }
    }

    static Tensor Copied<T>(ReadOnlySpan<T> values, Shape shape) where T : unmanaged
    {
        if (shape.Count != values.Length)
        {
            throw new ShapeException($"From: the shape {shape} holds {shape.Count} elements; got {values.Length}.");
        }
        var y = Tensor.Empty(shape, Tensor.TypeOf<T>());
        values.CopyTo(y.Elements<T>());
        GC.KeepAlive(y);
        return y;
    }

    static Tensor Copied<T>(in ReadOnlyTensorSpan<T> values) where T : unmanaged
    {
        var flat = new T[values.FlattenedLength];
        values.FlattenTo(flat);
        return Copied<T>(flat, Shape.Create(values.Lengths));
    }

    static ReadOnlySpan<T> Flat<T>(T[,] values) =>
        values.Length == 0 ? [] : System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref values[0, 0], values.Length);

    static Tensor FromFunction(nint count, DType type, Func<nint, double> f)
    {
        var y = Tensor.Empty([count], type);
        for (nint i = 0; i < count; i++) Kernel.Set(y, i, f(i));
        return y;
    }
}
