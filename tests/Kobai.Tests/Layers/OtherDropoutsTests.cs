using Kobai.Layers;

namespace Kobai.Tests.Layers;

/// <summary>ChannelDropout and AlphaDropout.</summary>
public class OtherDropoutsTests
{
    [Fact]
    public void Whole_channels_are_dropped()
    {
        float[] y = new ChannelDropout(0.5, new Generator(3)).Forward(Tensor.Ones([10, 10, 2, 2])).ToArray<float>();
        for (int channel = 0; channel < 100; channel++) Assert.Single(y.Skip(4 * channel).Take(4).Distinct());
        Assert.Equal([0f, 2], y.Distinct().Order());
    }

    [Fact]
    public void Alpha_dropout_keeps_mean_and_variance()
    {
        float[] x = new float[100_000];
        new Generator(5).Normal(x);
        var y = new AlphaDropout(0.3, new Generator(4)).Forward(Tensor.From(x));
        Assert.InRange(y.Mean().Item(), -0.02, 0.02);
        Assert.InRange(y.Variance().Item(), 0.97, 1.03);
    }

    [Fact]
    public void In_use_nothing_is_dropped()
    {
        var x = Tensor.Ones([2, 3]);
        Assert.Same(x, new ChannelDropout().Evaluate().Forward(x));
        Assert.Same(x, new AlphaDropout().Evaluate().Forward(x));
        Assert.Equal([0f, 0], new AlphaDropout(1).Forward(Tensor.Ones([2])).ToArray<float>());
    }

    [Fact]
    public void Probabilities_and_inputs_that_make_no_sense_are_refused()
    {
        Assert.StartsWith("AlphaDropout: the probability goes from 0 to 1.", Assert.Throws<ArgumentOutOfRangeException>(() => new AlphaDropout(2)).Message);
        Assert.Throws<ArgumentOutOfRangeException>("probability", () => new ChannelDropout(-1));
        Assert.Equal("ChannelDropout: x must be (images, channels, …); x is (2).",
            Assert.Throws<ShapeException>(() => new ChannelDropout().Forward(Tensor.Ones([2]))).Message);
    }
}
