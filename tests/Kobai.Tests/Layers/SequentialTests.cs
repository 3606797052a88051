using Kobai.Layers;

namespace Kobai.Tests.Layers;

public class SequentialTests
{
    [Fact]
    public void The_output_of_each_layer_is_the_input_of_the_next()
    {
        Linear first = new(3, 4), last = new(4, 2);
        var x = Tensor.Linspace(-1, 1, 6).Reshape(2, 3);
        Sequential model = [first, new Tanh(), last];
        Assert.Equal(last.Forward(first.Forward(x).Tanh()).ToArray<float>(), model.Forward(x).ToArray<float>());
        Assert.Equal(3, model.Count);
        Assert.Same(last, model[2]);
    }

    [Fact]
    public void Parameters_are_named_by_place() =>
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"],
            new Sequential(new Linear(1, 1), new Relu(), new Linear(1, 1)).NamedParameters().Select(named => named.Name));

    [Fact]
    public void No_layers_change_nothing()
    {
        var x = Tensor.Ones([2]);
        Assert.Same(x, new Sequential().Forward(x));
    }
}
