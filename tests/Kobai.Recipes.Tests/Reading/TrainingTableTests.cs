namespace Kobai.Recipes.Tests.Reading;

public class TrainingTableTests
{
    [Fact]
    public void Holds_the_values_of_rows_with_a_target()
    {
        (Table inputs, Target target) = Load("x,letter,y\n1.5,b,yes\n2,a,\n,b,no\n4,?,yes\n6,a,no\n7,b,yes\n8,a,no\n");
        Assert.Equal(6, inputs.Rows);
        Assert.Equal([1.5f, float.NaN, 4, 6, 7, 8], Enumerable.Range(0, 6).Select(row => inputs.Number(row, 0)));
        Assert.Equal([0, 0, Vocabulary.Missing, 1, 0, 1], Enumerable.Range(0, 6).Select(row => inputs.Code(row, 1)));
        Assert.Equal(["b", "a"], inputs.Values(1));
        Assert.Equal(["no", "yes"], target.Labels);
        Assert.Equal([1, 0, 1, 0, 1, 0], target.Classes);
    }

    [Fact]
    public void Sorts_numbered_classes_as_numbers()
    {
        Target target = Load("x,y\n1,10\n2,9\n3,10\n4,9\n5,100\n6,100\n7,9\n8,9\n9,9\n").Target;
        Assert.Equal(["9", "10", "100"], target.Labels);
    }

    [Fact]
    public void Keeps_the_numbers_of_a_regression() =>
        Assert.Equal([0.5f, 1.5f, 2.5f], Load("x,y\n1,0.5\n2,1.5\n3,2.5\n").Target.Values);

    static TrainingTable Load(string text) =>
        TrainingTable.Load(TableSchema.Infer(TableSource.FromText("data.csv", text), "y"), default);
}
