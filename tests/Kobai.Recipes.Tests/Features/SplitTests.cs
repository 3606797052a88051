namespace Kobai.Recipes.Tests.Features;

public class SplitTests
{
    static readonly int[] Classes = [.. Enumerable.Range(0, 1000).Select(i => i % 10 == 0 ? 1 : i % 3 == 0 ? 2 : 0)];

    [Fact]
    public void Every_row_is_in_exactly_one_part()
    {
        Split split = Split.Stratified(Classes, 0.2, 0.16, new Generator(7));
        Assert.Equal(Enumerable.Range(0, 1000), split.Train.Concat(split.Validation).Concat(split.Test).Order());
        Assert.Equal((640, 160, 200), (split.Train.Length, split.Validation.Length, split.Test.Length));
    }

    [Fact]
    public void Classes_have_the_same_share_in_each_part()
    {
        Split split = Split.Stratified(Classes, 0.2, 0.16, new Generator(7));
        for (int label = 0; label < 3; label++)
        {
            double count = Classes.Count(own => own == label);
            Assert.InRange(split.Test.Count(row => Classes[row] == label), 0.2 * count - 1, 0.2 * count + 1);
            Assert.InRange(split.Validation.Count(row => Classes[row] == label), 0.16 * count - 1.5, 0.16 * count + 1.5);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_split()
    {
        Assert.Equal(
            Split.Stratified(Classes, 0.2, 0.1, new Generator(7)).Test, Split.Stratified(Classes, 0.2, 0.1, new Generator(7)).Test);
        Assert.NotEqual(
            Split.Stratified(Classes, 0.2, 0.1, new Generator(7)).Test, Split.Stratified(Classes, 0.2, 0.1, new Generator(8)).Test);
    }

    [Fact]
    public void Rows_of_a_regression_are_split_at_random()
    {
        Split split = Split.Shuffled(10, 0.2, 0.2, new Generator(7));
        Assert.Equal(Enumerable.Range(0, 10), split.Train.Concat(split.Validation).Concat(split.Test).Order());
        Assert.Equal((6, 2, 2), (split.Train.Length, split.Validation.Length, split.Test.Length));
    }
}
