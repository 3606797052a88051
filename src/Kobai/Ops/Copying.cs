namespace Kobai;

/// <summary>Copies and changes of type.</summary>
public static class Copying
{
    extension(Tensor x)
    {
        /// <summary>A copy with memory of its own; gradients flow back through it.</summary>
        /// <example><code>
        /// var x = Tensor.From([1.0, 2.0]);
        /// x.Clone().Fill(0)   // [0, 0]
        /// x                   // [1, 2]
        /// </code></example>
        public Tensor Clone() => Copied(x).Record("Clone", [x], dy => [dy]);

        /// <summary>The tensor itself if its elements lie side by side in row-major order, else a copy that does.</summary>
        /// <example><code>
        /// Tensor.Ones([2, 3]).T.Contiguous().IsContiguous   // True
        /// </code></example>
        public Tensor Contiguous() => x.IsContiguous ? x : Copied(x).Record("Contiguous", [x], dy => [dy]);

        /// <summary>The same values as another type; the tensor itself if it has that type.</summary>
        /// <example><code>
        /// Tensor.From([1.5, 2.5]).To(DType.Float32).DType   // Float32
        /// </code></example>
        public Tensor To(DType type)
        {
            if (type == x.DType) return x;
            var y = Tensor.Empty(x.Shape, type);
            if (type == DType.Float32) Kernel.CopyOut(x, y.Elements<float>());
            else Kernel.CopyOut(x, y.Elements<double>());
            GC.KeepAlive(y);
            return y.Record("To", [x], dy => [dy.To(x.DType)]);
        }
    }

    static Tensor Copied(Tensor x)
    {
        var y = Tensor.Empty(x.Shape, x.DType);
        Kernel.Copy(x, y);
        return y;
    }
}
