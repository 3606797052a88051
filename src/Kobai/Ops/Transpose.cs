namespace Kobai;

/// <summary>Two axes exchanged.</summary>
public static class TransposeOp
{
    extension(Tensor x)
    {
        /// <summary>The transposed matrix as a view; of more than two axes the last two are exchanged.</summary>
        /// <exception cref="ShapeException">There are fewer than two axes.</exception>
        /// <example><code>
        /// Tensor.From(new double[,] { { 1, 2 }, { 3, 4 } }).T   // [[1, 3], [2, 4]]
        /// </code></example>
        public Tensor T => x.Rank >= 2
            ? x.Transpose(-2, -1)
            : throw new ShapeException($"T: two axes are needed; x is {x.Shape}.");

        /// <summary>A view with two axes exchanged, counted from the front (0 …) or the back (−1 …).</summary>
        /// <exception cref="ShapeException">An axis does not exist.</exception>
        /// <example><code>
        /// Tensor.Zeros([2, 3, 4]).Transpose(0, -1)   // shape (4, 3, 2)
        /// </code></example>
        public Tensor Transpose(int a, int b)
        {
            int[] order = Rule(x.Shape, a, b);
            return x.Permuted(order).Record("Transpose", [x], dy => [dy.Permuted(order)]);
        }
    }

    static int[] Rule(Shape shape, int a, int b)
    {
        a = shape.Axis("Transpose", a);
        b = shape.Axis("Transpose", b);
        int[] order = [.. Enumerable.Range(0, shape.Rank)];
        (order[a], order[b]) = (b, a);
        return order;
    }
}
