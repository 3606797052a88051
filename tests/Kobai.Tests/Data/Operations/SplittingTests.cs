using FsCheck;
using FsCheck.Fluent;
using Kobai.Data;

namespace Kobai.Tests.Data;

public class SplittingTests
{
    static readonly Gen<double[]> s_fractions = Gen.Choose(1, 10).ArrayOf(3).Select(x => x.Select(part => part / (double)x.Sum()).ToArray());

    [Fact]
    public void Parts_are_those_of_PyTorchs_random_split()
    {
        // random_split(range(11), [0.5, 0.3, 0.2], generator=torch.Generator().manual_seed(77))
        var parts = Places.Of(11).Split([0.5, 0.3, 0.2], new Generator(77));
        Assert.Equal([[7, 6, 8, 0, 2, 1], [4, 10, 3], [5, 9]], parts.Select(Places.In));
    }

    [Fact]
    public void A_split_is_a_partition() =>
        Prop.ForAll(Gen.Choose(0, 100).ToArbitrary(), s_fractions.ToArbitrary(), (count, fractions) =>
        {
            foreach (var parts in (Dataset<Labels>[][])[Places.Of(count).Split(fractions, new Generator(1)), Places.Of(count).StratifiedSplit(fractions, new Generator(1))])
            {
                Assert.Equal(Enumerable.Range(0, count), parts.SelectMany(Places.In).Order());
                for (int i = 0; i < parts.Length; i++) Assert.InRange(parts[i].Count - count * fractions[i], -2, 2);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_stratified_split_keeps_the_shares_of_classes() =>
        Prop.ForAll(Gen.Choose(1, 4).ArrayOf(40).ToArbitrary(), s_fractions.ToArbitrary(), (labels, fractions) =>
        {
            var data = Dataset.Of(Tensor.Zeros([40, 1]), Labels.From(labels));
            foreach (var (fraction, part) in fractions.Zip(data.StratifiedSplit(fractions, new Generator(2))))
            {
                long[] own = part.All().Target.Values.ToArray();
                for (int label = 1; label <= 4; label++)
                    Assert.InRange(own.Count(l => l == label) - fraction * labels.Count(l => l == label), -2, 2);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_same_seed_gives_the_same_parts()
    {
        int[] First(int seed) => Places.In(Places.Of(50).StratifiedSplit(0.5, new Generator(seed)).First);
        Assert.Equal(First(1), First(1));
        Assert.NotEqual(First(1), First(2));
    }

    [Fact]
    public void Fractions_must_sum_to_1()
    {
        Assert.Equal("Split: fractions must be 0 or more and sum to 1; got 0.5, 0.6.",
            Assert.Throws<ArgumentException>(() => Places.Of(5).Split([0.5, 0.6])).Message);
        Assert.Throws<ArgumentException>(() => Places.Of(5).Split(1.5));
        Assert.Throws<ArgumentException>(() => Places.Of(5).StratifiedSplit(double.NaN));
    }

    [Fact]
    public void Stratification_needs_one_label_for_each_example() =>
        Assert.Equal("Stratified: each example must have one label; 2 examples have labels (2, 2).", Assert.Throws<ArgumentException>(
            () => Dataset.Of(Tensor.Zeros([2, 1]), Labels.From([1L, 2, 3, 4], [2, 2])).StratifiedSplit(0.5)).Message);
}
