namespace Kobai;

/// <summary>Axes in another order.</summary>
public static class PermuteOp
{
    extension(Tensor x)
    {
        /// <summary>A view with the axes in another order: axis i of the result is axis <c>axes[i]</c> of x.</summary>
        /// <param name="axes">Every axis once, counted from the front (0 …) or the back (−1 …).</param>
        /// <exception cref="ShapeException">An axis does not exist, is missing or is given twice.</exception>
        /// <example><code>
        /// Tensor.Zeros([2, 3, 4]).Permute(2, 0, 1)   // shape (4, 2, 3)
        /// </code></example>
        public Tensor Permute(params ReadOnlySpan<int> axes)
        {
            int[] order = Rule(x.Shape, axes);
            return x.Permuted(order).Record("Permute", [x], dy => [dy.Permuted(Inverse(order))]);
        }

        /// <summary>The view itself, without a record.</summary>
        internal Tensor Permuted(int[] order)
        {
            var own = x.Strides;
            var (sizes, strides) = (new nint[order.Length], new nint[order.Length]);
            for (int i = 0; i < order.Length; i++) (sizes[i], strides[i]) = (x.Shape.Sizes[order[i]], own[order[i]]);
            return x.View(Shape.Of(sizes), strides);
        }
    }

    static int[] Inverse(int[] order)
    {
        var inverse = new int[order.Length];
        for (int i = 0; i < order.Length; i++) inverse[order[i]] = i;
        return inverse;
    }

    static int[] Rule(Shape shape, ReadOnlySpan<int> axes)
    {
        var order = new int[axes.Length];
        for (int i = 0; i < order.Length; i++) order[i] = shape.Axis("Permute", axes[i]);
        return order.Length == shape.Rank && order.Distinct().Count() == shape.Rank
            ? order
            : throw new ShapeException(
                "Permute: every axis must be given once; " +
                $"x is {shape}, axes are ({string.Join(", ", axes.ToArray())}).");
    }
}
