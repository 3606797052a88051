namespace Kobai;

/// <summary>Diagonals.</summary>
public static class DiagonalOp
{
    extension(Tensor x)
    {
        /// <summary>
        /// A view of the elements whose places along two axes are equal, as the last axis of the result.
        /// </summary>
        /// <param name="offset">Which diagonal: 0 the main one, 1 the one above it, −1 the one below it.</param>
        /// <param name="rows">The axis of rows, counted from the front (0 …) or the back (−1 …).</param>
        /// <param name="columns">The axis of columns.</param>
        /// <exception cref="ShapeException">An axis does not exist, or both are the same.</exception>
        /// <example><code>
        /// Tensor.From(new double[,] { { 1, 2 }, { 3, 4 } }).Diagonal()   // [1, 4]
        /// </code></example>
        public Tensor Diagonal(nint offset = 0, int rows = -2, int columns = -1)
        {
            (rows, columns) = Rule(x.Shape, rows, columns);
            return x.Take("Diagonal", t => View(t, offset, rows, columns));
        }
    }

    static (int, int) Rule(Shape shape, int rows, int columns)
    {
        rows = shape.Axis("Diagonal", rows);
        columns = shape.Axis("Diagonal", columns);
        return rows != columns
            ? (rows, columns)
            : throw new ShapeException($"Diagonal: two axes are needed; x is {shape}, axis {rows} is given twice.");
    }

    static Tensor View(Tensor x, nint offset, int rows, int columns)
    {
        var own = x.Strides;
        var (sizes, strides) = (new List<nint>(), new List<nint>());
        for (int i = 0; i < x.Rank; i++)
        {
            if (i == rows || i == columns) continue;
            sizes.Add(x.Shape.Sizes[i]);
            strides.Add(own[i]);
        }
        nint row = nint.Max(0, -offset), column = nint.Max(0, offset);
        nint length = nint.Max(0, nint.Min(x.Shape.Sizes[rows] - row, x.Shape.Sizes[columns] - column));
        nint start = length == 0 ? 0 : row * own[rows] + column * own[columns];
        return x.View(Shape.Of([.. sizes, length]), [.. strides, own[rows] + own[columns]], start);
    }
}
