namespace Kobai;

/// <summary>Copies and changes of type.</summary>
public static class Copying
{
    extension(Tensor x)
    {
        /// <summary>A copy with memory of its own; gradients flow back through it.</summary>
        public Tensor Clone() => Copied(x).Record("Clone", [x], dy => [dy]);

        /// <summary>The tensor itself if its elements lie side by side in row-major order, else a copy that does.</summary>
        public Tensor Contiguous() => x.IsContiguous ? x : Copied(x).Record("Contiguous", [x], dy => [dy]);

        /// <summary>The same values as another type; the tensor itself if it has that type.</summary>
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
