using Kobai.Optimizers;

namespace Kobai.Tests.Optimizers;

public class GradientClippingTests
{
    [Theory]
    [InlineData(DType.Float32, 3e38), InlineData(DType.Float32, 1e-40)]
    [InlineData(DType.Float64, 1e300), InlineData(DType.Float64, 1e-300), InlineData(DType.Float64, 1e-310)]
    public void Norms_neither_overflow_nor_vanish(DType type, double size)
    {
        var w = WithGradient(Tensor.From([size, size, size, size]).To(type));
        double given = w.Gradient![0].Item();
        foreach (double p in (double[])[0.5, 1, 2, 3, 10])
            Assert.Equal(Math.Pow(4, 1 / p), new[] { w }.GradientNorm(p) / given, 1e-6);
        Assert.Equal(given, new[] { w }.GradientNorm(double.PositiveInfinity));
    }

    [Fact]
    public void A_float_norm_is_summed_in_double()
    {
        var w = WithGradient(Tensor.From([1f, .. Enumerable.Repeat(1e-4f, 100_000)]));
        double expected = Math.Sqrt(1 + (100_000 * Math.Pow(1e-4f, 2)));
        Assert.Equal(expected, new[] { w }.GradientNorm(), 1e-14);
    }

    [Fact]
    public void Clipping_bounds_the_norm_of_all_gradients_together()
    {
        Tensor a = WithGradient(Tensor.From([3.0, 4.0])), b = WithGradient(Tensor.From([12.0]));
        Assert.Equal(13, new[] { a, b }.ClipGradientNorm(1), 1e-12);
        Assert.Equal(1, new[] { a, b }.GradientNorm(), 1e-6);
        Assert.Equal(3 / 13.0, a.Gradient![0].Item(), 1e-6);
    }

    [Fact]
    public void Gradients_within_the_limit_stay_bit_for_bit()
    {
        var w = WithGradient(Tensor.From([0.1, 0.7, -0.3]));
        new[] { w }.ClipGradientNorm(10);
        new[] { w }.ClipGradientValue(10);
        Assert.Equal([0.1, 0.7, -0.3], w.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Parameters_without_a_gradient_are_passed_over()
    {
        var without = Tensor.Ones([2]).RequireGradient();
        Assert.Equal(5, new[] { without, WithGradient(Tensor.From([3.0, 4.0])) }.ClipGradientNorm(1), 1e-12);
        Assert.Equal(0, new[] { without }.ClipGradientNorm(1));
        Assert.Null(without.Gradient);
    }

    [Fact]
    public void A_norm_that_is_not_finite_is_refused_when_asked_for()
    {
        Tensor a = WithGradient(Tensor.From([3.0, 4.0])), b = WithGradient(Tensor.From([double.NaN, 1]));
        var error = Assert.Throws<NotFiniteNumberException>(() => new[] { a, b }.ClipGradientNorm(1, refuseNonFinite: true));
        Assert.Equal(
            "ClipGradientNorm: the norm of the gradients is NaN; the first gradient that is not finite is that of parameter 1, of shape (2). Nothing was changed.",
            error.Message);
        Assert.Equal([3.0, 4.0], a.Gradient!.ToArray<double>());
    }

    [Fact]
    public void An_infinite_norm_makes_finite_gradients_0_and_NaN_makes_all_NaN()
    {
        Tensor a = WithGradient(Tensor.From([3.0, 4.0])), b = WithGradient(Tensor.From([double.PositiveInfinity]));
        Assert.Equal(double.PositiveInfinity, new[] { a, b }.ClipGradientNorm(1));
        Assert.Equal([0.0, 0.0], a.Gradient!.ToArray<double>());
        b = WithGradient(Tensor.From([double.NaN]));
        Assert.Equal(double.NaN, new[] { a, b }.ClipGradientNorm(1));
        Assert.Equal([double.NaN, double.NaN], a.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Clipping_by_value_keeps_NaN_and_bounds_infinity()
    {
        var w = WithGradient(Tensor.From([double.NaN, double.PositiveInfinity, -7, 0.5]));
        new[] { w }.ClipGradientValue(2);
        Assert.Equal([double.NaN, 2, -2, 0.5], w.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Tensor[] w = [WithGradient(Tensor.From([1.0]))];
        Assert.StartsWith("ClipGradientNorm: limit must be 0 or more.", Assert.Throws<ArgumentOutOfRangeException>(() => w.ClipGradientNorm(-1)).Message);
        Assert.StartsWith("ClipGradientNorm: p must be above 0.", Assert.Throws<ArgumentOutOfRangeException>(() => w.ClipGradientNorm(1, p: 0)).Message);
        Assert.StartsWith("GradientNorm: p must be above 0.", Assert.Throws<ArgumentOutOfRangeException>(() => w.GradientNorm(double.NaN)).Message);
        Assert.StartsWith("ClipGradientValue: limit must be 0 or more.", Assert.Throws<ArgumentOutOfRangeException>(() => w.ClipGradientValue(double.NaN)).Message);
    }

    static Tensor WithGradient(Tensor gradient)
    {
        var w = Tensor.Zeros(gradient.Shape, gradient.DType).RequireGradient();
        w.Backward(gradient);
        return w;
    }
}
