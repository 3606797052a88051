using Kobai.Layers;

namespace Kobai.Tests.Layers;

public class DropoutTests
{
    [Fact]
    public void In_use_nothing_is_dropped()
    {
        var layer = new Dropout(0.9);
        layer.Evaluate();
        var x = Tensor.Ones([10]);
        Assert.Same(x, layer.Forward(x));
    }

    [Fact]
    public void In_training_elements_are_dropped_or_scaled_and_the_mean_stays()
    {
        var y = new Dropout(0.25, new Generator(1)).Forward(Tensor.Ones([40_000])).ToArray<float>();
        Assert.All(y, v => Assert.True(v == 0 || v == 1 / 0.75f));
        Assert.InRange(y.Count(v => v == 0) / 40_000.0, 0.24, 0.26);
        Assert.InRange(y.Average(), 0.98, 1.02);
    }

    [Fact]
    public void The_gradient_passes_through_the_same_mask()
    {
        var x = Tensor.Ones([100]).RequireGradient();
        var y = new Dropout(0.5, new Generator(2)).Forward(x);
        y.Sum().Backward();
        Assert.Equal(y.ToArray<float>(), x.Gradient!.ToArray<float>());
    }

    [Fact]
    public void Probability_0_keeps_and_1_drops_all()
    {
        Assert.Equal([1f, 1], new Dropout(0).Forward(Tensor.Ones([2])).ToArray<float>());
        Assert.Equal([0f, 0], new Dropout(1).Forward(Tensor.Ones([2])).ToArray<float>());
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Probabilities_outside_0_to_1_are_refused(double probability)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(probability));
        Assert.StartsWith("Dropout: the probability goes from 0 to 1.", error.Message);
    }
}
