using System.Numerics;
using Kobai.Products;

namespace Kobai;

/// <summary>The matrix product.</summary>
public static unsafe class MatMulOp
{
    extension(Tensor a)
    {
        /// <summary>The matrix product: yᵢⱼ = Σₖ aᵢₖ bₖⱼ.</summary>
        /// <remarks>
        /// (m, k) by (k, n) gives (m, n). Axes before the last two are a batch and broadcast: (B, m, k) by (k, n) gives
        /// (B, m, n). A vector on the left counts as one row, on the right as one column, and its axis is left out of the
        /// result; two vectors give the number <c>a.Dot(b)</c>. Transposed views cost no copy.
        /// </remarks>
        /// <exception cref="ShapeException">The inner sizes differ, the batches do not broadcast, or an operand has no axis.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        /// <example><code>
        /// Tensor.Ones([2, 3]).MatMul(Tensor.Ones([3, 4]))     // shape (2, 4)
        /// </code></example>
        public Tensor MatMul(Tensor b)
        {
            var shape = Rule(a, b);
            if (a.Rank == 1 && b.Rank == 1) return a.Dot(b);
            Tensor left = AtLeastMatrix(a, [1, a.Shape[^1]]), right = AtLeastMatrix(b, [b.Shape[0], 1]);
            var y = Product(left, right);
            if (y.Shape != shape) y = y.View(shape);
            return y.Record("MatMul", [a, b], dy =>
            {
                var upstream = dy.Reshape(ProductShape(left, right));
                return
                [
                    a.IsTracked ? Product(upstream, Transposed(right)).SumTo(left).Reshape(a.Shape) : null,
                    b.IsTracked ? OfRight(left, right, upstream).Reshape(b.Shape) : null,
                ];
            });
        }
    }

    static Tensor OfRight(Tensor left, Tensor right, Tensor upstream) => right.Rank == 2
        ? Product(Transposed(Folded(left)), Folded(upstream))
        : Product(Transposed(left), upstream).SumTo(right);

    static Tensor Product(Tensor a, Tensor b)
    {
        var y = Tensor.Empty(ProductShape(a, b), a.DType);
        if (b.Rank == 2 && a.IsContiguous) Run(Folded(a), b, Folded(y));
        else Run(a, b, y);
        return y;
    }

    static void Run(Tensor a, Tensor b, Tensor y)
    {
        if (a.DType == DType.Float32) Run<float>(a, b, y);
        else Run<double>(a, b, y);
    }

    static void Run<T>(Tensor a, Tensor b, Tensor y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint m = y.Shape[^2], n = y.Shape[^1], k = a.Shape[^1];
        nint aRow = a.Stride(a.Rank - 2), aColumn = a.Stride(a.Rank - 1), bRow = b.Stride(b.Rank - 2), bColumn = b.Stride(b.Rank - 1);
        fixed (T* pa = &a.Start<T>(), pb = &b.Start<T>(), py = &y.Start<T>())
        {
            if (y.Rank == 2) Gemm.Run(m, n, k, pa, aRow, aColumn, pb, bRow, bColumn, py, n);
            else
            {
                var batch = new Walk(BatchOf(y.Shape), BatchStrides(a, y), BatchStrides(b, y), BatchStrides(y, y));
                for (nint i = 0; i < batch.Rows; i++)
                {
                    Gemm.Batch(batch.Inner, m, n, k, pa + batch.Offset(0, i), batch.Step(0), aRow, aColumn,
                        pb + batch.Offset(1, i), batch.Step(1), bRow, bColumn, py + batch.Offset(2, i), batch.Step(2), n);
                }
            }
        }
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(y);
    }

    // All rows of a batch of matrices under one another.
    static Tensor Folded(Tensor x) =>
        x.Rank == 2 ? x : Kernel.Packed(x).View([BatchOf(x.Shape).Count * x.Shape[^2], x.Shape[^1]]);

    static Tensor AtLeastMatrix(Tensor x, Shape asMatrix) =>
        x.Rank > 1 ? x : x.View(asMatrix, [x.Stride(0), x.Stride(0)]);

    static Tensor Transposed(Tensor x)
    {
        var sizes = x.Shape.Sizes;
        var strides = x.Strides;
        return x.View(Shape.Of([.. sizes[..^2], sizes[^1], sizes[^2]]), [.. strides[..^2], strides[^1], strides[^2]]);
    }

    static Shape BatchOf(Shape shape) => Shape.Of(shape.Sizes[..^2]);

    static nint[] BatchStrides(Tensor x, Tensor y) => Walk.Strides(x.View(BatchOf(x.Shape), x.Strides[..^2]), BatchOf(y.Shape));

    static Shape ProductShape(Tensor a, Tensor b) => a.Rank == 2 && b.Rank == 2
        ? Shape.Of([a.Shape[0], b.Shape[1]])
        : Shape.Of([.. Shape.Broadcast("MatMul", BatchOf(a.Shape), BatchOf(b.Shape)), a.Shape[^2], b.Shape[^1]]);

    static Shape Rule(Tensor a, Tensor b)
    {
        if (a.DType != b.DType)
        {
            throw new ArgumentException(
                $"MatMul: element types must be equal; a is {a.DType}, b is {b.DType}. Convert one with To(DType.{a.DType}).", nameof(b));
        }
        if (a.Rank == 0 || b.Rank == 0)
        {
            throw new ShapeException(
                $"MatMul: each operand needs at least one axis; a is {a.Shape}, b is {b.Shape}. A number multiplies by the operator *.");
        }
        if (a.Shape[^1] != b.Shape[b.Rank == 1 ? ^1 : ^2])
        {
            string hint = b.Rank > 1 && a.Shape[^1] == b.Shape[^1] ? " Did you mean a.MatMul(b.T)?"
                : a.Rank > 1 && b.Rank > 1 && a.Shape[^2] == b.Shape[^2] ? " Did you mean a.T.MatMul(b)?"
                : "";
            throw new ShapeException($"MatMul: inner sizes must be equal; a is {a.Shape}, b is {b.Shape}.{hint}");
        }
        if (a.Rank == 2 && b.Rank == 2) return ProductShape(a, b);
        nint[] batchA = [.. a.Shape.Sizes[..Math.Max(0, a.Rank - 2)]], batchB = [.. b.Shape.Sizes[..Math.Max(0, b.Rank - 2)]];
        for (int i = 1; i <= Math.Min(batchA.Length, batchB.Length); i++)
        {
            if (batchA[^i] != batchB[^i] && batchA[^i] != 1 && batchB[^i] != 1)
            {
                throw new ShapeException($"MatMul: batch sizes must be equal or 1; a is {a.Shape}, b is {b.Shape}.");
            }
        }
        var batch = Shape.Broadcast("MatMul", Shape.Of(batchA), Shape.Of(batchB));
        return Shape.Of([.. batch, .. a.Rank > 1 ? a.Shape.Sizes[^2..^1] : [], .. b.Rank > 1 ? b.Shape.Sizes[^1..] : []]);
    }
}
