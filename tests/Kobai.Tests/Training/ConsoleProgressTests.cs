namespace Kobai.Tests.Training;

public class ConsoleProgressTests
{
    static readonly TrainingProgress Step = new() { Epoch = 2, Epochs = 10, Batch = 30, Batches = 40, Loss = 0.12345 };

    static readonly TrainingProgress End = Step with
    {
        Result = new()
        {
            Epoch = 2,
            TrainingLoss = 0.12345,
            ValidationLoss = 2.5e-5,
            Duration = TimeSpan.FromSeconds(83.21),
            Metrics = new Dictionary<string, double> { ["accuracy"] = 0.98765 },
        },
    };

    [Fact]
    public void A_file_gets_a_line_for_each_epoch()
    {
        using var output = new StringWriter();
        var progress = new ConsoleProgress(output);
        progress.Report(Step);
        progress.Report(End);
        Assert.Equal("epoch  2/10  loss 0.1235  validation 2.50e-5  accuracy 0.9877  1 min 23 s\n", output.ToString());
    }

    [Theory]
    [InlineData(80), InlineData(20)]
    public void A_terminal_sees_the_epoch_under_way_within_its_width(int width)
    {
        using var output = new StringWriter();
        var progress = new ConsoleProgress(output, width);
        progress.Report(Step);
        progress.Report(Step with { Batch = 31 });
        progress.Report(End);
        string[] parts = output.ToString().Split('\r');
        Assert.StartsWith("epoch  2/10  batch 30/40  loss 0.1235  0.0 s left"[..Math.Min(48, width - 1)], parts[2]);
        Assert.All(parts[..^1], part => Assert.True(part.Length < width));
        Assert.Equal(5, parts.Length);
        Assert.StartsWith("epoch  2/10  loss", parts[^1]);
    }
}
