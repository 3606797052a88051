using FsCheck;
using FsCheck.Fluent;
using Kobai.Data;

namespace Kobai.Tests.Data;

public class SamplingTests
{
    static readonly double[] s_weights = [0.1, 3, 0.5, 2, 0, 1.25];

    // WeightedRandomSampler(weights, n, replacement, generator=torch.Generator().manual_seed(77)) in torch 1.13
    [Theory]
    [InlineData(10, true, new[] { 1, 1, 3, 1, 5, 5, 5, 1, 0, 1 })]
    [InlineData(5, false, new[] { 1, 3, 5, 2, 0 })]
    [InlineData(1, true, new[] { 1 })]
    public void Draws_are_those_of_PyTorchs_sampler(int count, bool replacement, int[] expected) =>
        Assert.Equal(expected, Multinomial.Draw(s_weights, count, replacement, new Generator(77)));

    [Fact]
    public void Draws_among_many_are_those_of_PyTorchs_sampler()
    {
        double[] weights = [.. Enumerable.Range(0, 1000).Select(i => i % 7.0)];
        Assert.Equal([369, 328, 439, 852, 41, 527, 8, 979, 636, 670, 467, 312, 379, 417, 521, 513, 160, 159, 888, 906],
            Multinomial.Draw(weights, 20, false, new Generator(77)));
        Assert.Equal([335, 216, 603, 317, 831, 829, 957, 108, 3, 27, 335, 713, 521, 209, 524, 524, 64, 479, 383, 912],
            Multinomial.Draw(weights, 20, true, new Generator(77)));
    }

    [Fact]
    public void Batches_are_those_of_PyTorchs_loader_with_that_sampler()
    {
        // DataLoader(torch.arange(6), batch_size=4, sampler=WeightedRandomSampler(weights, 10, True, generator=g), generator=g)
        var batches = Places.Of(6).WeightedBatches(4, s_weights, count: 10, generator: new Generator(77));
        Assert.Equal(3, batches.Count);
        var generator = new Generator(77);
        generator.NextInt64();
        Assert.Equal(Multinomial.Draw(s_weights, 10, true, generator).Chunk(4), Places.In(batches));
    }

    [Fact]
    public void Frequencies_follow_the_weights()
    {
        int[] drawn = Multinomial.Draw(s_weights, 100_000, true, new Generator(1));
        for (int i = 0; i < s_weights.Length; i++)
            Assert.Equal(s_weights[i] / s_weights.Sum(), drawn.Count(place => place == i) / 1e5, 0.01);
    }

    [Fact]
    public void Without_replacement_none_comes_twice() =>
        Assert.Distinct(Multinomial.Draw([.. Enumerable.Repeat(1.0, 100)], 100, false, new Generator(2)));

    [Fact]
    public void Weights_that_cannot_be_drawn_by_are_refused()
    {
        string Message(double[] weights, int? count = null, bool replacement = true) => Assert.Throws<ArgumentException>(
            () => Places.Of(3).WeightedBatches(2, weights, count, replacement)).Message;
        Assert.Equal("WeightedBatches: weights must be as many as examples; got 2 for 3.", Message([1, 2]));
        Assert.Equal("WeightedBatches: weights must be finite and 0 or more; weight 1 is -2.", Message([1, -2, 3]));
        Assert.Equal("WeightedBatches: a weight must be above 0; all are 0.", Message([0, 0, 0]));
        Assert.Equal("WeightedBatches: 3 examples cannot be drawn without replacement from 2 with a weight above 0.", Message([0, 1, 1], 3, false));
    }

    [Fact]
    public void Stratified_batches_have_each_example_once_and_the_shares_of_classes() =>
        Prop.ForAll(Gen.Choose(1, 90).ToArbitrary(), Gen.Choose(1, 20).ToArbitrary(), (count, size) =>
        {
            var data = Dataset.Of(Tensor.Arange(count).Reshape(count, 1), Labels.From([.. Enumerable.Range(0, count).Select(i => i % 5 == 0 ? 0 : 1)]));
            var batches = data.StratifiedBatches(size, new Generator(count)).Select(batch => (Places: Places.In(batch.Input), Labels: batch.Target.Values.ToArray())).ToArray();
            Assert.Equal(Enumerable.Range(0, count), batches.SelectMany(batch => batch.Places).Order());
            foreach (var (places, labels) in batches)
            {
                Assert.Equal(places.Select(place => place % 5 == 0 ? 0L : 1), labels);
                double share = data.All().Target.Values.ToArray().Count(label => label == 0) / (double)count;
                Assert.InRange(labels.Count(label => label == 0) - share * labels.Length, -1.5, 1.5);
            }
        }).QuickCheckThrowOnFailure();
}
