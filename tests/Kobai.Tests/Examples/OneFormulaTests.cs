using Kobai.Examples;

namespace Kobai.Tests.Examples;

public class OneFormulaTests
{
    [Fact]
    public void Losses_of_the_animals_come_out()
    {
        Assert.Equal(-Math.Log(0.67), OneFormula.Loss([0, 1, 0], [0.25, 0.67, 0.08]), 1e-15);
        Assert.Equal(-Math.Log(0.74), OneFormula.Loss([1, 0], [0.74, 0.26]), 1e-15);
        Assert.Equal(-Math.Log(0.74), OneFormula.BinaryLoss(0, 0.26), 1e-15);
        Assert.Equal(-Math.Log(0.6), OneFormula.BinaryLoss(1, 0.6), 1e-15);
    }

    [Fact]
    public void Two_units_and_one_unit_agree_in_losses_gradients_and_trained_predictions()
    {
        var steps = OneFormula.Train().ToList();
        Assert.Equal(20, steps.Count);
        Assert.True(steps[^1].BinaryLoss < steps[0].BinaryLoss);
        foreach (var step in steps)
        {
            Assert.Equal(step.BinaryLoss, step.CrossEntropy, 1e-14);
            Assert.All(step.SigmoidGradient.Zip(step.SoftmaxGradient), pair => Assert.Equal(pair.First, pair.Second, 1e-14));
            Assert.All(step.SigmoidPredictions.Zip(step.SoftmaxPredictions), pair => Assert.Equal(pair.First, pair.Second, 1e-14));
        }
    }
}
