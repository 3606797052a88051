namespace Kobai;

/// <summary>A softmax with noise: a differentiable draw of a class.</summary>
public static class GumbelSoftmaxOp
{
    extension(Tensor x)
    {
        /// <summary>
        /// A softmax of x + g over an axis, where g is drawn from the standard Gumbel distribution: the colder, the closer to a
        /// draw of one class with the probabilities softmax(x).
        /// </summary>
        /// <param name="temperature">What x + g is divided by. Positive.</param>
        /// <param name="hard">
        /// Whether the result is 1 at the largest place and 0 elsewhere, with the gradient of the soft result.
        /// </param>
        /// <param name="axis">The axis of the classes, counted from the front (0 …) or the back (−1 …).</param>
        /// <param name="generator">Where the noise is drawn from; <see cref="Generator.Default"/> if none is given.</param>
        /// <remarks>
        /// The noise is drawn as PyTorch draws it. Source: Jang, Gu and Poole, "Categorical Reparameterization with
        /// Gumbel-Softmax", arXiv:1611.01144.
        /// </remarks>
        /// <exception cref="ShapeException">The axis does not exist.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The temperature is not positive.</exception>
        /// <example><code>
        /// Tensor.From([0.0, 100, 0]).GumbelSoftmax(hard: true)   // [0, 1, 0]
        /// </code></example>
        public Tensor GumbelSoftmax(double temperature = 1, bool hard = false, int axis = -1, Generator? generator = null)
        {
            if (!(temperature > 0))
                throw new ArgumentOutOfRangeException(nameof(temperature), $"GumbelSoftmax: temperature must be positive; it is {temperature}.");
            generator ??= Generator.Default;
            var noise = Tensor.Empty(x.Shape, x.DType);
            if (x.DType == DType.Float32) generator.Exponential(noise.Elements<float>());
            else generator.Exponential(noise.Elements<double>());
            var soft = ((x - noise.Log()) / temperature).Softmax(axis);
            return hard ? Hardened(soft, axis) : soft;
        }
    }

    // 1 at the largest place; its gradient is that of the soft result.
    static Tensor Hardened(Tensor soft, int axis)
    {
        var largest = soft.ArgMax(axis, keepDims: true);
        var y = Tensor.Zeros(soft.Shape, soft.DType);
        nint size = soft.Shape.Sizes[soft.Shape.Axis("GumbelSoftmax", axis)], inner = Inner(soft.Shape, axis);
        for (nint i = 0; i < largest.Count; i++)
            Kernel.Set(y, (i / inner * size + (nint)largest[(int)i]) * inner + i % inner, 1);
        return y.Record("GumbelSoftmax", [soft], dy => [dy]);
    }

    // The elements between neighbors along an axis.
    static nint Inner(Shape shape, int axis)
    {
        nint inner = 1;
        foreach (nint size in shape.Sizes[(shape.Axis("GumbelSoftmax", axis) + 1)..]) inner *= size;
        return inner;
    }
}
