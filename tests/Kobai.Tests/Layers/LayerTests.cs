using Kobai.Layers;

namespace Kobai.Tests.Layers;

public class LayerTests
{
    [Fact]
    public void Parameters_are_found_in_fields_properties_and_lists_without_registration()
    {
        var model = new Custom();
        Assert.Equal(
            ["gain", "rest.0.weight", "rest.0.bias", "rest.1.weight", "first.weight", "first.bias"],
            model.NamedParameters().Select(named => named.Name));
        Assert.Equal(1 + 2 * 3 + 3 + 3 * 3 + 3 + 3, model.ParameterCount);
    }

    [Fact]
    public void A_tensor_shared_by_two_layers_is_one_parameter()
    {
        var shared = new Linear(2, 2);
        Sequential model = [shared, new Relu(), shared];
        Assert.Equal(2, model.Parameters.Count);
    }

    [Fact]
    public void Fields_of_base_classes_are_found() =>
        Assert.Equal(["gain", "rest.0.weight", "rest.0.bias", "rest.1.weight", "first.weight", "first.bias", "own.weight", "own.bias"],
            new Derived().NamedParameters().Select(named => named.Name));

    [Fact]
    public void Training_and_use_reach_every_layer()
    {
        var dropout = new Dropout();
        Sequential model = [new Linear(2, 2), new Sequential(dropout)];
        model.Evaluate();
        Assert.False(dropout.IsTraining);
        model.Train();
        Assert.True(dropout.IsTraining);
    }

    [Fact]
    public void A_model_prints_as_a_tree()
    {
        Sequential model = [new Linear(784, 256), new Relu(), new Dropout(0.2), new Linear(256, 10, bias: false)];
        Assert.Equal("""
            Sequential, 203,520 parameters
              0: Linear(784 → 256), 200,960 parameters
              1: Relu
              2: Dropout(0.2)
              3: Linear(256 → 10, no bias), 2,560 parameters
            """, model.ToString(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Gradients_of_all_parameters_are_zeroed_together()
    {
        Sequential model = [new Linear(2, 3), new Linear(3, 1)];
        model.Forward(Tensor.Ones([1, 2])).Backward();
        Assert.All(model.Parameters, parameter => Assert.NotNull(parameter.Gradient));
        model.ZeroGradient();
        Assert.All(model.Parameters, parameter => Assert.Null(parameter.Gradient));
    }

    class Custom : Layer
    {
        readonly Tensor _gain = Tensor.Ones([1]).RequireGradient();
        readonly Tensor _constant = Tensor.Ones([1]);
        readonly List<Layer> _rest = [new Linear(3, 3), new Linear(3, 1, bias: false)];

        public Linear First { get; } = new(2, 3);

        public override Tensor Forward(Tensor x) => _rest.Aggregate(First.Forward(x), (y, layer) => layer.Forward(y)) * _gain + _constant;
    }

    sealed class Derived : Custom
    {
        readonly Linear _own = new(1, 1);

        public override Tensor Forward(Tensor x) => _own.Forward(base.Forward(x));
    }
}
