namespace Kobai.Tests.Ops;

public class EmbeddingBagTests
{
    [Theory]
    [InlineData(BagMode.Mean)]
    [InlineData(BagMode.Sum)]
    [InlineData(BagMode.Max)]
    public void Gradients_match_central_differences(BagMode mode)
    {
        var table = Tensor.Linspace(-1, 2, 45, DType.Float64).Sin().Reshape(5, 9);
        foreach (int? padding in new int?[] { null, 2 })
            Assert.InRange(GradientCheck.Run(v => v[0].EmbeddingBag([4, 2, 0, 4, 2, 1], [0, 3, 3, 4], mode, padding), table), 0, 1e-8);
    }

    [Fact]
    public void Bags_over_many_chunks_are_those_of_rows_taken_one_by_one()
    {
        var generator = new Generator(3);
        var table = Tensor.Normal([50, 40], generator: generator);
        long[] index = new long[3000];
        generator.Integers<long>(index, 0, 50);
        var y = table.EmbeddingBag(Labels.Create(index), Labels.Create([.. Enumerable.Range(0, 1000).Select(i => 3L * i)]), BagMode.Max);
        Assert.Equal(table.Embedding(Labels.Create(index)).Reshape(1000, 3, 40).Max(1).ToArray<float>(), y.ToArray<float>());
    }

    [Fact]
    public void Offsets_that_do_not_ascend_are_refused()
    {
        var table = Tensor.Ones([3, 2]);
        Assert.StartsWith("EmbeddingBag: offsets must begin with 0 and ascend to at most 2, the length of the index; offset 0 is 1.",
            Assert.Throws<ArgumentException>(() => table.EmbeddingBag([0, 1], [1])).Message);
        Assert.StartsWith("EmbeddingBag: offsets must begin with 0 and ascend to at most 2, the length of the index; offset 2 is 1.",
            Assert.Throws<ArgumentException>(() => table.EmbeddingBag([0, 1], [0, 2, 1])).Message);
        Assert.StartsWith("EmbeddingBag: offsets must begin with 0 and ascend to at most 2, the length of the index; offset 1 is 3.",
            Assert.Throws<ArgumentException>(() => table.EmbeddingBag([0, 1], [0, 3])).Message);
        Assert.Equal("EmbeddingBag: the table must be a matrix; table is (3).",
            Assert.Throws<ShapeException>(() => Tensor.Ones([3]).EmbeddingBag([0], [0])).Message);
        Assert.StartsWith("EmbeddingBag: 3 at (1) is outside the table of size 3.",
            Assert.Throws<ArgumentOutOfRangeException>(() => table.EmbeddingBag([0, 3], [0])).Message);
    }
}
