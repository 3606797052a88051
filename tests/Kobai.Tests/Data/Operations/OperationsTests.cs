using FsCheck;
using FsCheck.Fluent;
using Kobai.Data;

namespace Kobai.Tests.Data;

public class OperationsTests
{
    [Fact]
    public void Maps_change_inputs_and_targets_when_they_are_taken()
    {
        var data = Places.Of(5).Map(x => x * 2).MapTarget(y => y.OneHot(3));
        var (input, target) = data.Take([4, 0]);
        Assert.Equal([8f, 0], input.ToArray<float>());
        Assert.Equal([0f, 1, 0, 1, 0, 0], target.ToArray<float>());
        Assert.False(data.IsRandom);
    }

    [Fact]
    public void A_random_map_draws_from_the_generator_that_it_is_given()
    {
        var data = Places.Of(5).Map((x, generator) => x + Tensor.Uniform(x.Shape, generator: generator)).Subset([3, 1]).Concatenate(Places.Of(2));
        Assert.True(data.IsRandom);
        Assert.Equal(data.Take([0, 1], new Generator(3)).Input.ToArray<float>(), data.Take([0, 1], new Generator(3)).Input.ToArray<float>());
        Assert.NotEqual(data.Take([0, 1], new Generator(3)).Input.ToArray<float>(), data.Take([0, 1], new Generator(4)).Input.ToArray<float>());
    }

    [Fact]
    public void A_filter_keeps_the_order() =>
        Assert.Equal([1, 4, 7], Places.In(Places.Of(9).Filter((_, y) => y[0] == 1)));

    [Fact]
    public void Shuffling_is_a_permutation_that_stays() =>
        Prop.ForAll(Gen.Choose(0, 100).ToArbitrary(), count =>
        {
            var shuffled = Places.Of(count).Shuffle(new Generator(count));
            int[] places = Places.In(shuffled);
            Assert.Equal(Enumerable.Range(0, count), places.Order());
            Assert.Equal(new Generator(count).Permutation(count), places);
            Assert.Equal(places, Places.In(shuffled));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Places_of_datasets_put_together_lead_to_their_examples() =>
        Prop.ForAll(Gen.Choose(0, 12).ToArbitrary(), Gen.Choose(1, 12).ToArbitrary(), (first, second) =>
        {
            var both = Places.Of(first).Concatenate(Places.Of(second));
            int[] expected = [.. Enumerable.Range(0, first), .. Enumerable.Range(0, second)];
            Assert.Equal(expected, Places.In(both));
            int[] order = new Generator(first).Permutation(first + second);
            var (x, y) = both.Take(order);
            Assert.Equal(order.Select(place => expected[place]), Places.In(x));
            Assert.Equal(order.Select(place => expected[place] % 3L), y.Values.ToArray());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Examples_of_different_shapes_are_not_put_together()
    {
        var both = Places.Of(2).Concatenate(Dataset.Of(Tensor.Zeros([2, 3]), [0, 0]));
        Assert.Equal("Dataset: examples put together must have the same shape; one is (1), another (3).",
            Assert.Throws<ShapeException>(() => both.Take([0, 2])).Message);
    }

    [Fact]
    public void Targets_of_an_unknown_type_are_put_together_by_collation_only()
    {
        var words = Dataset.Of(["a", "b"], batch => (Tensor.Zeros([batch.Count]), string.Concat(batch)));
        Assert.Equal("ba", words.Take([1, 0]).Target);
        Assert.Equal("Dataset: targets of type String cannot be put together; use Tensor or Labels, or a Dataset.Of(items, collate) over all items.",
            Assert.Throws<NotSupportedException>(() => words.Concatenate(words).Take([0, 2])).Message);
    }

    [Fact]
    public void Names_of_classes_go_along()
    {
        var data = Dataset.Of(Tensor.Zeros([3, 1]), [0, 1, 0], ["cat", "dog"]);
        Assert.Equal(["cat", "dog"], data.Map(x => x).Filter((_, y) => y[0] == 0).Shuffle().Concatenate(data).Split(0.5).Second.Classes);
        Assert.Empty(data.MapTarget(y => y.OneHot(2)).Classes);
    }

    [Fact]
    public void A_place_without_example_is_refused()
    {
        foreach (var data in (Dataset<Labels>[])[Places.Of(3), Places.Of(5).Subset([0, 1, 2]), Places.Of(1).Concatenate(Places.Of(2))])
        {
            Assert.StartsWith("Take: places must be from 0 to 2; one is 3.", Assert.Throws<ArgumentOutOfRangeException>(() => data.Take([3])).Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentOutOfRangeException>(() => data.Take([-1]));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => Places.Of(3).Subset([3]));
    }
}
