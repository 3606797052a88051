namespace Kobai.Tests.Ops;

public class PowTests
{
    static readonly double[] Values = [-3.7, -1, -0.3, 0, 1e-3, 0.3, 1, 2.5, 1e4];

    public static TheoryData<double> Exponents => [-3, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.7, 3, 4, 7];

    [Theory]
    [MemberData(nameof(Exponents))]
    public void A_power_is_that_of_the_runtime_to_a_few_units_in_the_last_place(double p)
    {
        double[] y = Tensor.From(Values).Pow(p).ToArray<double>(), z = Tensor.From(Values).Pow(Tensor.Scalar(p, DType.Float64)).ToArray<double>();
        for (int i = 0; i < y.Length; i++)
        {
            double expected = Math.Pow(Values[i], p);
            double tolerance = double.IsFinite(expected) ? Math.Abs(expected) * 1e-15 : 0;
            Assert.Equal(expected, y[i], tolerance);
            Assert.Equal(expected, z[i], tolerance);
        }
    }

    [Fact]
    public void Simple_exponents_are_exact()
    {
        var x = Tensor.Linspace(-3, 3, 1000);
        Assert.Equal((x * x).ToArray<float>(), x.Pow(2).ToArray<float>());
        Assert.Equal((x * x * x).ToArray<float>(), x.Pow(3).ToArray<float>());
        Assert.Equal((1 / x).ToArray<float>(), x.Pow(-1).ToArray<float>());
        Assert.Equal(x.Sqrt().ToArray<float>(), x.Pow(0.5).ToArray<float>());
        Assert.Equal(x.Rsqrt().ToArray<float>(), x.Pow(-0.5).ToArray<float>());
        Assert.Equal(x.ToArray<float>(), x.Pow(1).ToArray<float>());
        Assert.All(x.Pow(0).ToArray<float>(), y => Assert.Equal(1, y));
    }

    [Theory]
    [MemberData(nameof(Exponents))]
    public void Gradient_matches_central_differences(double p)
    {
        var x = Tensor.From([0.5, 0.9, 1.3, 2.1], [2, 2]);
        Assert.InRange(Sample.GradientError(t => t.Pow(p), x), 0, 1e-8);
        Assert.InRange(GradientCheck.Run(t => t[0].Pow(t[1]), x, Tensor.From([p, p / 2])), 0, 1e-8);
        Assert.InRange(GradientCheck.Run(t => t[0].T.Pow(t[1]), x, Tensor.Scalar(p, DType.Float64)), 0, 1e-8);
        Assert.InRange(GradientCheck.Run(t => Tensor.Pow(1.7, t[0] * p), x), 0, 1e-8);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, double.PositiveInfinity)]
    [InlineData(1, 1)]
    [InlineData(1.5, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 0)]
    [InlineData(2.5, 0)]
    public void The_slope_at_0_is_the_limit(double p, double slope)
    {
        Tensor x = Tensor.From([0.0]).RequireGradient(), q = Tensor.From([0.0]).RequireGradient();
        var exponent = Tensor.From([p]).RequireGradient();
        x.Pow(p).Backward();
        q.Pow(exponent).Backward();
        Assert.Equal(slope, x.Gradient!.Item());
        Assert.Equal(slope, q.Gradient!.Item());
        Assert.Equal(0, exponent.Gradient!.Item());
    }

    [Fact]
    public void The_slope_of_the_exponent_is_0_at_base_0_and_NaN_below()
    {
        var p = Tensor.From([2.0, 0, 2, -1]).RequireGradient();
        Tensor.From([0.0, 0, -2, 0]).Pow(p).Backward(Tensor.Ones([4], DType.Float64));
        Assert.Equal([0, 0, double.NaN, double.NegativeInfinity], p.Gradient!.ToArray<double>());
        var q = Tensor.From([2.0, 0]).RequireGradient();
        Tensor.Pow(0, q).Backward(Tensor.Ones([2], DType.Float64));
        Assert.Equal([0, 0], q.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Special_cases_are_those_of_IEEE_754()
    {
        Assert.Equal([1, 1, double.NaN, double.PositiveInfinity, 0, double.NaN], Tensor.From([double.NaN, 1, double.NaN, 0, double.PositiveInfinity, -8])
            .Pow(Tensor.From([0, double.NaN, 1, -2, -3, 1.0 / 3])).ToArray<double>());
        Assert.Equal([0, 2], Tensor.Zeros([0, 2]).Pow(Tensor.Ones([2])).Shape);
        Assert.Equal(8, Tensor.Pow(2, Tensor.Scalar(3)).Item());
    }

    [Fact]
    public void Shapes_that_do_not_broadcast_are_refused() => Assert.Equal(
        "Pow: sizes must be equal or 1, aligned at the last axis; a is (2), b is (3).",
        Assert.Throws<ShapeException>(() => Tensor.Ones([2]).Pow(Tensor.Ones([3]))).Message);
}
