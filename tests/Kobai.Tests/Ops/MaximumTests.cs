namespace Kobai.Tests.Ops;

public class MaximumTests
{
    static readonly Tensor A = Tensor.From([1.5, -2, 3, 4, 0.5, -6], [2, 3]);
    static readonly Tensor B = Tensor.From([1.0, -1, 4]);

    [Fact]
    public void The_larger_number_or_NaN()
    {
        Assert.Equal([1.5, -1, 4, 4, 0.5, 4], Tensor.Maximum(A, B).ToArray<double>());
        Assert.Equal([1.5, 0, 3, 4, 0.5, 0], Tensor.Maximum(A, 0).ToArray<double>());
        Assert.Equal([double.NaN, double.NaN], Tensor.Maximum(Tensor.From([double.NaN, 1]), Tensor.From([1, double.NaN])).ToArray<double>());
        Assert.Equal([4, 1.5], Tensor.Maximum(A.T[0], B[..1]).ToArray<double>().Reverse());
        Assert.Equal([0], Tensor.Maximum(Tensor.Zeros([0]), 1).Shape);
    }

    [Fact]
    public void Gradient_matches_central_differences() => Assert.InRange(Math.Max(
        GradientCheck.Run(x => Tensor.Maximum(x[0], x[1]) * x[0], A, B),
        GradientCheck.Run(x => Tensor.Maximum(x[0].T, x[1]), A, Tensor.From([0.0, 1]))), 0, 1e-8);

    [Fact]
    public void A_tie_gives_each_half_and_NaN_gives_both_all()
    {
        Tensor a = Tensor.From([2, double.NaN]).RequireGradient(), b = Tensor.From([2.0, 1]).RequireGradient();
        Tensor.Maximum(a, b).Backward(Tensor.From([1.0, 1]));
        Assert.Equal([0.5, 1], a.Gradient!.ToArray<double>());
        Assert.Equal([0.5, 1], b.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Shapes_that_do_not_broadcast_are_refused() => Assert.Equal(
        "Maximum: sizes must be equal or 1, aligned at the last axis; a is (2), b is (3).",
        Assert.Throws<ShapeException>(() => Tensor.Maximum(Tensor.Zeros([2]), Tensor.Zeros([3]))).Message);
}
