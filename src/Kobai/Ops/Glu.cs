namespace Kobai;

/// <summary>The gated linear unit.</summary>
public static class GluOp
{
    extension(Tensor x)
    {
        /// <summary>y = a·σ(b), where a and b are the first and the second half of x along an axis.</summary>
        /// <param name="axis">The axis that is halved, counted from the front (0 …) or the back (−1 …).</param>
        /// <remarks>Source: Dauphin et al., "Language Modeling with Gated Convolutional Networks", arXiv:1612.08083.</remarks>
        /// <exception cref="ShapeException">The axis does not exist, or its size is odd.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 2, 0, 100]).Glu()   // [0.5, 2]
        /// </code></example>
        public Tensor Glu(int axis = -1) => Gated.Run<SigmoidOp.Formula>("Glu", x, axis);
    }
}
