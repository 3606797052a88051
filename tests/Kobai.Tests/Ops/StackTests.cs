namespace Kobai.Tests.Ops;

public class StackTests
{
    [Fact]
    public void Tensors_stand_side_by_side_along_a_new_axis()
    {
        Tensor a = Sample.Counting(2, 2), b = Sample.Counting(2, 2).T + 10;
        Assert.Equal([0, 1, 2, 3, 10, 12, 11, 13], Tensor.Stack(0, a, b).ToArray<double>());
        Assert.Equal([0, 1, 10, 12, 2, 3, 11, 13], Tensor.Stack(1, a, b).ToArray<double>());
        Assert.Equal([0, 10, 1, 12, 2, 11, 3, 13], Tensor.Stack(-1, a, b).ToArray<double>());
        Assert.Equal([2], Tensor.Stack(0, Tensor.Scalar(1), Tensor.Scalar(2)).Shape);
        Assert.Equal([0, 2], Tensor.Stack(-1, Tensor.Zeros([0]), Tensor.Zeros([0])).Shape);
    }

    [Fact]
    public void Gradient_matches_central_differences() => Assert.InRange(
        GradientCheck.Run(x => Tensor.Stack(1, x[0], x[0] * x[1], x[1].T), Sample.Counting(2, 2), Sample.Counting(2, 2)), 0, 1e-8);

    [Fact]
    public void Tensors_that_do_not_fit_are_refused()
    {
        static string Message(Func<object> f) => Assert.Throws<ShapeException>(f).Message;
        var a = Tensor.Zeros([2]);
        Assert.Equal("Stack: shapes must be equal; tensor 0 is (2), tensor 1 is (2, 1).", Message(() => Tensor.Stack(0, a, Tensor.Zeros([2, 1]))));
        Assert.Equal("Stack: at least one tensor is needed.", Message(() => Tensor.Stack(0)));
        Assert.Equal("Stack: there is no place 2 for a new axis; the shape (2) has 1.", Message(() => Tensor.Stack(2, a)));
    }
}
