namespace Kobai.Tests.Ops;

public class ConcatenateTests
{
    [Fact]
    public void Tensors_follow_one_another_along_any_axis()
    {
        Tensor a = Sample.Counting(2, 2), b = Sample.Counting(1, 2) + 10, c = Sample.Counting(3, 2).T + 20;
        Assert.Equal([0, 1, 2, 3, 10, 11], Tensor.Concatenate(0, a, b).ToArray<double>());
        Assert.Equal([0, 1, 20, 22, 24, 2, 3, 21, 23, 25], Tensor.Concatenate(-1, a, c).ToArray<double>());
        Assert.Equal([0, 2, 20, 21, 1, 3, 22, 23, 10, 10, 24, 25], Tensor.Concatenate(
            1, Tensor.Concatenate(0, a.T, b[.., ..1].Expand([1, 2])), c.T).ToArray<double>());
    }

    [Fact]
    public void Middle_axes_equal_the_slow_loop()
    {
        Tensor a = Sample.Counting(2, 3, 4), b = Sample.Counting(2, 5, 4);
        var y = Tensor.Concatenate(1, a, b);
        Assert.Equal([2, 8, 4], y.Shape);
        for (nint i = 0; i < 2; i++)
            for (nint j = 0; j < 8; j++)
                for (nint k = 0; k < 4; k++)
                    Assert.Equal(j < 3 ? Sample.At(a, i, j, k) : Sample.At(b, i, j - 3, k), Sample.At(y, i, j, k));
    }

    [Fact]
    public void Empty_tensors_add_nothing() => Assert.Equal([2, 3],
        Tensor.Concatenate(0, Tensor.Zeros([0, 3]), Tensor.Zeros([2, 3]), Tensor.Zeros([0, 3])).Shape);

    [Fact]
    public void The_result_is_a_copy()
    {
        var x = Sample.Counting(3);
        Assert.NotSame(x.Block, Tensor.Concatenate(0, x).Block);
    }

    [Fact]
    public void Gradient_matches_central_differences()
    {
        Tensor a = Sample.Counting(2, 3), b = Sample.Counting(2, 1);
        Assert.InRange(GradientCheck.Run(x => Tensor.Concatenate(1, x[0], x[1], x[0] * x[1]), a, b), 0, 1e-8);
        Assert.InRange(GradientCheck.Run(x => Tensor.Concatenate(0, x[0].T, x[1].T).Exp(), a * 0.1, b), 0, 1e-8);
    }

    [Fact]
    public void An_untracked_tensor_gets_no_gradient()
    {
        Tensor a = Sample.Counting(2).RequireGradient(), b = Sample.Counting(2);
        Tensor.Concatenate(0, a, b).Sum().Backward();
        Assert.Equal([1, 1], a.Gradient!.ToArray<double>());
        Assert.Null(b.Gradient);
    }

    [Fact]
    public void Tensors_that_do_not_fit_are_refused()
    {
        static string Message(Func<object> f) => Assert.Throws<ShapeException>(f).Message;
        Tensor a = Tensor.Zeros([2, 3]), b = Tensor.Zeros([2, 4]);
        Assert.Equal("Concatenate: sizes must be equal except along axis 0; tensor 0 is (2, 3), tensor 1 is (2, 4).",
            Message(() => Tensor.Concatenate(0, a, b)));
        Assert.Equal("Concatenate: sizes must be equal except along axis 1; tensor 0 is (2, 3), tensor 2 is (2).",
            Message(() => Tensor.Concatenate(-1, a, b, Tensor.Zeros([2]))));
        Assert.Equal("Concatenate: at least one tensor is needed.", Message(() => Tensor.Concatenate(0)));
        Assert.Equal("Concatenate: axis 0 does not exist; the shape () has 0.", Message(() => Tensor.Concatenate(0, Tensor.Scalar(1))));
        Assert.StartsWith("Concatenate: element types must be equal; tensor 0 is Float32, tensor 1 is Float64.",
            Assert.Throws<ArgumentException>(() => Tensor.Concatenate(0, a, a.To(DType.Float64))).Message);
    }
}
