using Kobai.Examples;

namespace Kobai.Tests.Examples;

public class GruTextTests
{
    [Fact]
    public void The_loss_falls_and_the_sample_follows_the_text()
    {
        using var output = new StringWriter();
        var losses = GruText.Run(output, new("steps=80", "windows=8", "size=64", "rate=0.01"));
        Assert.InRange(losses[0], 3.5, 4.5);
        Assert.InRange(losses.TakeLast(10).Average(), 0.5, 1.6);
        Assert.Contains("the", output.ToString(), StringComparison.Ordinal);
    }
}
