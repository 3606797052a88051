using Kobai.Layers;

namespace Kobai.Tests.Layers;

public class LinearTests
{
    [Fact]
    public void Output_is_the_product_with_the_transposed_weight_plus_the_bias()
    {
        var layer = new Linear(Tensor.From([1.0, 2, 3, 4, 5, 6], [2, 3]), Tensor.From([10.0, 20]));
        Assert.Equal([10 + 1, 20 + 4, 10 + 1 + 2 + 3, 20 + 15], layer.Forward(Tensor.From([1.0, 0, 0, 1, 1, 1], [2, 3])).ToArray<double>());
    }

    [Fact]
    public void Gradients_match_central_differences_with_any_number_of_batch_axes()
    {
        Tensor w = Tensor.Linspace(-1, 1, 12, DType.Float64).Reshape(4, 3), b = Tensor.Linspace(0, 1, 4, DType.Float64);
        foreach (var shape in new Shape[] { [3], [5, 3], [2, 5, 3], [0, 3] })
        {
            var x = Tensor.Linspace(-2, 2, shape.Count, DType.Float64).Reshape(shape);
            Assert.InRange(GradientCheck.Run(v => v[0].Linear(v[1], v[2]), x, w, b), 0, 1e-8);
            Assert.InRange(GradientCheck.Run(v => v[0].Linear(v[1]), x, w), 0, 1e-8);
        }
    }

    [Fact]
    public void Transposed_inputs_and_weights_are_read_in_their_order()
    {
        Tensor x = Tensor.Linspace(-2, 2, 15, DType.Float64).Reshape(3, 5).T, w = Tensor.Linspace(-1, 1, 12, DType.Float64).Reshape(3, 4).T;
        Assert.Equal(x.Contiguous().Linear(w.Contiguous()).ToArray<double>(), x.Linear(w).ToArray<double>());
        Assert.InRange(GradientCheck.Run(v => v[0].T.Linear(v[1].T), x.T, w.T), 0, 1e-8);
    }

    [Fact]
    public void Initial_weights_are_those_of_PyTorch()
    {
        // torch.manual_seed(0); torch.nn.Linear(2, 2)
        var layer = new Linear(2, 2, generator: new Generator(0));
        Assert.Equal([-0.005293981172144413f, 0.37932288646698f, -0.5819807648658752f, -0.5203874707221985f], layer.Weight.ToArray<float>());
        Assert.Equal([-0.27234524488449097f, 0.1896158903837204f], layer.Bias!.ToArray<float>());
    }

    [Fact]
    public void An_input_of_another_width_is_refused_with_both_shapes()
    {
        var error = Assert.Throws<ShapeException>(() => new Linear(3, 2).Forward(Tensor.Ones([5, 4])));
        Assert.Equal("Linear: the last axis of x must be as long as weight has columns; x is (5, 4), weight is (2, 3).", error.Message);
    }

    [Fact]
    public void Types_that_differ_are_refused_with_the_cure()
    {
        var error = Assert.Throws<ArgumentException>(() => new Linear(3, 2).Forward(Tensor.Ones([5, 3], DType.Float64)));
        Assert.StartsWith("Linear: element types must be equal; x is Float64, weight is Float32. Convert with x.To(DType.Float32).", error.Message);
    }
}
