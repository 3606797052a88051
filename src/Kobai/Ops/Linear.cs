using System.Numerics;
using Kobai.Products;

namespace Kobai;

/// <summary>The linear map of a layer, in one operation.</summary>
public static unsafe class LinearOp
{
    extension(Tensor x)
    {
        /// <summary>y = x·Wᵀ + b over the last axis; any axes before it are a batch.</summary>
        /// <param name="weight">W, of shape (outputs, inputs).</param>
        /// <param name="bias">b, of shape (outputs), or null for none.</param>
        /// <remarks>dx = dy·W, dW = dyᵀ·x, db = the sum of dy over the batch.</remarks>
        /// <exception cref="ShapeException">The sizes do not fit.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        /// <example><code>
        /// var y = x.Linear(w, b);   // (N, inputs) becomes (N, outputs)
        /// </code></example>
        public Tensor Linear(Tensor weight, Tensor? bias = null)
        {
            var shape = Rule(x, weight, bias);
            var rows = Rows(x);
            var y = Tensor.Empty(shape, x.DType);
            Product(rows, weight.Transposed(), Rows(y), bias?.Detach().Contiguous());
            Tensor[] inputs = bias is null ? [x, weight] : [x, weight, bias];
            return y.Record("Linear", inputs, dy =>
            {
                var dyRows = Rows(dy);
                var dx = x.IsTracked ? Product(dyRows, weight, Tensor.Empty(rows.Shape, x.DType)).Reshape(x.Shape) : null;
                var dw = weight.IsTracked ? Product(dyRows.Transposed(), rows, Tensor.Empty(weight.Shape, x.DType)) : null;
                return bias is null ? [dx, dw] : [dx, dw, bias.IsTracked ? dyRows.Sum(0) : null];
            });
        }

        // Swaps the axes of a matrix, without a record.
        Tensor Transposed() => x.View([x.Shape[1], x.Shape[0]], [x.Strides[1], x.Strides[0]]);
    }

    static Shape Rule(Tensor x, Tensor weight, Tensor? bias)
    {
        if (x.Rank == 0 || weight.Rank != 2 || x.Shape[^1] != weight.Shape[1])
        {
            throw new ShapeException(
                $"Linear: the last axis of x must be as long as weight has columns; x is {x.Shape}, weight is {weight.Shape}.");
        }
        if (bias is not null && bias.Shape != [weight.Shape[0]])
        {
            throw new ShapeException($"Linear: bias must have one number for each row of weight; weight is {weight.Shape}, bias is {bias.Shape}.");
        }
        if (x.DType != weight.DType || (bias is not null && bias.DType != x.DType))
        {
            throw new ArgumentException(
                $"Linear: element types must be equal; x is {x.DType}, weight is {weight.DType}. Convert with x.To(DType.{weight.DType}).",
                nameof(weight));
        }
        return Shape.Create([.. x.Shape.Sizes[..^1], weight.Shape[0]]);
    }

    static Tensor Rows(Tensor x)
    {
        x = x.Detach();
        return x.Rank == 2 ? x : x.Reshape(x.Count / nint.Max(1, x.Shape[^1]), x.Shape[^1]);
    }

    static Tensor Product(Tensor a, Tensor b, Tensor c, Tensor? bias = null)
    {
        if (a.DType == DType.Float32) Product<float>(a, b, c, bias);
        else Product<double>(a, b, c, bias);
        return c;
    }

    static void Product<T>(Tensor a, Tensor b, Tensor c, Tensor? bias) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<nint> sa = a.Strides, sb = b.Strides;
        fixed (T* pa = &a.Start<T>(), pb = &b.Start<T>(), pc = &c.Start<T>(), pBias = &Tensor.StartOrNull<T>(bias))
        {
            Gemm.Run(a.Shape[0], b.Shape[1], a.Shape[1], pa, sa[0], sa[1], pb, sb[0], sb[1], pc, c.Shape[1], false, pBias);
        }
        foreach (var used in (ReadOnlySpan<Tensor?>)[a, b, c, bias]) GC.KeepAlive(used);
    }
}
