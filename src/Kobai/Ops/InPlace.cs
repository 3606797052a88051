namespace Kobai;

/// <summary>Changes in place. Each is refused on a tensor of a recorded computation.</summary>
public static class InPlace
{
    extension(Tensor x)
    {
        /// <summary>Sets every element to a value, and returns the tensor.</summary>
        /// <exception cref="InvalidOperationException">The tensor takes part in a recorded computation.</exception>
        /// <example><code>
        /// Tensor.Zeros([3]).Fill(7)   // [7, 7, 7]
        /// </code></example>
        public Tensor Fill(double value)
        {
            x.BeginWrite("Fill");
            Kernel.Fill(x, value);
            return x;
        }

        /// <summary>Copies the elements of a tensor of the same shape, or one that broadcasts to it, and returns this tensor.</summary>
        /// <exception cref="InvalidOperationException">The tensor takes part in a recorded computation.</exception>
        /// <exception cref="ShapeException">The source does not broadcast to this shape.</exception>
        /// <example><code>
        /// Tensor.Zeros([2, 2]).CopyFrom(Tensor.From([1f, 2]))   // [[1, 2], [1, 2]]
        /// </code></example>
        public Tensor CopyFrom(Tensor source)
        {
            if (Shape.TryBroadcast(x.Shape, source.Shape) != x.Shape)
            {
                throw new ShapeException($"CopyFrom: the source must broadcast to the target; target is {x.Shape}, source is {source.Shape}.");
            }
            x.BeginWrite("CopyFrom");
            Kernel.Copy(Unaliased(source, x).To(x.DType), x);
            return x;
        }

        /// <summary>Copies numbers in row-major order into the tensor, and returns it.</summary>
        /// <exception cref="InvalidOperationException">The tensor takes part in a recorded computation.</exception>
        /// <exception cref="ShapeException">The number of values is not the number of elements.</exception>
        public Tensor CopyFrom(ReadOnlySpan<float> values) => x.CopyFrom(Tensor.From(values, Fitting(x, values.Length)));

        /// <summary>Copies numbers in row-major order into the tensor, converted to its type, and returns it.</summary>
        /// <exception cref="InvalidOperationException">The tensor takes part in a recorded computation.</exception>
        /// <exception cref="ShapeException">The number of values is not the number of elements.</exception>
        public Tensor CopyFrom(ReadOnlySpan<double> values) => x.CopyFrom(Tensor.From(values, Fitting(x, values.Length)));

        /// <summary>Adds a tensor of the same shape, or one that broadcasts to it, to the elements, and returns this tensor.</summary>
        /// <exception cref="InvalidOperationException">The tensor takes part in a recorded computation.</exception>
        /// <exception cref="ShapeException">The other tensor does not broadcast to this shape.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 2.0]).AddInPlace(Tensor.From([10.0, 20.0]))   // [11, 22]
        /// </code></example>
        public Tensor AddInPlace(Tensor other)
        {
            if (Shape.TryBroadcast(x.Shape, other.Shape) != x.Shape)
            {
                throw new ShapeException($"AddInPlace: the other must broadcast to the target; target is {x.Shape}, other is {other.Shape}.");
            }
            x.BeginWrite("AddInPlace");
            other = Unaliased(other, x).To(x.DType);
            if (x.IsContiguous) Kernel.Add(x, other, x);
            else Kernel.Copy(Loop.Zip<Kernel.Plus>(x, other, "AddInPlace"), x);
            return x;
        }

        /// <summary>Multiplies every element by a number, and returns the tensor.</summary>
        /// <exception cref="InvalidOperationException">The tensor takes part in a recorded computation.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 2.0]).ScaleInPlace(3)   // [3, 6]
        /// </code></example>
        public Tensor ScaleInPlace(double factor)
        {
            x.BeginWrite("ScaleInPlace");
            Kernel.Copy(Loop.Zip<Multiplication.Times>(x, Tensor.Scalar(factor, x.DType), "ScaleInPlace"), x);
            return x;
        }
    }

    // A view of the target read while the target is written would see new elements in place of old ones.
    static Tensor Unaliased(Tensor source, Tensor target) =>
        ReferenceEquals(source.Block, target.Block) && !ReferenceEquals(source, target) ? source.Detach().Clone() : source.Detach();

    static Shape Fitting(Tensor x, int count) => x.Count == count
        ? x.Shape
        : throw new ShapeException($"CopyFrom: the shape {x.Shape} holds {x.Count} elements; got {count}.");
}
