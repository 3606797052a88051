using Kobai.Losses;

namespace Kobai.Tests.Losses;

public class SquaredErrorTests
{
    static readonly Tensor X = Tensor.From([1.5, -2, 3, 4, 0.5, -6], [2, 3]);
    static readonly Tensor T = Tensor.From([1.0, 2, 3, -4, 0.25, -5], [2, 3]);

    [Fact]
    public void Value_is_the_formula()
    {
        double sum = 0.25 + 16 + 0 + 64 + 0.0625 + 1;
        Assert.Equal(sum / 6, Loss.SquaredError(X, T).Item(), 1e-15);
        Assert.Equal(sum, Loss.SquaredError(X, T, Reduction.Sum).Item(), 1e-15);
        Assert.Equal([0.25, 16, 0, 64, 0.0625, 1], Loss.SquaredError(X, T, Reduction.None).ToArray<double>());
    }

    [Theory]
    [InlineData(Reduction.Mean)]
    [InlineData(Reduction.Sum)]
    [InlineData(Reduction.None)]
    public void Gradients_of_input_and_target_match_central_differences(Reduction reduction)
    {
        Assert.InRange(GradientCheck.Run(x => Loss.SquaredError(x[0], x[1], reduction), X, T), 0, 1e-8);
        Assert.InRange(GradientCheck.Run(x => 3 * Loss.SquaredError(x[0], x[1], reduction), X, T), 0, 1e-8);
    }

    [Fact]
    public void Shapes_that_would_broadcast_are_refused_with_the_cure()
    {
        var error = Assert.Throws<ShapeException>(() => Loss.SquaredError(Tensor.Ones([4, 1]), Tensor.Ones([4])));
        Assert.Equal(
            "SquaredError: input and target must have the same shape (nothing is broadcast); input is (4, 1), target is (4). Did you mean target.Reshape(4, 1)?",
            error.Message);
    }

    [Fact]
    public void Types_that_differ_are_refused_with_the_cure()
    {
        var error = Assert.Throws<ArgumentException>(() => Loss.SquaredError(Tensor.Ones([4]), Tensor.Ones([4], DType.Float64)));
        Assert.StartsWith(
            "SquaredError: element types must be equal; input is Float32, target is Float64. Convert with target.To(DType.Float32).",
            error.Message);
    }

    [Fact]
    public void Transposed_views_are_read_in_their_order()
    {
        var x = Tensor.Arange(6).Reshape(2, 3);
        Assert.Equal(0, Loss.SquaredError(x.T, x.T.Contiguous()).Item());
    }

    [Fact]
    public void The_empty_mean_is_NaN_and_the_empty_sum_0()
    {
        Assert.Equal(double.NaN, Loss.SquaredError(Tensor.Zeros([0]), Tensor.Zeros([0])).Item());
        Assert.Equal(0, Loss.SquaredError(Tensor.Zeros([0]), Tensor.Zeros([0]), Reduction.Sum).Item());
    }

    [Fact]
    public void A_large_mean_is_exact_to_single_precision()
    {
        const int n = 3_000_000;
        var x = Tensor.Full([n], 0.1);
        Assert.Equal((float)((double)0.1f * 0.1f), (float)Loss.SquaredError(x, Tensor.Zeros([n])).Item(), 1e-9f);
    }
}
