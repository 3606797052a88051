namespace Kobai;

/// <summary>Classes as vectors.</summary>
public static class OneHotOp
{
    extension(Labels labels)
    {
        /// <summary>Each label as a vector along a new last axis: 1 at the label's place, 0 elsewhere.</summary>
        /// <param name="classes">The size of the new axis.</param>
        /// <param name="type">The type of the elements.</param>
        /// <exception cref="ArgumentOutOfRangeException">
        /// A label is not below the number of classes, or is negative.
        /// </exception>
        /// <example><code>
        /// Labels labels = [2, 0];
        /// labels.OneHot(3)   // [[0, 0, 1], [1, 0, 0]]
        /// </code></example>
        public Tensor OneHot(nint classes, DType type = DType.Float32)
        {
            GatherOp.CheckRange("OneHot", labels, classes, "the new axis");
            var y = Tensor.Zeros(Shape.Create([.. labels.Shape.Sizes, classes]), type);
            for (int i = 0; i < labels.Count; i++) Kernel.Set(y, i * classes + (nint)labels[i], 1);
            return y;
        }
    }
}
