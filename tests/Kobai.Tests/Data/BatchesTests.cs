namespace Kobai.Tests.Data;

public class BatchesTests
{
    static readonly Tensor X = Tensor.Arange(22).Reshape(11, 2);

    [Fact]
    public void Batches_go_through_all_examples_in_order()
    {
        var data = Dataset.Of(X, Labels.Create([.. Enumerable.Range(0, 11).Select(i => (long)i)]));
        var batches = data.Batches(4);
        Assert.Equal(3, batches.Count);
        Assert.Equal([4, 4, 3], batches.Select(batch => batch.Target.Count));
        Assert.Equal(X.ToArray<float>(), batches.SelectMany(batch => batch.Input.ToArray<float>()));
    }

    [Fact]
    public void A_last_batch_that_is_not_full_can_be_left_out()
    {
        var batches = Dataset.Of(X, X).Batches(4, dropLast: true);
        Assert.Equal(2, batches.Count);
        Assert.Equal(2, batches.Count());
    }

    [Fact]
    public void Shuffled_examples_keep_their_targets_and_each_epoch_has_its_order()
    {
        var batches = Dataset.Of(X, X[.., 0].Contiguous()).Batches(3, shuffle: true, new Generator(5));
        var first = batches.SelectMany(batch => batch.Target.ToArray<float>()).ToArray();
        var second = batches.SelectMany(batch => batch.Target.ToArray<float>()).ToArray();
        Assert.NotEqual(first, second);
        Assert.Equal(first.Order(), second.Order());
        Assert.All(batches, batch => Assert.Equal(batch.Input[.., 0].ToArray<float>(), batch.Target.ToArray<float>()));
    }

    [Fact]
    public void The_same_seed_gives_the_same_batches()
    {
        float[] Order(long seed) => [.. Dataset.Of(X, X[.., 0].Contiguous()).Batches(3, shuffle: true, new Generator(seed)).SelectMany(batch => batch.Target.ToArray<float>())];
        Assert.Equal(Order(7), Order(7));
        Assert.NotEqual(Order(7), Order(8));
    }

    [Fact]
    public void Order_is_that_of_PyTorchs_loader()
    {
        // g = torch.Generator().manual_seed(77); DataLoader(TensorDataset(torch.arange(8)), batch_size=8, shuffle=True, generator=g)
        var y = Tensor.Arange(8);
        var (batch, _) = Dataset.Of(y, y).Batches(8, shuffle: true, new Generator(77)).Single();
        Assert.Equal([4f, 7, 3, 5, 0, 2, 6, 1], batch.ToArray<float>());
    }

    [Fact]
    public void Counts_that_differ_are_refused()
    {
        var error = Assert.Throws<ShapeException>(() => Dataset.Of(X, [1, 2]));
        Assert.Equal("Dataset: examples and labels must be equally many along the first axis; x is (11, 2), labels is (2).", error.Message);
    }

    [Fact]
    public void A_batch_size_must_be_positive() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.Of(X, X).Batches(0));
}
