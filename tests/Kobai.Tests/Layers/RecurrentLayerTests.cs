using Kobai.Layers;

namespace Kobai.Tests.Layers;

public class RecurrentLayerTests
{
    static readonly Labels Lengths = [2, 4, 1];

    public static TheoryData<string> Names => ["Rnn", "Lstm", "Gru"];

    static RecurrentLayer Make(string name) => name switch
    {
        "Rnn" => new Rnn(2, 3, layers: 2, bidirectional: true, type: DType.Float64, generator: new(1)),
        "Gru" => new Gru(2, 3, layers: 2, bidirectional: true, type: DType.Float64, generator: new(1)),
        _ => new Lstm(2, 3, layers: 2, bidirectional: true, projected: 2, type: DType.Float64, generator: new(1)),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void What_lies_beyond_the_end_of_a_sequence_counts_for_nothing(string name)
    {
        var layer = Make(name);
        var x = Tensor.Linspace(-1, 2, 24, DType.Float64).Reshape(4, 3, 2);
        var other = x.Clone();
        other[2.., 0] = Tensor.Scalar(9, DType.Float64);
        other[1.., 2] = Tensor.Scalar(double.NaN, DType.Float64);
        var y = layer.Forward(x, Lengths);
        Assert.Equal(y.ToArray<double>(), layer.Forward(other, Lengths).ToArray<double>());
        Assert.All(y[2.., 0].ToArray<double>(), value => Assert.Equal(0, value));
        Assert.Equal(layer.Forward(x[..2, 0]).ToArray<double>(), y[..2, 0].ToArray<double>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_transposed_batch_and_a_sequence_alone_give_the_same_numbers(string name)
    {
        var layer = Make(name);
        var x = Tensor.Linspace(-1, 2, 24, DType.Float64).Reshape(4, 3, 2);
        var y = layer.Forward(x);
        for (int i = 0; i < 3; i++) Assert.Equal(y[.., i].ToArray<double>(), layer.Forward(x[.., i]).ToArray<double>());
        Assert.Equal(y.ToArray<double>(), layer.Forward(x.Transpose(0, 1).Contiguous().Transpose(0, 1)).ToArray<double>());
    }

    [Fact]
    public void A_cell_step_by_step_is_the_network()
    {
        var network = new Lstm(3, 5, generator: new(4));
        var cell = new LstmCell(3, 5, generator: new(4));
        var x = Tensor.Normal([6, 2, 3], generator: new(5));
        var (output, state, memory) = network.Run(x);
        (Tensor State, Tensor Cell)? at = null;
        for (int t = 0; t < 6; t++)
        {
            at = cell.Run(x[t], at);
            Assert.Equal(output[t].ToArray<float>(), at.Value.State.ToArray<float>());
        }
        Assert.Equal(state[0].ToArray<float>(), at!.Value.State.ToArray<float>());
        Assert.Equal(memory[0].ToArray<float>(), at.Value.Cell.ToArray<float>());
    }

    [Fact]
    public void Dropout_falls_between_layers_in_training_alone()
    {
        Lstm Make(double dropout) => new(4, 8, layers: 2, dropout: dropout, generator: new(3));
        var x = Tensor.Normal([5, 2, 4], generator: new(1));
        float[] plain = Make(0).Forward(x).ToArray<float>();
        Assert.NotEqual(plain, Make(0.5).Forward(x).ToArray<float>());
        var layer = Make(0.5);
        layer.Evaluate();
        Assert.Equal(plain, layer.Forward(x).ToArray<float>());
    }

    [Fact]
    public void A_record_that_is_kept_gives_the_same_gradients_again()
    {
        var layer = new Gru(2, 5, type: DType.Float64, generator: new(2));
        var loss = layer.Forward(Tensor.Linspace(-1, 1, 12, DType.Float64).Reshape(3, 2, 2)).Sum();
        loss.Backward(retainGraph: true);
        double[] once = layer.Parameters[1].Gradient!.ToArray<double>();
        layer.ZeroGradient();
        loss.Backward();
        Assert.Equal(once, layer.Parameters[1].Gradient!.ToArray<double>());
    }

    [Fact]
    public void The_printed_layer_names_its_sizes()
    {
        Assert.StartsWith("Lstm(2 → 3 → 2, 2 layers, bidirectional), ", Make("Lstm").ToString());
        Assert.Equal("Gru(3 → 4, batch first), 108 parameters", new Gru(3, 4, batchFirst: true).ToString());
        Assert.Equal("GruCell(3 → 4), 108 parameters", new GruCell(3, 4).ToString());
        Assert.Equal("RnnCell(3 → 4, no bias), 28 parameters", new RnnCell(3, 4, bias: false).ToString());
    }

    [Fact]
    public void Inputs_that_do_not_fit_are_refused()
    {
        var layer = new Lstm(3, 4);
        Assert.Equal("Lstm: x must be (steps, sequences, 3) with elements, or (steps, 3); x is (5, 2, 4).",
            Assert.Throws<ShapeException>(() => layer.Forward(Tensor.Zeros([5, 2, 4]))).Message);
        Assert.Equal("Gru: x must be (sequences, steps, 3) with elements, or (steps, 3); x is (2, 0, 3).",
            Assert.Throws<ShapeException>(() => new Gru(3, 4, batchFirst: true).Forward(Tensor.Zeros([2, 0, 3]))).Message);
        Assert.Equal("Lstm: the first state must be (1, 2, 4) (layers · directions, sequences, units); it is (1, 3, 4).",
            Assert.Throws<ShapeException>(() => layer.Run(Tensor.Zeros([5, 2, 3]), (Tensor.Zeros([1, 3, 4]), Tensor.Zeros([1, 2, 4])))).Message);
        Assert.Equal("Lstm: lengths must have one number for each sequence; there are 2 sequences, lengths is (3).",
            Assert.Throws<ShapeException>(() => layer.Forward(Tensor.Zeros([5, 2, 3]), [1, 2, 3])).Message);
        Assert.StartsWith("Lstm: a length must be from 1 to the 5 steps of x; one is 6.",
            Assert.Throws<ArgumentOutOfRangeException>(() => layer.Forward(Tensor.Zeros([5, 2, 3]), [1, 6])).Message);
        Assert.StartsWith("Lstm: element types must be equal; x is Float64, its weight is Float32. Convert with To(DType.Float32).",
            Assert.Throws<ArgumentException>(() => layer.Forward(Tensor.Zeros([5, 2, 3], DType.Float64))).Message);
        Assert.StartsWith("Lstm: projected must be less than units; projected is 4, units is 4.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Lstm(3, 4, projected: 4)).Message);
        Assert.Equal("GruCell: x must be (sequences, 3) with elements, or (3); x is (2, 4).",
            Assert.Throws<ShapeException>(() => new GruCell(3, 5).Forward(Tensor.Zeros([2, 4]))).Message);
        Assert.Equal("RnnCell: a state must be (2, 5) for x of (2, 3); it is (5).",
            Assert.Throws<ShapeException>(() => new RnnCell(3, 5).Forward(Tensor.Zeros([2, 3]), Tensor.Zeros([5]))).Message);
        Assert.Throws<ArgumentOutOfRangeException>("inputs", () => new Rnn(0, 4));
        Assert.Throws<ArgumentOutOfRangeException>("units", () => new RnnCell(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("layers", () => new Gru(1, 4, layers: 0));
    }
}
