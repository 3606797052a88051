using System.Diagnostics;
using System.Text.Json;

namespace Kobai.Cli.Tests.Commands;

public sealed class TrainCommandTests : IDisposable
{
    const string Table = "id,x,color,y\n";

    readonly CommandLine shell = new();

    public void Dispose() => shell.Dispose();

    [Fact]
    public async Task Says_what_it_infers_trains_reports_and_shows_how_to_predict()
    {
        string data = shell.Write("data.csv", Rows(80)), model = shell.In("m.kobai");
        (int code, string output, _) = await CommandLine.Run("train", data, "--target", "y", "--output", model, "--epochs", "20");
        Assert.Equal(0, code);
        Assert.Contains($"Data     {data}: 80 rows, 4 columns, split by commas, UTF-8", output, StringComparison.Ordinal);
        Assert.Contains("no 40 (50.0 %), yes 40 (50.0 %)", output, StringComparison.Ordinal);
        Assert.Matches(@"id +left out: counts the rows +--numeric id", output);
        Assert.Contains("category, 2 values", output, StringComparison.Ordinal);
        Assert.Contains("binary cross-entropy with logits on one unit", output, StringComparison.Ordinal);
        Assert.Contains("always the majority", output, StringComparison.Ordinal);
        Assert.EndsWith(
            $"Predict  kobai predict {model} {data} --output predictions.csv{Environment.NewLine}", output, StringComparison.Ordinal);
        Assert.True(File.Exists(model));
    }

