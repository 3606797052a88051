namespace Kobai;

/// <summary>The rectified linear unit up to 6.</summary>
public static class Relu6Op
{
    extension(Tensor x)
    {
        /// <summary>yᵢ = min(max(xᵢ, 0), 6). The gradient is 1 strictly between 0 and 6 and 0 elsewhere.</summary>
        /// <example><code>
        /// Tensor.From([-1.0, 2, 8]).Relu6()   // [0, 2, 6]
        /// </code></example>
        public Tensor Relu6() => Loop.Apply(x, "Relu6", new HardTanhOp.Formula(0, 6));
    }
}
