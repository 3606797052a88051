namespace Kobai;

/// <summary>The linear unit that is gated by GELU.</summary>
public static class GeGluOp
{
    extension(Tensor x)
    {
        /// <summary>y = a·GELU(b), where a and b are the first and the second half of x along an axis.</summary>
        /// <param name="axis">The axis that is halved, counted from the front (0 …) or the back (−1 …).</param>
        /// <remarks>Source: Shazeer, "GLU Variants Improve Transformer", arXiv:2002.05202.</remarks>
        /// <exception cref="ShapeException">The axis does not exist, or its size is odd.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 2, 0, 100]).GeGlu()   // [0, 200]
        /// </code></example>
        public Tensor GeGlu(int axis = -1) => Gated.Run<GeluOp.Formula>("GeGlu", x, axis);
    }
}
