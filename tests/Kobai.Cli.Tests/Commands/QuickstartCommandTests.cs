namespace Kobai.Cli.Tests.Commands;

public sealed class QuickstartCommandTests : IDisposable
{
    readonly CommandLine shell = new();

    public void Dispose() => shell.Dispose();

    [Theory]
    [InlineData("iris")]
    [InlineData("moons")]
    public async Task Trains_and_then_the_command_it_shows_predicts(string name)
    {
        (int code, string output, _) = await shell.RunProcess("quickstart", name, "--epochs", "60");
        Assert.Equal(0, code);
        string[] shown = output.TrimEnd().Split('\n')[^1].TrimEnd().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["Predict", "kobai", "predict", $"{name}.kobai", $"{name}.csv", "--output", "predictions.csv"], shown);
        Assert.Equal(0, (await shell.RunProcess(shown[2..])).Code);
        Assert.Equal(File.ReadAllLines(shell.In($"{name}.csv")).Length, File.ReadAllLines(shell.In("predictions.csv")).Length);
    }

    [Fact]
    public async Task An_unknown_name_is_refused()
    {
        (int code, _, string error) = await CommandLine.Run("quickstart", "tulips");
        Assert.Equal(2, code);
        Assert.Equal(
            "kobai: quickstart: there is no 'tulips'; there are iris and moons. 'kobai quickstart --help' shows what there is.",
            error.TrimEnd());
    }
}
