namespace Kobai.Tests.Ops;

public class ProductTests
{
    [Fact]
    public void Equals_the_plain_loop_over_any_axes() => Reductions.CheckValues(
        (x, axes, keepDims) => x.Product(axes, keepDims), x => x.Aggregate(1.0, (a, b) => a * b), 1e-14, [2, 3, 4], [1, 1, 1], [5, 3, 7]);

    [Fact]
    public void Gradient_matches_central_differences() =>
        Reductions.CheckGradients((x, axes, keepDims) => x.Product(axes, keepDims));

    [Fact]
    public void Gradient_is_right_where_elements_are_zero()
    {
        foreach (double[] values in new double[][] { [2, 0, 3], [0, 0, 3], [0, 0, 0] })
        {
            var x = Tensor.From(values).RequireGradient();
            x.Product().Backward();
            Assert.Equal([values[1] * values[2], values[0] * values[2], values[0] * values[1]], x.Gradient!.ToArray<double>());
        }
    }

    [Fact]
    public void The_product_of_nothing_is_one()
    {
        Assert.Equal(1, Tensor.Zeros([0]).Product().Item());
        Assert.Equal([1, 1], Tensor.Zeros([2, 0]).Product(1).ToArray<double>());
    }

    [Fact]
    public void Single_precision_overflows_only_in_the_result() =>
        Assert.Equal(1, Tensor.From([1e30f, 1e30f, 1e-30f, 1e-30f]).Product().Item(), 1e-6);

    [Fact]
    public void Axes_that_do_not_exist_are_refused() => Assert.Equal(
        "Product: axis 2 does not exist; the shape (2, 3) has 2.",
        Assert.Throws<ShapeException>(() => Tensor.Zeros([2, 3]).Product([0, 2])).Message);
}
