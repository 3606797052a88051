namespace Kobai;

/// <summary>Triangles of matrices.</summary>
public static unsafe class TriangleOp
{
    extension(Tensor x)
    {
        /// <summary>
        /// The upper triangle of the matrices of the last two axes: elements below the diagonal are 0.
        /// </summary>
        /// <param name="diagonal">
        /// The lowest diagonal that stays: 0 the main one, 1 the one above it, −1 the one below it.
        /// </param>
        /// <exception cref="ShapeException">There are fewer than two axes.</exception>
        /// <example><code>
        /// Tensor.From(new double[,] { { 1, 2 }, { 3, 4 } }).Triu()   // [[1, 2], [0, 4]]
        /// </code></example>
        public Tensor Triu(nint diagonal = 0)
        {
            Rule("Triu", x.Shape);
            return Upper(x, diagonal).Record("Triu", [x], dy => [Upper(dy, diagonal)]);
        }

        /// <summary>
        /// The lower triangle of the matrices of the last two axes: elements above the diagonal are 0.
        /// </summary>
        /// <param name="diagonal">
        /// The highest diagonal that stays: 0 the main one, 1 the one above it, −1 the one below it.
        /// </param>
        /// <exception cref="ShapeException">There are fewer than two axes.</exception>
        /// <example><code>
        /// Tensor.From(new double[,] { { 1, 2 }, { 3, 4 } }).Tril()   // [[1, 0], [3, 4]]
        /// </code></example>
        public Tensor Tril(nint diagonal = 0)
        {
            Rule("Tril", x.Shape);
            return Lower(x, diagonal).Record("Tril", [x], dy => [Lower(dy, diagonal)]);
        }
    }

    static void Rule(string op, Shape shape)
    {
        if (shape.Rank < 2) throw new ShapeException($"{op}: two axes are needed; x is {shape}.");
    }

    static Tensor Upper(Tensor x, nint diagonal) => Banded(x, row => row + diagonal, _ => nint.MaxValue);

    static Tensor Lower(Tensor x, nint diagonal) => Banded(x, _ => 0, row => row + diagonal + 1);

    // Of each row the columns from begin(row) up to end(row), 0 elsewhere.
    static Tensor Banded(Tensor x, Func<nint, nint> begin, Func<nint, nint> end)
    {
        var y = x.Detach().Clone();
        if (x.DType == DType.Float32) Clear<float>(y, begin, end);
        else Clear<double>(y, begin, end);
        return y;
    }

    static void Clear<T>(Tensor y, Func<nint, nint> begin, Func<nint, nint> end) where T : unmanaged
    {
        nint rows = y.Shape[^2], columns = y.Shape[^1];
        fixed (T* start = &y.Start<T>())
        {
            for (nint i = 0; columns > 0 && i < y.Count / columns; i++)
            {
                nint first = nint.Clamp(begin(i % rows), 0, columns), last = nint.Clamp(end(i % rows), first, columns);
                T* row = start + i * columns;
                new Span<T>(row, (int)first).Clear();
                new Span<T>(row + last, (int)(columns - last)).Clear();
            }
        }
        GC.KeepAlive(y);
    }
}
