using Kobai.Examples;

namespace Kobai.Tests.Examples;

public class TransformerTextTests
{
    [Fact]
    public void The_loss_falls_and_the_sample_is_of_the_alphabet()
    {
        using var output = new StringWriter();
        var losses = TransformerText.Run(output, new("steps=50", "windows=8", "size=32"));
        Assert.InRange(losses[0], 3.5, 4.5);
        Assert.InRange(losses.TakeLast(10).Average(), 1, 2.4);
        Assert.Contains("  | The ", output.ToString(), StringComparison.Ordinal);
    }
}
