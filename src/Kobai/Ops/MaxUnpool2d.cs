namespace Kobai;

/// <summary>The places of largest elements, and elements put there.</summary>
public static class MaxUnpool2dOp
{
    extension(Tensor x)
    {
        /// <summary>
        /// <c>MaxPool2d</c>, and for each largest element its place in its plane, row · width + column: what <c>MaxUnpool2d</c>
        /// wants.
        /// </summary>
        /// <param name="kernel">The size of the window.</param>
        /// <param name="stride">How far the window moves; its size by default.</param>
        /// <param name="padding">Rows and columns around each plane that are never the largest; at most half the window.</param>
        /// <param name="dilation">The distance of neighbors under the window; 1 by default.</param>
        /// <param name="ceiling">Whether a last window may hang over the end.</param>
        /// <exception cref="ShapeException">x has no planes, or the window does not fit.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A number is not positive, or the padding is too large.</exception>
        /// <example><code>
        /// var (y, places) = Tensor.From([1.0, 5, 2, 3], [1, 2, 2]).MaxPool2dWithPlaces(2);
        /// y            // [[[5]]]
        /// places[0]    // 1
        /// </code></example>
        public (Tensor Largest, Labels Places) MaxPool2dWithPlaces(
            Pair kernel, Pair? stride = null, Pair padding = default, Pair? dilation = null, bool ceiling = false)
        {
            var y = x.MaxPool2d(kernel, stride, padding, dilation, ceiling);
            Pair step = stride ?? kernel, apart = dilation ?? 1;
            nint height = x.Shape[^2], width = x.Shape[^1], rows = y.Shape[^2], columns = y.Shape[^1];
            double[] elements = x.ToArray<double>(), largest = y.ToArray<double>();
            var places = new long[largest.Length];
            for (nint i = 0; i < largest.Length; i++)
            {
                nint plane = i / (rows * columns) * height * width, top = i / columns % rows * step.Height - padding.Height, left = i % columns * step.Width - padding.Width;
                places[i] = FirstPlace(elements.AsSpan((int)plane, (int)(height * width)), largest[i], (int)width, (int)top, (int)left, kernel, apart);
            }
            return (y, Labels.Wrap(places, y.Shape));
        }

        /// <summary>Planes of zeros with each element at its place: a partial reverse of <c>MaxPool2d</c>.</summary>
        /// <param name="places">The place of each element in its plane, row · width + column, in the shape of x.</param>
        /// <param name="size">The height and width of the planes.</param>
        /// <remarks>Where several elements have the same place, the last stays.</remarks>
        /// <exception cref="ShapeException">x has no planes, or the places are not of its shape.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A place is outside the planes.</exception>
        /// <example><code>
        /// var (y, places) = Tensor.From([1.0, 5, 2, 3], [1, 2, 2]).MaxPool2dWithPlaces(2);
        /// y.MaxUnpool2d(places, size: 2)   // [[[0, 5], [0, 0]]]
        /// </code></example>
        public Tensor MaxUnpool2d(Labels places, Pair size)
        {
            Pair.Positive("MaxUnpool2d", nameof(size), size);
            if (x.Rank < 2 || places.Shape != x.Shape)
                throw new ShapeException($"MaxUnpool2d: x must have planes and places its shape; x is {x.Shape}, places is {places.Shape}.");
            GatherOp.CheckRange("MaxUnpool2d", places, (nint)size.Height * size.Width, "the planes");
            nint count = x.Shape[^2] * x.Shape[^1];
            var index = places.Reshape([places.Count / nint.Max(1, count), count]);
            var y = Scattered(x.Detach().Reshape(index.Shape), index, size).View([.. x.Shape.Sizes[..^2], size.Height, size.Width]);
            return y.Record("MaxUnpool2d", [x], dy => [dy.Reshape(index.Shape[0], -1).Gather(1, index).Reshape(x.Shape)]);
        }
    }

    static int FirstPlace(ReadOnlySpan<double> plane, double largest, int width, int top, int left, Pair kernel, Pair apart)
    {
        int height = plane.Length / width;
        for (int i = 0; i < kernel.Height; i++)
            for (int j = 0; j < kernel.Width; j++)
            {
                int row = top + i * apart.Height, column = left + j * apart.Width;
                if (row < 0 || row >= height || column < 0 || column >= width) continue;
                if (plane[row * width + column].Equals(largest)) return row * width + column;
            }
        throw new System.Diagnostics.UnreachableException();
    }

    static Tensor Scattered(Tensor x, Labels places, Pair size)
    {
        nint planes = places.Shape[0], count = places.Shape[1], plane = (nint)size.Height * size.Width;
        var y = Tensor.Zeros([planes, plane], x.DType);
        double[] elements = x.ToArray<double>();
        for (nint i = 0; i < elements.Length; i++) Kernel.Set(y, i / count * plane + (nint)places[(int)i], elements[i]);
        return y;
    }
}
