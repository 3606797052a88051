using Kobai.Examples;

namespace Kobai.Tests.Examples;

// The example seeds the default generator, which other tests draw from.
[Collection("alone")]
public class NoCollapseTests
{
    [Fact]
    public void Past_perfect_accuracy_the_gradient_stays_true_where_the_common_way_gives_zeros_and_turns()
    {
        var points = NoCollapse.Train().ToList();
        Assert.All(points, p => Assert.InRange(p.Cosine, 1 - 1e-12, 1 + 1e-12));
        Assert.All(points.Zip(points.Skip(1)), pair => Assert.InRange(pair.Second.Loss, 1e-30, pair.First.Loss));
        var last = points[^1];
        Assert.Equal((1.0, 0.0), (last.Accuracy, last.CommonLoss));
        Assert.True(last.GradientNorm > 1.2 * last.CommonGradientNorm);
        Assert.InRange(last.CommonCosine, 0, 0.8);
    }
}
