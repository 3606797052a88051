namespace Kobai;

/// <summary>Vectors brought to length 1.</summary>
public static class NormalizeOp
{
    extension(Tensor x)
    {
        /// <summary>Each vector along an axis divided by its p-norm, or by ε where the norm is smaller.</summary>
        /// <param name="p">The norm: 2 is the Euclidean length.</param>
        /// <param name="axis">The axis of the vectors, counted from the front (0 …) or the back (−1 …).</param>
        /// <param name="epsilon">ε, which keeps the divisor from 0.</param>
        /// <exception cref="ShapeException">The axis does not exist.</exception>
        /// <exception cref="ArgumentOutOfRangeException">p is below 1.</exception>
        /// <example><code>
        /// Tensor.From([3.0, 4], [1, 2]).Normalize()   // [[0.6, 0.8]]
        /// </code></example>
        public Tensor Normalize(double p = 2, int axis = 1, double epsilon = 1e-12) =>
            x / x.Norm(p, axis, keepDims: true).Clamp(min: epsilon);
    }
}
