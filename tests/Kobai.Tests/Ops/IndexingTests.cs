namespace Kobai.Tests.Ops;

public class IndexingTests
{
    static readonly Tensor X = Sample.Counting(2, 3, 4);

    [Fact]
    public void A_number_takes_an_axis_away()
    {
        Assert.Equal([3, 4], X[0].Shape);
        Assert.Equal([12, 13, 14, 15], X[1, 0].ToArray<double>());
        Assert.Equal([23], X[^1, ^1, ^1].ToArray<double>());
        Assert.Equal(Shape.Scalar, X[1, 2, 3].Shape);
        Assert.Equal(7, (double)X[0, 1, 3]);
    }

    [Fact]
    public void A_range_keeps_the_axis()
    {
        Assert.Equal([2, 1, 4], X[.., 1..2].Shape);
        Assert.Equal([4, 5, 6, 7, 16, 17, 18, 19], X[.., 1..2].ToArray<double>());
        Assert.Equal([2, 6, 10], X[0, .., 2].ToArray<double>());
        Assert.Equal([9, 10, 21, 22], X[.., ^1.., 1..^1].ToArray<double>());
        Assert.Equal([0, 3, 4], X[2..].Shape);
        Assert.Equal([2, 3, 0], X[.., .., 4..4].Shape);
    }

    [Fact]
    public void A_new_axis_has_size_1_wherever_it_stands()
    {
        Assert.Equal([1, 2, 3, 4], X[TensorIndex.NewAxis].Shape);
        Assert.Equal([1, 4, 1], X[0, TensorIndex.NewAxis, 2, .., TensorIndex.NewAxis].Shape);
        Assert.Equal([8, 9, 10, 11], X[0, TensorIndex.NewAxis, 2, .., TensorIndex.NewAxis].ToArray<double>());
        Assert.Equal([1, 1], Tensor.Scalar(5)[TensorIndex.NewAxis, TensorIndex.NewAxis].Shape);
    }

    [Fact]
    public void The_result_is_a_view()
    {
        var x = Sample.Counting(2, 3);
        var row = x[1];
        Assert.Same(x.Block, row.Block);
        Assert.True(row.IsContiguous);
        row.Fill(9);
        Assert.Equal([0, 1, 2, 9, 9, 9], x.ToArray<double>());
        Assert.Equal([2, 9], x.T[2].ToArray<double>());
        Assert.Equal([1, 1, 1], Tensor.Scalar(1).Expand([2, 3])[1].ToArray<double>());
    }

    [Fact]
    public void Gradient_matches_central_differences()
    {
        var x = Tensor.Linspace(-1, 1, 12, DType.Float64).Reshape(3, 4);
        Assert.InRange(Sample.GradientError(t => t[1] * t[^1], x), 0, 1e-8);
        Assert.InRange(Sample.GradientError(t => t[.., 1..3] * t[.., 2..] + t[.., ..^2], x), 0, 1e-8);
        Assert.InRange(Sample.GradientError(t => t[0, 1] * t[TensorIndex.NewAxis, 2], x), 0, 1e-8);
        Assert.InRange(Sample.GradientError(t => t[3..] * 2, x), 0, 0);
    }

