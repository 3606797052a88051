using Kobai.Losses;
using Kobai.Simd;

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

    [Fact]
    public void Value_and_slopes_are_exact_to_4_units_in_the_last_place()
    {
        double[][] points = [.. ExactJudge.Spread(300, 1, -12, 4).Zip(ExactJudge.Spread(300, 2, -12, 4), (x, t) => new[] { x, t }), .. ExactJudge.Spread(200, 3, -12, 4).Select(x => new[] { x, x * (1 + 1e-6) }), [1e15, 1], [2, 2], [1e-15, 0], [3e38, -3e38]];
        ExactJudge.Check((v, r) => Loss.SquaredError(v[0], v[1], r), v =>
        {
            Wide d = v[0] - v[1], size = Wide.Abs(d), sign = new(Math.Sign((double)d));
            return [d * d, d + d, -d - d];
        }, points);
    }

    [Fact]
    public void A_mean_is_right_where_the_sum_or_a_float_overflows()
    {
        var x = Tensor.Full([4], 1e154, DType.Float64).RequireGradient();
        var loss = Loss.SquaredError(x, Tensor.Zeros([4], DType.Float64));
        loss.Backward();
        Assert.Equal(1e308, loss.Item(), 1e294);
        Assert.Equal(5e153, x.Gradient![0].Item());
        Assert.Equal((float)4e36, (float)Loss.SquaredError(Tensor.From([2e19f, .. new float[99]]), Tensor.Zeros([100])).Item());
        Assert.Equal(float.PositiveInfinity, (float)Loss.SquaredError(Tensor.From([1e20f]), Tensor.From([0f])).Item());
    }
}
