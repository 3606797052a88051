using Kobai.Optimizers;

namespace Kobai.Tests.Optimizers;

/// <summary>What every optimizer must do.</summary>
public class ConvergenceTests
{
    public static TheoryData<string> Optimizers() => [.. s_optimizers.Keys];

    static readonly Dictionary<string, Func<Tensor, Optimizer>> s_optimizers = new()
    {
        ["Sgd"] = w => new Sgd([w], 0.1),
        ["Sgd with momentum"] = w => new Sgd([w], 0.05, momentum: 0.8),
        ["Sgd with dampening"] = w => new Sgd([w], 0.1, momentum: 0.5, dampening: 0.2),
        ["Sgd with Nesterov's momentum"] = w => new Sgd([w], 0.05, momentum: 0.8, nesterov: true),
        ["Adam"] = w => new Adam([w], 0.1),
        ["Adam with AMSGrad"] = w => new Adam([w], 0.1, amsgrad: true),
        ["AdamW"] = w => new AdamW([w], 0.1, weightDecay: 0),
    };

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Finds_the_bottom_of_a_parabola_of_any_size(string name)
    {
        foreach (int size in new[] { 1, 7, 100_003 })
        {
            var goal = Tensor.Linspace(-1, 2, size);
            var w = Tensor.Zeros([size]).RequireGradient();
            var optimizer = s_optimizers[name](w);
            for (int i = 0; i < 300; i++)
            {
                optimizer.ZeroGradient();
                ((w - goal) * (w - goal)).Sum().Backward();
                optimizer.Step();
            }
            Assert.All((w.Detach() - goal).Abs().ToArray<float>(), error => Assert.InRange(error, 0, 2e-2f));
            Assert.Equal(300, optimizer.Steps);
        }
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_parameter_without_gradient_stays(string name)
    {
        var w = Tensor.Ones([3]).RequireGradient();
        s_optimizers[name](w).Step();
        Assert.Equal([1f, 1, 1], w.ToArray<float>());
    }

    [Fact]
    public void Parameters_must_be_leaves_that_require_gradients()
    {
        var error = Assert.Throws<ArgumentException>(() => new Sgd([Tensor.Ones([2, 3])], 0.1));
        Assert.StartsWith(
            "Sgd: parameter 0, of shape (2, 3), must be a contiguous leaf that requires a gradient. Call RequireGradient() on it.", error.Message);
        error = Assert.Throws<ArgumentException>(() => new Adam([]));
        Assert.StartsWith("Adam: there are no parameters to optimize.", error.Message);
    }

    [Fact]
    public void Settings_out_of_range_are_refused_by_name()
    {
        var w = Tensor.Ones([1]).RequireGradient();
        Assert.StartsWith("Sgd: learningRate must be 0 or more.", Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd([w], -1)).Message);
        Assert.StartsWith("Sgd: momentum must be 0 or more.", Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd([w], 1, momentum: -1)).Message);
        Assert.StartsWith("Adam: beta1 must be 0 or more and below 1.", Assert.Throws<ArgumentOutOfRangeException>(() => new Adam([w], beta1: 1)).Message);
        Assert.StartsWith("AdamW: weightDecay must be 0 or more.", Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW([w], weightDecay: -1)).Message);
        Assert.StartsWith("Sgd: Nesterov's momentum needs momentum above 0 and no dampening.", Assert.Throws<ArgumentException>(() => new Sgd([w], 1, nesterov: true)).Message);
    }
}