    [Fact]
    public void Gradients_of_many_overlapping_parts_add_up()
    {
        var x = Sample.Counting(5, 2).RequireGradient();
        var h = x * 1;
        var y = Tensor.Scalar(0, DType.Float64);
        for (int i = 0; i < 4; i++) y += (h[i..(i + 2)] * (i + 1)).Sum();
        (y + h.Sum()).Backward();
        Assert.Equal([2, 2, 4, 4, 6, 6, 8, 8, 5, 5], x.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Setting_changes_the_elements_in_place()
    {
        var x = Sample.Counting(2, 3);
        x[0] = x[1] * 2;
        Assert.Equal([6, 8, 10, 3, 4, 5], x.ToArray<double>());
        x[.., 1..] = Tensor.From([-1.0, -2]);
        Assert.Equal([6, -1, -2, 3, -1, -2], x.ToArray<double>());
        x[^1, 0] = Tensor.Scalar(7);
        x.T[2] = Tensor.From([1f, 2]);
        Assert.Equal([6, -1, 1, 7, -1, 2], x.ToArray<double>());
        x[1..] += Tensor.From([1.0, 1, 1]);
        Assert.Equal([6, -1, 1, 8, 0, 3], x.ToArray<double>());
        x[0] = x[0, ..].Slice(0, 0, 3);
        x[.., ..2] = x[.., 1..];
        Assert.Equal([-1, 1, 1, 0, 3, 3], x.ToArray<double>());
    }

    [Fact]
    public void Setting_is_refused_where_a_gradient_would_be_wrong()
    {
        var leaf = Sample.Counting(3).RequireGradient();
        var error = Assert.Throws<InvalidOperationException>(() => leaf[0] = Tensor.Scalar(1));
        Assert.Equal(
            "Indexing: this tensor takes part in a recorded computation and cannot be changed in place. " +
            "Change it inside `using (NoGradient.Enter())`, or change a Clone() of its Detach().", error.Message);
        var x = Sample.Counting(3);
        error = Assert.Throws<InvalidOperationException>(() => x[0] = leaf[1]);
        Assert.Equal(
            "Indexing: the value takes part in a recorded computation, and its gradient would be lost. " +
            "Build the result with Concatenate, Stack or Where, or assign the value's Detach().", error.Message);

        using (NoGradient.Enter()) leaf[0] = leaf[2];
        Assert.Equal([2, 1, 2], leaf.ToArray<double>());

        var y = (leaf * x).Sum();
        x[0] = Tensor.Scalar(5);
        Assert.Throws<InvalidOperationException>(() => y.Backward());
    }

    [Fact]
    public void Errors_name_the_index_the_axis_and_its_size()
    {
        static string Message(Func<object> f) => Assert.Throws<ArgumentOutOfRangeException>(f).Message;
        Assert.Equal("Indexing: 3 is outside axis 1 of size 3; x is (2, 3, 4).", Message(() => X[0, 3]));
        Assert.Equal("Indexing: ^4 is outside axis 1 of size 3; x is (2, 3, 4).", Message(() => X[0, ^4]));
        Assert.Equal("Indexing: ^0 is outside axis 0 of size 2; x is (2, 3, 4).", Message(() => X[^0]));
        Assert.Equal("Indexing: -1 is outside axis 2 of size 4; x is (2, 3, 4). Count from the end with ^1.", Message(() => X[.., 0, -1]));
        Assert.Equal("Indexing: 1..5 is outside axis 2 of size 4; x is (2, 3, 4).", Message(() => X[.., .., 1..5]));
        Assert.Equal("Indexing: 2..1 is outside axis 0 of size 2; x is (2, 3, 4).", Message(() => X[2..1]));
        var error = Assert.Throws<ShapeException>(() => X[0, TensorIndex.NewAxis, 0, 0, 0]);
        Assert.Equal("Indexing: 4 indices are too many; x is (2, 3, 4).", error.Message);
        error = Assert.Throws<ShapeException>(() => Tensor.Scalar(1)[0]);
        Assert.Equal("Indexing: 1 indices are too many; x is ().", error.Message);
        error = Assert.Throws<ShapeException>(() => X[0] = Tensor.Ones([5]));
        Assert.Equal("CopyFrom: the source must broadcast to the target; target is (3, 4), source is (5).", error.Message);
        error = Assert.Throws<ShapeException>(() => X[0] = Tensor.Ones([2, 3, 4]));
        Assert.Equal("CopyFrom: the source must broadcast to the target; target is (3, 4), source is (2, 3, 4).", error.Message);
    }

    [Fact]
    public void An_index_says_what_it_is() => Assert.Equal("2 ^1 1..^0 NewAxis",
        string.Join(' ', (TensorIndex)2, (TensorIndex)(^1), (TensorIndex)(1..), TensorIndex.NewAxis));
}
