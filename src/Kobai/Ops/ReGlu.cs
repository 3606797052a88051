namespace Kobai;

/// <summary>The linear unit that is gated by ReLU.</summary>
public static class ReGluOp
{
    extension(Tensor x)
    {
        /// <summary>y = a·max(b, 0), where a and b are the first and the second half of x along an axis.</summary>
        /// <param name="axis">The axis that is halved, counted from the front (0 …) or the back (−1 …).</param>
        /// <remarks>Source: Shazeer, "GLU Variants Improve Transformer", arXiv:2002.05202.</remarks>
        /// <exception cref="ShapeException">The axis does not exist, or its size is odd.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 2, 3, -1]).ReGlu()   // [3, 0]
        /// </code></example>
        public Tensor ReGlu(int axis = -1) => Gated.Run<ReluOp.Formula>("ReGlu", x, axis);
    }
}
