using Kobai.Tests.Threads;

namespace Kobai.Tests.Ops;

[Collection(nameof(WorkTests))]
public class EmbeddingTests
{
    [Fact]
    public void Rows_stand_where_their_numbers_stood()
    {
        var y = Sample.Counting(4, 3).Embedding(Labels.From([3, 0, 3, 1], [2, 2]));
        Assert.Equal([2, 2, 3], y.Shape);
        Assert.Equal([9, 10, 11, 0, 1, 2, 9, 10, 11, 3, 4, 5], y.ToArray<double>());
    }

    [Fact]
    public void The_gradient_of_a_row_adds_up_and_that_of_the_padding_stays_0()
    {
        var table = Tensor.Zeros([4, 2], DType.Float64).RequireGradient();
        table.Embedding([3, 0, 3, 1], padding: 0).Backward(Sample.Counting(4, 2));
        Assert.Equal([0, 0, 6, 7, 0, 0, 4, 6], table.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Gradients_match_central_differences() =>
        Assert.InRange(Sample.GradientError(x => x.Embedding([2, 0, 2, 1]), Reductions.Numbers([3, 4])), 0, 1e-8);

    [Fact]
    public void Thread_count_does_not_change_a_bit()
    {
        var table = Reductions.Numbers([50, 33], DType.Float32);
        var index = Labels.From([.. Enumerable.Range(0, 9000).Select(i => (long)(i * i % 50))], [90, 100]);
        Reductions.CheckThreads(() => table.Embedding(index));
    }

    [Fact]
    public void Nothing_gives_nothing() => Assert.Equal([0, 3], Tensor.Ones([2, 3]).Embedding([]).Shape);

    [Fact]
    public void Numbers_that_are_not_rows_are_refused()
    {
        Assert.Equal("Embedding: the table must be a matrix; table is (3).",
            Assert.Throws<ShapeException>(() => Tensor.Ones([3]).Embedding([0])).Message);
        Assert.StartsWith("Embedding: ", Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Ones([3, 2]).Embedding([0, 3])).Message);
    }
}
