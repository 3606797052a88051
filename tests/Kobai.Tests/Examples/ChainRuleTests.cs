using Kobai.Examples;

namespace Kobai.Tests.Examples;

public class ChainRuleTests
{
    [Fact]
    public void Losses_of_the_shirts_come_out()
    {
        Assert.Equal("0.02", ChainRule.ShirtLoss(0.01, 0.98, 0.01).ToString("F2"));
        Assert.Equal("0.51", ChainRule.ShirtLoss(0.25, 0.60, 0.15).ToString("F2"));
    }

    [Fact]
    public void Every_gradient_equals_the_chain_rule_by_hand()
    {
        var epochs = ChainRule.Train().ToList();
        Assert.All(epochs, epoch => Assert.InRange(epoch.Gap, 0, 1e-15));
        Assert.True(epochs[^1].Loss < epochs[0].Loss);
    }
}
