using Kobai.Examples;

namespace Kobai.Tests.Examples;

public class GrokkingTests
{
    [Fact]
    public void What_is_learned_by_heart_is_understood_much_later()
    {
        var points = Grokking.Train(steps: 900).ToList();
        var learned = points.First(p => p.Training == 1);
        Assert.InRange(learned.Step, 1, 100);
        Assert.InRange(learned.Validation, 0, 0.05);
        Assert.InRange(points.Single(p => p.Step == 400).Validation, 0.05, 0.6);
        Assert.Equal((1.0, 1.0), (points[^1].Training, points[^1].Validation));
    }

    [Fact]
    public void Without_weight_decay_it_never_is()
    {
        var last = Grokking.Train(decay: 0, steps: 400).Last();
        Assert.Equal(1, last.Training);
        Assert.InRange(last.Validation, 0, 0.05);
        Assert.InRange(last.Loss, 1e-9, 1e-6);
    }
}
