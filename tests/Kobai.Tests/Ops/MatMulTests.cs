using Kobai.Tests.Threads;

namespace Kobai.Tests.Ops;

[Collection(nameof(WorkTests))]
public class MatMulTests
{
    /// <summary>The shapes of two operands and of their product.</summary>
    static readonly (Shape A, Shape B, Shape Y)[] Shapes =
    [
        ([2, 3], [3, 4], [2, 4]), ([3], [3], []), ([3], [3, 4], [4]), ([2, 3], [3], [2]), ([5, 2, 3], [3, 4], [5, 2, 4]),
        ([5, 2, 3], [5, 3, 4], [5, 2, 4]), ([2, 3], [5, 3, 4], [5, 2, 4]), ([2, 1, 3, 4], [5, 4, 2], [2, 5, 3, 2]),
        ([1, 2, 3], [5, 3, 4], [5, 2, 4]), ([3], [5, 3, 4], [5, 4]), ([5, 2, 3], [3], [5, 2]), ([3, 2, 2, 3], [3, 1], [3, 2, 2, 1]),
        ([2, 0], [0, 3], [2, 3]), ([0, 2], [2, 3], [0, 3]), ([5, 2, 0], [0, 3], [5, 2, 3]), ([0, 2, 3], [3, 4], [0, 2, 4]),
        ([2, 3, 4], [2, 4, 0], [2, 3, 0]),
    ];

    [Fact]
    public void Equals_the_definition_for_every_combination_of_shapes()
    {
        foreach (var (shapeA, shapeB, shapeY) in Shapes)
            foreach (var a in Reductions.Layouts(Reductions.Numbers(shapeA)))
                foreach (var b in Reductions.Layouts(Reductions.Numbers(shapeB)).Where(b => b.DType == a.DType))
                {
                    var y = a.MatMul(b);
                    Assert.Equal(shapeY, y.Shape);
                    Assert.Equal(a.DType, y.DType);
                    Reductions.AssertClose(Definition(a, b), y.ToArray<double>(), a.DType == DType.Float32 ? 1e-6 : 1e-15);
                }
    }

    [Fact]
    public void Gradients_match_central_differences_for_every_combination_of_shapes()
    {
        foreach (var (shapeA, shapeB, _) in Shapes)
        {
            double error = GradientCheck.Run(x => x[0].MatMul(x[1]), Reductions.Numbers(shapeA), Reductions.Numbers(shapeB) + 1);
            Assert.InRange(error, 0, 1e-7);
        }
    }

    [Fact]
    public void Transposed_views_are_read_where_they_are()
    {
        Tensor a = Reductions.Numbers([7, 5]), b = Reductions.Numbers([6, 7]);
        Tensor at = a.View([5, 7], [1, 5]), bt = b.View([7, 6], [1, 7]);
        Reductions.AssertClose(Definition(at, bt), at.MatMul(bt).ToArray<double>(), 1e-15);
    }

    [Fact]
    public void Only_tracked_operands_get_a_gradient()
    {
        Tensor a = Tensor.Ones([2, 3]), b = Tensor.Ones([3, 2]).RequireGradient();
        a.MatMul(b).Sum().Backward();
        Assert.Null(a.Gradient);
        Assert.Equal([2, 2, 2, 2, 2, 2], b.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Large_products_equal_the_definition_for_any_thread_count()
    {
        Tensor a = Reductions.Numbers([130, 200]), b = Reductions.Numbers([200, 170]);
        Reductions.AssertClose(Definition(a, b), a.MatMul(b).ToArray<double>(), 1e-13);
        Reductions.CheckThreads(() => a.MatMul(b));
        Reductions.CheckThreads(() => a.Reshape(13, 10, 200).MatMul(b));
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused_with_the_cure()
    {
        Refuses([32, 784], [10, 784], "MatMul: inner sizes must be equal; a is (32, 784), b is (10, 784). Did you mean a.MatMul(b.T)?");
        Refuses([32, 784], [32, 10], "MatMul: inner sizes must be equal; a is (32, 784), b is (32, 10). Did you mean a.T.MatMul(b)?");
        Refuses([2, 3], [4, 5], "MatMul: inner sizes must be equal; a is (2, 3), b is (4, 5).");
        Refuses([3], [4], "MatMul: inner sizes must be equal; a is (3), b is (4).");
        Refuses([2, 3, 4], [5, 4, 2], "MatMul: batch sizes must be equal or 1; a is (2, 3, 4), b is (5, 4, 2).");
        Refuses([], [3], "MatMul: each operand needs at least one axis; a is (), b is (3). A number multiplies by the operator *.");
    }

    [Fact]
    public void Types_that_differ_are_refused_with_the_cure() => Assert.StartsWith(
        "MatMul: element types must be equal; a is Float32, b is Float64. Convert one with To(DType.Float32).",
        Assert.Throws<ArgumentException>(() => Tensor.Zeros([2, 2]).MatMul(Tensor.Zeros([2, 2], DType.Float64))).Message);

    static void Refuses(Shape a, Shape b, string message) =>
        Assert.Equal(message, Assert.Throws<ShapeException>(() => Tensor.Zeros(a).MatMul(Tensor.Zeros(b))).Message);

    // yᵢⱼ = Σₖ aᵢₖ bₖⱼ through expanded copies: (…, m, 1, k) · (…, 1, n, k) summed over k.
    static double[] Definition(Tensor a, Tensor b)
    {
        Shape left = a.Rank == 1 ? [1, 1, a.Shape[0]] : [.. a.Shape.Sizes[..^1], 1, a.Shape[^1]];
        if (b.Rank == 1) b = b.Reshape(-1, 1);
        nint k = b.Shape[^2], n = b.Shape[^1];
        var swapped = b.View([.. b.Shape.Sizes[..^2], 1, n, k], [.. b.Strides[..^2], 0, b.Strides[^1], b.Strides[^2]]);
        return (a.To(DType.Float64).Reshape(left) * swapped.To(DType.Float64)).Sum(-1).ToArray<double>();
    }
}
