namespace Kobai.Cli.Tests;

public class KobaiCommandTests
{
    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Without_a_command_it_shows_what_there_is(params string[] arguments)
    {
        (int code, string output, _) = await CommandLine.Run(arguments);
        Assert.Equal(0, code);
        Assert.Contains("Usage  kobai COMMAND [options]", output, StringComparison.Ordinal);
        foreach (string command in (string[])["quickstart", "train DATA", "predict MODEL DATA", "loss NAME FILE"])
            Assert.Contains(command, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train")]
    [InlineData("predict")]
    [InlineData("quickstart")]
    [InlineData("loss")]
    public async Task The_help_of_a_command_ends_in_examples(string command)
    {
        (int code, string output, _) = await CommandLine.Run(command, "--help");
        Assert.Equal(0, code);
        Assert.Contains($"  kobai {command}", output[output.IndexOf("Examples", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_command_is_a_mistake()
    {
        (int code, string output, string error) = await CommandLine.Run("learn");
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("kobai: ", error, StringComparison.Ordinal);
        Assert.Contains("'kobai --help' shows what there is.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_its_version()
    {
        (int code, string output, _) = await CommandLine.Run("--version");
        Assert.Equal(0, code);
        Assert.Matches(@"^\d+\.\d+\.\d+", output);
    }
}
