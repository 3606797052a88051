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

    [Fact]
    public void Parameters_buffers_and_what_lies_in_lists_and_dictionaries_are_the_state()
    {
        var model = new Parts();
        Assert.Equal(
            ["scales.0", "scales.1", "total", "heads.a.weight", "heads.a.bias", "heads.b.weight", "heads.b.bias"],
            model.GetState().Keys);
        Assert.Equal(6, model.Parameters.Count);
        Assert.Same(model.Total, model.GetState()["total"]);
    }

    [Fact]
    public void Layers_are_named_by_their_paths()
    {
        Sequential model = [new Residual(new Linear(2, 2)), new Relu()];
        Assert.Equal(["", "0", "0.inner", "1"], model.NamedLayers().Select(named => named.Path));
    }

    [Fact]
    public void A_state_moves_from_model_to_model_whatever_their_types()
    {
        Sequential from = [new Linear(2, 3), new BatchNorm(3)], to = [new Linear(2, 3, type: DType.Float64), new BatchNorm(3)];
        from.Forward(Tensor.Arange(8).Reshape([4, 2]));
        Assert.True(to.SetState(from.GetState()).IsEmpty);
        Assert.All(from.GetState(), named => Assert.Equal(named.Value.ToArray<double>(), to.GetState()[named.Key].ToArray<double>()));
        Assert.All(to.Parameters, parameter => Assert.True(parameter.RequiresGradient));
    }

    [Fact]
    public void A_state_that_does_not_fit_is_refused_with_all_differences_and_nothing_is_changed()
    {
        Sequential model = [new Linear(2, 3), new Linear(3, 1, bias: false)];
        var before = model.GetState().Values.Select(tensor => tensor.ToArray<float>()).ToList();
        var state = new Sequential(new Linear(2, 4), new Linear(3, 1)).GetState();
        state.Remove("0.bias");
        var error = Assert.Throws<InvalidDataException>(() => model.SetState(state));
        Assert.Equal("""
            Sequential: the state does not fit, and nothing was changed.
            Missing: 0.bias
            Unexpected: 1.bias
            Misshapen: 0.weight is (3, 2), the state has (4, 2)
            """, error.Message, ignoreLineEndingDifferences: true);
        Assert.Equal(before, model.GetState().Values.Select(tensor => tensor.ToArray<float>()));
    }

    [Fact]
    public void What_fits_can_be_taken_alone()
    {
        Sequential model = [new Linear(2, 3), new Linear(3, 1)];
        var other = new Sequential(new Linear(2, 3), new Linear(3, 5));
        var difference = model.SetState(other.GetState(), strict: false);
        Assert.Equal(["1.weight", "1.bias"], difference.Misshapen.Select(item => item.Name));
        Assert.Equal(other.Parameters[0].ToArray<float>(), model.Parameters[0].ToArray<float>());
    }

    [Fact]
    public void A_summary_leaves_the_model_as_it_was()
    {
        var norm = new BatchNorm(4);
        Sequential inner = [norm, new Relu()], model = [new Conv2d(1, 4, kernel: 3), inner, new Flatten(), new Linear(4 * 4, 2)];
        inner.Evaluate();
        Assert.Equal("""
            Layer                             Output        Parameters
            Sequential                        (5, 2)                82
              0: Conv2d(1 → 4, kernel 3 × 3)  (5, 4, 2, 2)          40
              1: Sequential                   (5, 4, 2, 2)           8
                0: BatchNorm(4)               (5, 4, 2, 2)           8
                1: Relu                       (5, 4, 2, 2)
              2: Flatten                      (5, 16)
              3: Linear(16 → 2)               (5, 2)                34
            """, model.Summary([5, 1, 4, 4]), ignoreLineEndingDifferences: true);
        Assert.Equal(0, norm.GetState()["num_batches_tracked"].Item());
        Assert.Equal((true, false), (model.IsTraining, norm.IsTraining));
    }

    sealed class Parts : Layer
    {
        readonly Tensor[] _scales = [Tensor.Ones([1]).RequireGradient(), Tensor.Ones([1]).RequireGradient()];
        readonly Dictionary<string, Linear> _heads = new(StringComparer.Ordinal) { ["a"] = new(2, 1), ["b"] = new(2, 2) };

        public Tensor Total { get; } = Tensor.Zeros([1]);

        public override Tensor Forward(Tensor x) => _heads["b"].Forward(x);
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