    [Fact]
    public async Task The_command_it_shows_repeats_what_was_said_about_the_file()
    {
        string data = shell.Write("data.csv", Rows(40)[Table.Length..].Replace(',', '|')), model = shell.In("m.kobai");
        (int code, string output, _) = await CommandLine.Run(
            "train", data, "-t", "column4", "-o", model, "--no-header", "--delimiter", "|", "--epochs", "2");
        Assert.Equal(0, code);
        Assert.Contains($"{data} --delimiter \"|\" --no-header --output predictions.csv", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Piped_output_has_no_control_characters()
    {
        string data = shell.Write("data.csv", Rows(60));
        (_, string output, string error) = await shell.RunProcess("train", data, "-t", "y", "--epochs", "3");
        Assert.DoesNotContain(output + error, character => char.IsControl(character) && character is not ('\n' or '\r'));
        Assert.DoesNotContain('\r', OperatingSystem.IsWindows() ? "" : output + error);
    }

    [Fact]
    public async Task Writes_a_summary_for_programs()
    {
        string data = shell.Write("data.csv", Rows(60)), model = shell.In("m.kobai");
        (int code, string output, string error) = await CommandLine.Run(
            "train", data, "-t", "y", "-o", model, "--json", "--model", "mlp", "--hidden", "8,4", "--epochs", "3", "--seed", "7");
        Assert.Equal((0, ""), (code, error));
        using var summary = JsonDocument.Parse(output);
        JsonElement root = summary.RootElement;
        Assert.Equal("mlp", root.GetProperty("family").GetString());
        Assert.Equal([8, 4], root.GetProperty("hidden").EnumerateArray().Select(size => size.GetInt32()));
        Assert.Equal(7, root.GetProperty("seed").GetInt64());
        Assert.InRange(root.GetProperty("test").GetProperty("accuracy").GetDouble(), 0, 1);
    }

    [Fact]
    public async Task Quiet_says_nothing()
    {
        string data = shell.Write("data.csv", Rows(60));
        Assert.Equal(
            (0, "", ""), await CommandLine.Run("train", data, "-t", "y", "-o", shell.In("m.kobai"), "-q", "--epochs", "2"));
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_file_at_any_number_of_threads()
    {
        string data = shell.Write("data.csv", Rows(60));
        int before = Kobai.Threads.Work.Threads;
        foreach (string threads in (string[])["1", "2"])
            await CommandLine.Run(
                "train", data, "-t", "y", "-o", shell.In(threads), "-q", "--epochs", "3", "--seed", "3", "--threads", threads);
        Kobai.Threads.Work.Threads = before;
        Assert.Equal(File.ReadAllBytes(shell.In("1")), File.ReadAllBytes(shell.In("2")));
    }

    [Theory]
    [InlineData(new[] { "--target", "z" }, "data.csv: there is no column 'z' (--target). The columns are id, x, color, y.")]
    [InlineData(new string[0], "say which column to predict with --target. The columns are id, x, color, y.")]
    [InlineData(new[] { "-t", "y", "--epochs", "0" },
        "--epochs: '0' is not a number from 1 to 1000000. 'kobai train --help' shows what there is.")]
    [InlineData(new[] { "-t", "y", "--learning-rate", "fast" },
        "--learning-rate: 'fast' is not a number from 1E-09 to 10. 'kobai train --help' shows what there is.")]
    [InlineData(new[] { "-t", "y", "--model", "forest" },
        "--model: 'forest' is none of auto, logistic, mlp. 'kobai train --help' shows what there is.")]
    [InlineData(new[] { "-t", "y", "--hidden", "8,x" },
        "--hidden: '8,x' is not a list of sizes such as 64,32. 'kobai train --help' shows what there is.")]
    [InlineData(new[] { "-t", "y", "--delimiter", "::" },
        "--delimiter: '::' is not one character or \"tab\". 'kobai train --help' shows what there is.")]
    [InlineData(new[] { "-t", "y", "--fast" },
        "Unrecognized command or argument '--fast'. 'kobai train --help' shows what there is.")]
    [InlineData(new[] { "-t", "y", "--numeric", "color" },
        "data.csv, line 2, column 'color': 'red' is not a number. Mend it, or count it as missing with --missing \"red\".")]
    public async Task A_mistake_is_one_line_with_its_cure(string[] arguments, string message)
    {
        string data = shell.Write("data.csv", Rows(20));
        (int code, string output, string error) = await CommandLine.Run(["train", data, "-o", shell.In("m"), .. arguments]);
        Assert.Equal((2, ""), (code, output));
        Assert.Equal($"kobai: {message}", error.Replace(shell.Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal).TrimEnd());
        Assert.False(File.Exists(shell.In("m")));
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_found_before_training()
    {
        string data = shell.Write("data.csv", Rows(20)), model = shell.In(Path.Combine("none", "m.kobai"));
        (int code, _, string error) = await CommandLine.Run("train", data, "-t", "y", "-o", model);
        Assert.Equal(2, code);
        Assert.Equal($"kobai: {model}: cannot be written: there is no folder '{shell.In("none")}'; make it first.", error.TrimEnd());
    }

    [Fact]
    public async Task A_mistake_ends_a_process_with_code_2_and_no_stack_trace()
    {
        (int code, string output, string error) = await shell.RunProcess("train", "nowhere.csv", "-t", "y");
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("kobai: nowhere.csv: no such file", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Ctrl_C_ends_a_process_with_code_130_and_leaves_no_file()
    {
        if (OperatingSystem.IsWindows())
            return;
        string data = shell.Write("data.csv", Rows(5000));
        using Process process = shell.Start("train", data, "-t", "y", "-o", "m.kobai", "--epochs", "1000000", "--patience", "1000000");
        while (await process.StandardError.ReadLineAsync() is string line && !line.Contains("1/1000000", StringComparison.Ordinal)) { }
        using (Process interrupt = Process.Start("kill", ["-INT", process.Id.ToString()]))
            await interrupt.WaitForExitAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var end = patience.Token.Register(() => process.Kill());
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        await output;
        Assert.Equal(130, process.ExitCode);
        Assert.EndsWith("kobai: cancelled; nothing was written.", error.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal([data], Directory.GetFiles(shell.Folder));
    }

    static string Rows(int count) => Table + string.Concat(
        Enumerable.Range(0, count).Select(i => $"{i + 1},{i * 37 % 20},{(i % 3 == 0 ? "red" : "blue")},{(i * 37 % 20 > 9 ? "yes" : "no")}\n"));
}
