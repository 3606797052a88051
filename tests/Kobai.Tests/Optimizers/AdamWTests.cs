using Kobai.Optimizers;

namespace Kobai.Tests.Optimizers;

public class AdamWTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Steps_follow_the_paper(bool amsgrad)
    {
        var w = Tensor.From([1.0, -2]).RequireGradient();
        var optimizer = new AdamW([w], 0.1, 0.8, 0.9, 1e-6, 0.3, amsgrad);
        AdamTests.AssertPaper(w, optimizer, (g, _) => g, x => x * (1 - 0.1 * 0.3), amsgrad);
    }
}
