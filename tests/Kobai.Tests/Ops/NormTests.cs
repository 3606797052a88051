namespace Kobai.Tests.Ops;

public class NormTests
{
    public static TheoryData<double> Exponents => [1, 1.5, 2, 3, 7.5];

    [Theory]
    [MemberData(nameof(Exponents))]
    public void Equals_the_definition_over_any_axes(double p) => Reductions.CheckValues(
        (x, axes, keepDims) => x.Norm(p, axes, keepDims), x => Math.Pow(x.Sum(v => Math.Pow(Math.Abs(v), p)), 1 / p), 1e-14, [2, 3, 4], [5, 1, 17]);

    [Fact]
    public void Infinite_p_takes_the_largest_magnitude() => Reductions.CheckValues(
        (x, axes, keepDims) => x.Norm(double.PositiveInfinity, axes, keepDims), x => x.Max(Math.Abs), 0, [2, 3, 4]);

    [Theory]
    [MemberData(nameof(Exponents))]
    public void Gradient_matches_central_differences(double p) =>
        Reductions.CheckGradients((x, axes, keepDims) => x.Norm(p, axes, keepDims));

    [Theory]
    [MemberData(nameof(Exponents))]
    public void Gradient_at_the_origin_is_zero(double p)
    {
        var x = Tensor.Zeros([3]).RequireGradient();
        x.Norm(p).Backward();
        Assert.Equal([0, 0, 0], x.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Squares_of_single_precision_do_not_overflow() =>
        Assert.Equal(5e30f, (float)Tensor.From([3e30f, -4e30f]).Norm());

    [Fact]
    public void The_norm_of_nothing_is_zero() => Assert.Equal(0, Tensor.Zeros([0]).Norm().Item());

    [Fact]
    public void Below_one_there_is_no_norm() => Assert.StartsWith(
        "Norm: p must be 1 or more.",
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Zeros([2]).Norm(0.5)).Message);
}
