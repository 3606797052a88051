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
        /// Tensor x = Tensor.Zeros([8, 3]), w = Tensor.Ones([2, 3]), b = Tensor.Ones([2]);
        /// x.Linear(w, b)   // shape (8, 2)
        /// </code></example>
        public Tensor Linear(Tensor weight, Tensor? bias = null)
        {
            Tensor rows = Rows(x), y = Tensor.Empty(ShapeOf(x, weight, bias), x.DType);
            Product(Plain(rows), Swapped(weight), y, bias);
            return bias is null ? y.Record("Linear", [x, weight], default(Rule)) : y.Record("Linear", [x, weight, bias], default(Rule));
        }
    }

    readonly struct Rule : IRule
    {
        void IRule.Pull(ReadOnlySpan<Tensor> inputs, Tensor dy, bool mayOverwrite, Span<Tensor?> parts)
        {
            Tensor x = inputs[0], weight = inputs[1], upstream = Rows(dy);
            if (x.IsTracked) parts[0] = Product(Plain(upstream), Plain(weight), Tensor.Empty(x.Shape, x.DType));
            if (weight.IsTracked)
            {
                var dw = weight.PlaceOfPart(out bool adds, out parts[1]);
                Product(Swapped(upstream), Plain(Rows(x)), dw, accumulates: adds);
            }
            if (inputs.Length == 3 && inputs[2].IsTracked)
            {
                var db = inputs[2].PlaceOfPart(out bool adds, out parts[2]);
                upstream.SumRows(db, adds);
            }
        }
    }

    static Shape ShapeOf(Tensor x, Tensor weight, Tensor? bias)
    {
        if (x.Rank == 0 || weight.Rank != 2 || x.Shape[^1] != weight.Shape[1])
        {
            throw new ShapeException(
                $"Linear: the last axis of x must be as long as weight has columns; x is {x.Shape}, weight is {weight.Shape}.");
        }
        if (bias is not null && (bias.Rank != 1 || bias.Shape[0] != weight.Shape[0]))
        {
            throw new ShapeException($"Linear: bias must have one number for each row of weight; weight is {weight.Shape}, bias is {bias.Shape}.");
        }
        if (x.DType != weight.DType || (bias is not null && bias.DType != x.DType))
        {
            throw new ArgumentException(
                $"Linear: element types must be equal; x is {x.DType}, weight is {weight.DType}. Convert with x.To(DType.{weight.DType}).",
                nameof(weight));
        }
        return x.Rank == 2 ? Shape.Of([x.Shape[0], weight.Shape[0]]) : Shape.Of([.. x.Shape.Sizes[..^1], weight.Shape[0]]);
    }

    // The axes before the last joined into one.
    static Tensor Rows(Tensor x) => x.Rank == 2 ? x : Kernel.Packed(x).View([x.Count / nint.Max(1, x.Shape[^1]), x.Shape[^1]]);

    static Operand Plain(Tensor x) => new(x, x.Shape[0], x.Shape[1], x.Stride(0), x.Stride(1));

    static Operand Swapped(Tensor x) => new(x, x.Shape[1], x.Shape[0], x.Stride(1), x.Stride(0));

    static Tensor Product(Operand a, Operand b, Tensor c, Tensor? bias = null, bool accumulates = false)
    {
        if (c.DType == DType.Float32) Product<float>(a, b, c, bias, accumulates);
        else Product<double>(a, b, c, bias, accumulates);
        return c;
    }

    static void Product<T>(Operand a, Operand b, Tensor c, Tensor? bias, bool accumulates) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var row = bias is null ? null : Kernel.Packed(bias);
        fixed (T* pa = &a.X.Start<T>(), pb = &b.X.Start<T>(), pc = &c.Start<T>(), pRow = &Tensor.StartOrNull<T>(row))
        {
            Gemm.Run(a.Rows, b.Columns, a.Columns, pa, a.RowStep, a.ColumnStep, pb, b.RowStep, b.ColumnStep, pc, b.Columns, accumulates, pRow);
        }
        foreach (var used in (ReadOnlySpan<Tensor?>)[a.X, b.X, c, row]) GC.KeepAlive(used);
    }

    // A matrix as it is or with its axes swapped, without a view.
    readonly record struct Operand(Tensor X, nint Rows, nint Columns, nint RowStep, nint ColumnStep);
}
