namespace Kobai;

/// <summary>Elements divided by the strength of their neighbors among the channels.</summary>
public static class LocalResponseNormOp
{
    extension(Tensor x)
    {
        /// <summary>
        /// y = x / (k + α·m)^β, where m is the mean of the squares of the element and its neighbors among the channels, axis 1.
        /// </summary>
        /// <param name="size">How many neighbors are counted, the element itself included; beyond the channels are zeros.</param>
        /// <param name="alpha">α.</param>
        /// <param name="beta">β.</param>
        /// <param name="k">k.</param>
        /// <remarks>
        /// Source: Krizhevsky, Sutskever and Hinton, "ImageNet Classification with Deep Convolutional Neural Networks",
        /// NeurIPS 2012.
        /// </remarks>
        /// <exception cref="ShapeException">x is not (images, channels, …).</exception>
        /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 2, 3], [1, 3, 1]).LocalResponseNorm(3, alpha: 3, beta: 1, k: 0)   // [[[0.2], [0.142…], [0.230…]]]
        /// </code></example>
        public Tensor LocalResponseNorm(int size, double alpha = 1e-4, double beta = 0.75, double k = 1)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
            if (x.Rank < 3 || x.Count == 0) throw new ShapeException($"LocalResponseNorm: x must be (images, channels, …) with elements; x is {x.Shape}.");
            var squares = (x * x).Reshape(x.Shape[0], 1, x.Shape[1], -1);
            var mean = squares.Pad(2, size / 2, (size - 1) / 2).AvgPool2d((size, 1), 1).Reshape(x.Shape);
            return x / (mean * alpha + k).Pow(beta);
        }
    }
}
