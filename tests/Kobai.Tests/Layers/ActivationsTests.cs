using Kobai.Layers;

namespace Kobai.Tests.Layers;

public class ActivationsTests
{
    static readonly Tensor X = Tensor.From([-2.0, -0.5, 0, 1, 3, 4], [2, 3]);

    [Fact]
    public void Each_layer_applies_its_function()
    {
        (Layer Layer, Func<double, double> Function)[] layers =
        [
            (new Relu(), x => Math.Max(x, 0)), (new Sigmoid(), x => 1 / (1 + Math.Exp(-x))), (new Tanh(), Math.Tanh),
            (new Softplus(), x => Math.Log(1 + Math.Exp(x))),
        ];
        foreach (var (layer, function) in layers)
        {
            double[] y = layer.Forward(X).ToArray<double>(), x = X.ToArray<double>();
            for (int i = 0; i < x.Length; i++) Assert.Equal(function(x[i]), y[i], 1e-14);
        }
    }

    [Fact]
    public void Softmax_layers_work_over_their_axis()
    {
        Assert.Equal(X.Softmax(-1).ToArray<double>(), new Softmax().Forward(X).ToArray<double>());
        Assert.Equal(X.Softmax(0).ToArray<double>(), new Softmax(0).Forward(X).ToArray<double>());
        Assert.Equal(X.LogSoftmax(0).ToArray<double>(), new LogSoftmax(0).Forward(X).ToArray<double>());
        Assert.Equal("Softmax(axis 0)", new Softmax(0).ToString());
    }

    [Fact]
    public void Flatten_joins_all_axes_but_the_batch() =>
        Assert.Equal([4, 6], new Flatten().Forward(Tensor.Ones([4, 2, 3])).Shape.Sizes.ToArray().Select(n => (int)n));
}
