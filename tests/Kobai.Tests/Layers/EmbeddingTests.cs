using Kobai.Layers;

namespace Kobai.Tests.Layers;

public class EmbeddingTests
{
    [Fact]
    public void Labels_and_whole_numbers_give_the_same_rows()
    {
        var layer = new Embedding(5, 3, generator: new Generator(1));
        Assert.Equal(layer.Forward([4, 0]).ToArray<float>(), layer.Forward(Tensor.From([4f, 0])).ToArray<float>());
        Assert.Equal("Embedding(5 × 3), 15 parameters", layer.ToString());
    }

    [Fact]
    public void The_padding_row_is_0_and_stays()
    {
        var layer = new Embedding(5, 3, padding: 2);
        layer.Forward([2, 1, 2]).Sum().Backward();
        Assert.Equal([0f, 0, 0], layer.Weight[2].ToArray<float>());
        Assert.Equal([0f, 0, 0], layer.Weight.Gradient![2].ToArray<float>());
        Assert.Equal([1f, 1, 1], layer.Weight.Gradient![1].ToArray<float>());
        Assert.Equal("Embedding(5 × 3, padding 2), 15 parameters", layer.ToString());
    }

    [Fact]
    public void Parameters_and_numbers_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("rows", () => new Embedding(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("width", () => new Embedding(1, 0));
        Assert.StartsWith("Embedding: the padding must be the number of a row; it is 5, and there are 5 rows.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Embedding(5, 3, padding: 5)).Message);
        Assert.StartsWith("Embedding: the elements of x must be whole numbers; one is 0.5.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Embedding(5, 3).Forward(Tensor.From([1, 0.5]))).Message);
        Assert.Equal("Embedding: the table must be a matrix; table is (2).",
            Assert.Throws<ShapeException>(() => new Embedding(Tensor.Ones([2]))).Message);
    }
}
