namespace Kobai.Cli.Tests.Commands;

public sealed class PredictCommandTests : IDisposable
{
    readonly CommandLine shell = new();

    public void Dispose() => shell.Dispose();

    [Fact]
    public async Task Writes_the_rows_with_predictions_to_standard_output()
    {
        string model = await Train();
        string rows = shell.Write("new.csv", "x\n1\n19\n");
        (int code, string output, string error) = await CommandLine.Run("predict", model, rows);
        Assert.Equal((0, ""), (code, error));
        string[] lines = output.Split('\n');
        Assert.Equal("x,predicted_y,probability_no,probability_yes", lines[0]);
        Assert.StartsWith("1,no,0.", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("19,yes,0.", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writes_a_file_and_says_how_right_it_was()
    {
        string model = await Train();
        string rows = shell.Write("new.csv", "y,x\nno,1\nyes,19\n"), predictions = shell.In("p.csv");
        (int code, string output, string error) = await CommandLine.Run("predict", model, rows, "-o", predictions);
        Assert.Equal((0, ""), (code, output));
        Assert.StartsWith($"2 rows with predictions of 'y' are in {predictions}.", error, StringComparison.Ordinal);
        Assert.Contains("accuracy", error, StringComparison.Ordinal);
        Assert.Equal(3, File.ReadAllLines(predictions).Length);
    }

    [Fact]
    public async Task Warns_of_values_it_cannot_use()
    {
        string model = await Train();
        string rows = shell.Write("new.csv", "x\nmany\n");
        (int code, _, string error) = await CommandLine.Run("predict", model, rows, "--quiet");
        Assert.Equal(0, code);
        Assert.Equal(
            $"warning: {rows}, column 'x': 1 of 1 values are not numbers, counted as missing; first 'many' in line 2.", error.TrimEnd());
    }

    [Fact]
    public async Task A_table_in_place_of_a_model_is_refused()
    {
        string rows = shell.Write("new.csv", "x\n1\n");
        (int code, _, string error) = await CommandLine.Run("predict", rows, rows);
        Assert.Equal(2, code);
        Assert.StartsWith($"kobai: {rows}: not a model that kobai can read: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_column_is_named_and_no_file_is_left()
    {
        string model = await Train();
        string rows = shell.Write("new.csv", "z\n1\n");
        (int code, _, string error) = await CommandLine.Run("predict", model, rows, "-o", shell.In("p.csv"));
        Assert.Equal(2, code);
        Assert.Equal($"kobai: {rows}: the model needs the column 'x'. The columns are z.", error.TrimEnd());
        Assert.False(File.Exists(shell.In("p.csv")));
    }

    async Task<string> Train()
    {
        string table = "x,y\n" + string.Concat(Enumerable.Range(0, 80).Select(i => $"{i % 20},{(i % 20 > 9 ? "yes" : "no")}\n"));
        string model = shell.In("m.kobai");
        Assert.Equal(
            (0, "", ""),
            await CommandLine.Run(
                "train", shell.Write("data.csv", table), "-t", "y", "-o", model, "-q", "--model", "logistic", "--epochs", "30"));
        return model;
    }
}
