using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai;

/// <summary>Products over axes.</summary>
public static unsafe class ProductOp
{
    extension(Tensor x)
    {
        /// <summary>The product of all elements; 1 if there are none.</summary>
        public Tensor Product() => x.Flatten().Product(0);

        /// <summary>The product over some axes, in double precision.</summary>
        /// <param name="axes">Axes counted from the front (0 …) or the back (−1 …); none means all.</param>
        /// <param name="keepDims">Whether each axis stays, with size 1.</param>
        /// <exception cref="ShapeException">An axis does not exist or is given twice.</exception>
        public Tensor Product(ReadOnlySpan<int> axes, bool keepDims = false)
        {
            var plan = new Axes("Product", x.Shape, axes, keepDims);
            if (axes.Length == 1) return x.Product(axes[0], keepDims);
            int[] over = [.. axes];
            for (int i = 0; i < over.Length; i++) over[i] = x.Shape.Axis("Product", over[i]);
            if (over.Length == 0) return x.Product().Reshape(plan.ResultShape);
            int[] order = [.. Enumerable.Range(0, x.Rank).Except(over), .. over];
            return x.Permute(order).Reshape(plan.KeptShape.Count, plan.Reduced).Product(1).Reshape(plan.ResultShape);
        }

        /// <summary>The product over one axis, in double precision; its gradient is right where elements are 0, too.</summary>
        /// <param name="axis">The axis, counted from the front (0 …) or the back (−1 …).</param>
        /// <param name="keepDims">Whether the axis stays, with size 1.</param>
        /// <exception cref="ShapeException">The axis does not exist.</exception>
        /// <example><code>
        /// Tensor.From(new double[,] { { 1, 2 }, { 3, 4 } }).Product(0)     // [3, 8]
        /// </code></example>
        public Tensor Product(int axis, bool keepDims = false)
        {
            var plan = new Axes("Product", x.Shape, [axis], keepDims);
            var y = Tensor.Empty(plan.ResultShape, x.DType);
            if (x.DType == DType.Float32) Forward<float>(plan.Arrange(x), y);
            else Forward<double>(plan.Arrange(x), y);
            return y.Record("Product", [x], dy =>
            {
                var others = Tensor.Empty(x.Shape, x.DType);
                if (x.DType == DType.Float32) Others<float>(plan.Arrange(x), others);
                else Others<double>(plan.Arrange(x), others);
                return [others * dy.Reshape(plan.KeptShape)];
            });
        }
    }

    static void Forward<T>(Tensor x, Tensor y) where T : unmanaged
    {
        nint n = x.Shape[1], inner = x.Shape[2];
        fixed (T* px = &x.Start<T>(), py = &y.Start<T>())
        {
            T* from = px, to = py;
            Along.Each(x.Shape, (line, start) => to[line] = Kernel.Convert<double, T>(Line(from + start, n, inner)));
        }
        GC.KeepAlive(x);
        GC.KeepAlive(y);
    }

    [MethodImpl(Jit.Apart)]
    static double Line<T>(T* x, nint n, nint step) where T : unmanaged
    {
        double product = 1;
        for (nint k = 0; k < n; k++) product *= Kernel.Convert<T, double>(x[k * step]);
        return product;
    }

    // The product of the elements before and of those after each: nothing is divided, so an element may be 0.
    static void Others<T>(Tensor x, Tensor others) where T : unmanaged
    {
        nint n = x.Shape[1], inner = x.Shape[2];
        fixed (T* px = &x.Start<T>(), py = &others.Start<T>())
        {
            T* from = px, to = py;
            Along.Each(x.Shape, (_, start) =>
            {
                var before = new double[n];
                double product = 1;
                for (nint k = 0; k < n; k++)
                {
                    before[k] = product;
                    product *= Kernel.Convert<T, double>(from[start + k * inner]);
                }
                product = 1;
                for (nint k = n - 1; k >= 0; k--)
                {
                    to[start + k * inner] = Kernel.Convert<double, T>(before[k] * product);
                    product *= Kernel.Convert<T, double>(from[start + k * inner]);
                }
            });
        }
        GC.KeepAlive(x);
        GC.KeepAlive(others);
    }
}
