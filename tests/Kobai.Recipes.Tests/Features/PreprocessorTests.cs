namespace Kobai.Recipes.Tests.Features;

public class PreprocessorTests
{
    [Fact]
    public void Numbers_are_standardized_by_the_training_rows_alone()
    {
        float[,] inputs = Encode("x,y\n1,0\n3,1\n5,0\n1000,1\n", trainRows: [0, 1, 2]);
        float deviation = MathF.Sqrt(8f / 3);
        Assert.Equal(-2 / deviation, inputs[0, 0], 1e-6f);
        Assert.Equal(0, inputs[1, 0]);
        Assert.Equal(10, inputs[3, 0]);
    }

    [Fact]
    public void A_missing_number_is_the_median_and_has_a_flag()
    {
        float[,] inputs = Encode("x,y\n1,0\n2,1\n9,0\n,1\n", trainRows: [0, 1, 2, 3]);
        Assert.Equal([0, 0, 0, 1], Enumerable.Range(0, 4).Select(row => inputs[row, 1]));
        Assert.Equal(inputs[1, 0], inputs[3, 0]);
    }

    [Fact]
    public void A_long_tail_has_its_logarithm_as_a_second_input()
    {
        string rows = string.Concat(Enumerable.Range(0, 40).Select(i => $"{Math.Pow(1.5, i)},{i % 2}\n"));
        Assert.Equal(["x", "log x"], Fit($"x,y\n{rows}", [.. Enumerable.Range(0, 40)]).Features[0].InputNames);
        float[,] inputs = Encode($"x,y\n{rows}", [.. Enumerable.Range(0, 40)]);
        double[] logs = [.. Enumerable.Range(0, 40).Select(i => Math.Log(1 + Math.Pow(1.5, i)))];
        double mean = logs.Average(), deviation = Math.Sqrt(logs.Average(log => (log - mean) * (log - mean)));
        Assert.Equal((logs[7] - mean) / deviation, inputs[7, 1], 1e-5);
    }

    [Fact]
    public void Categories_have_an_input_each_and_rare_ones_share_one()
    {
        Preprocessor preprocessor = Fit("c,y\na,0\nb,1\na,0\nb,1\nrare,0\nlast,1\n,0\n", [0, 1, 2, 3, 4, 6]);
        Assert.Equal(
            ["c = a", "c = b", "c is another value", "c is missing"],
            preprocessor.Features.SelectMany(feature => feature.InputNames));
    }

    [Fact]
    public void A_value_seen_in_no_training_row_is_another_value()
    {
        float[,] inputs = Encode("c,y\na,0\nb,1\na,0\nb,1\nrare,0\nlast,1\n,0\n", trainRows: [0, 1, 2, 3, 4, 6]);
        Assert.Equal(
            ["1000", "0100", "1000", "0100", "0010", "0010", "0001"],
            Enumerable.Range(0, 7).Select(row => string.Concat(Enumerable.Range(0, 4).Select(i => inputs[row, i]))));
    }

    [Fact]
    public void Words_are_weighted_by_rarity_and_rows_have_length_one()
    {
        Preprocessor preprocessor = Fit(
            "t,y\nthe red cat,0\nthe red dog,1\nthe blue cat,0\nthe old dog,1\n", [0, 1, 2, 3], new() { Text = ["t"] });
        var feature = (TextFeature)preprocessor.Features[0];
        Assert.Equal(["the", "cat", "dog", "red", "the red"], feature.Terms);
        float[,] inputs = Encode(
            "t,y\nthe red cat,0\nthe red dog,1\nthe blue cat,0\nthe old dog,1\n", [0, 1, 2, 3], new() { Text = ["t"] });
        Assert.Equal(1, Enumerable.Range(0, 5).Sum(i => inputs[0, i] * inputs[0, i]), 1e-6f);
        Assert.True(inputs[0, 1] > inputs[0, 0]);
        Assert.Equal(0, inputs[0, 2]);
    }

    static Preprocessor Fit(string text, int[] trainRows, TableOptions? options = null) =>
        Preprocessor.Fit(Load(text, options), trainRows);

    static float[,] Encode(string text, int[] trainRows, TableOptions? options = null)
    {
        Table table = Load(text, options);
        Preprocessor preprocessor = Preprocessor.Fit(table, trainRows);
        float[] flat = new float[table.Rows * preprocessor.Width];
        preprocessor.Encode(table, [.. Enumerable.Range(0, table.Rows)], flat);
        float[,] inputs = new float[table.Rows, preprocessor.Width];
        Buffer.BlockCopy(flat, 0, inputs, 0, flat.Length * sizeof(float));
        return inputs;
    }

    static Table Load(string text, TableOptions? options) =>
        TrainingTable.Load(TableSchema.Infer(TableSource.FromText("data.csv", text), "y", options), default).Inputs;
}
