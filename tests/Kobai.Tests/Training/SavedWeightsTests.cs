using Kobai.Layers;
using Kobai.Serialization;
using Kobai.Tests.Golden;
using Kobai.Tests.Serialization;
using Kobai.Training;

namespace Kobai.Tests.Training;

public sealed class SavedWeightsTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("kobai").FullName;

    string In(string name) => Path.Combine(_folder, name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static Sequential Model(long seed, DType type = DType.Float32)
    {
        Generator generator = new(seed);
        return [new Linear(3, 4, type: type, generator: generator), new BatchNorm(4, type: type), new Tanh(), new Linear(4, 2, type: type, generator: generator)];
    }

    [Theory]
    [InlineData("m.safetensors"), InlineData("m.pt"), InlineData("m.PTH"), InlineData("m.npz")]
    public void A_model_comes_back_from_every_format_whatever_the_name_of_the_file(string name)
    {
        Sequential model = Model(1), other = Model(2);
        model.Forward(Tensor.Normal([5, 3], generator: new(3)));
        model.Save(In(name));
        File.Move(In(name), In("anything"));
        Assert.True(other.Load(In("anything")).IsEmpty);
        foreach (var (path, tensor) in model.GetState()) Assert.Equal(tensor.ToArray<double>(), other.GetState()[path].ToArray<double>());
        Assert.Equal(1, other.GetState()["1.num_batches_tracked"].Item());
    }

    [Fact]
    public void A_safetensors_header_of_any_length_is_told_from_the_other_formats()
    {
        for (int length = 1; length < 300; length += 8)
        {
            var state = Model(1).GetState().ToDictionary(named => new string('x', length) + "." + named.Key, named => named.Value);
            Safetensors.Write(In("m"), state);
            Assert.True(Model(2).Load(In("m"), at: new string('x', length)).IsEmpty);
        }
    }

    [Fact]
    public void An_unknown_ending_is_refused_before_anything_is_written()
    {
        Assert.Equal(
            $"Save: {In("m.bin")} must end in .safetensors, .pt, .pth or .npz. (Parameter 'path')",
            Assert.Throws<ArgumentException>(() => Model(1).Save(In("m.bin"))).Message);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Everything_that_does_not_fit_is_named_at_once_and_nothing_changes()
    {
        Sequential model = Model(1);
        var state = Model(2).GetState();
        state["3.weight"] = Tensor.Zeros([4, 2]);
        state["2.extra"] = Tensor.Zeros([1]);
        state.Remove("0.bias");
        Safetensors.Write(In("m"), state);
        var before = model.GetState().ToDictionary(named => named.Key, named => named.Value.ToArray<float>());
        string difference = string.Join(
            Environment.NewLine, "Missing: 0.bias", "Unexpected: 2.extra", "Misshapen: 3.weight is (2, 4), the state has (4, 2)");
        Assert.Equal(
            $"{In("m")}: Sequential: the state does not fit, and nothing was changed.{Environment.NewLine}{difference}",
            Assert.Throws<InvalidDataException>(() => model.Load(In("m"))).Message);
        Assert.All(model.GetState(), named => Assert.Equal(before[named.Key], named.Value.ToArray<float>()));

        Assert.Equal(difference, model.Load(In("m"), strict: false).ToString());
        Assert.Equal(state["0.weight"].ToArray<float>(), model.GetState()["0.weight"].ToArray<float>());
        Assert.Equal(before["3.weight"], model.GetState()["3.weight"].ToArray<float>());
    }

    [Fact]
    public void A_state_behind_a_path_is_found_and_hinted_at()
    {
        Sequential model = Model(1);
        PyTorch.Write(In("m"), model.GetState().ToDictionary(named => "model.module." + named.Key, named => named.Value));
        Assert.EndsWith(
            "Names in the file begin with 'model.module.'; load with at: \"model.module\" to begin behind it.",
            Assert.Throws<InvalidDataException>(() => Model(2).Load(In("m"))).Message, StringComparison.Ordinal);
        Assert.EndsWith(
            "Names in the file begin with 'module.'; load with at: \"model.module\" to begin behind it.",
            Assert.Throws<InvalidDataException>(() => Model(2).Load(In("m"), at: "model")).Message, StringComparison.Ordinal);
        Assert.True(Model(2).Load(In("m"), at: "model.module").IsEmpty);
        Assert.Equal(
            $"{In("m")}: there is no tensor under 'modle'; the file holds 'model'.",
            Assert.Throws<KeyNotFoundException>(() => model.Load(In("m"), at: "modle")).Message);
    }

    [Fact]
    public void Names_can_be_changed_or_passed_over()
    {
        Safetensors.Write(In("m"), [new("w", Tensor.Ones([2, 3])), new("b", Tensor.Ones([2])), new("old", Tensor.Ones([9]))]);
        var model = new Linear(3, 2);
        Assert.True(model.Load(In("m"), rename: name => name switch { "w" => "weight", "b" => "bias", _ => null }).IsEmpty);
        Assert.All(model.Weight.ToArray<float>(), w => Assert.Equal(1, w));
        Assert.Equal(
            $"{In("m")}: rename gives 'weight' to two tensors, 'b' the second.",
            Assert.Throws<InvalidDataException>(() => model.Load(In("m"), rename: _ => "weight")).Message);
    }

    [Fact]
    public void Numbers_are_converted_to_the_types_of_the_model()
    {
        Sequential model = Model(1, DType.Float64);
        model.Save(In("m.npz"));
        Sequential narrow = Model(2);
        narrow.Load(In("m.npz"));
        Assert.Equal(model.GetState()["0.weight"].ToArray<float>(), narrow.GetState()["0.weight"].ToArray<float>());
        narrow.Save(In("n.npz"));
        model.Load(In("n.npz"));
        Assert.Equal(narrow.GetState()["0.weight"].ToArray<double>(), model.GetState()["0.weight"].ToArray<double>());
    }

    [Fact]
    public void Parameters_still_collect_gradients_after_loading()
    {
        Sequential model = Model(1);
        model.Save(In("m.pt"));
        model.Load(In("m.pt"));
        model.Forward(Tensor.Ones([2, 3])).Sum().Backward();
        Assert.All(model.Parameters, p => Assert.NotNull(p.Gradient));
    }

    [Fact]
    public void The_checkpoint_of_PyTorch_gives_its_model()
    {
        var model = new Linear(3, 2, type: DType.Float64);
        model.Load(WeightFiles.PathOf("checkpoint.pt"), at: "model");
        Assert.Equal(WeightFiles.ContentOf("checkpoint.pt")["model.weight"].Data, model.Weight.ToArray<double>());
    }

    public static TheoryData<string, Func<Layer>> Models() => new()
    {
        {
            "cnn", () => new Sequential(
            [
                new Conv2d(1, 4, kernel: 3, padding: 1, type: DType.Float64), new BatchNorm(4, type: DType.Float64), new Relu(), new MaxPool2d(2),
                new Conv2d(4, 6, kernel: 3, type: DType.Float64), new BatchNorm(6, type: DType.Float64), new Relu(),
                new Flatten(), new Dropout(0.25), new Linear(24, 5, type: DType.Float64),
            ])
        },
        { "lstm", () => new Lstm(3, 4, layers: 2, batchFirst: true, bidirectional: true, type: DType.Float64) },
        { "transformer", () => new TransformerEncoderLayer(8, 2, inner: 16, dropout: 0, type: DType.Float64) },
        { "gru", () => new Gru(3, 4, layers: 2, batchFirst: true, type: DType.Float64) },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_that_PyTorch_trained_gives_the_same_output_here(string name, Func<Layer> make)
    {
        var content = WeightFiles.ContentOf($"{name}.pt");
        Layer model = make().Evaluate();
        model.Load(WeightFiles.PathOf($"{name}.pt"));
        Tensor output = model.Forward(content["input"].ToTensor());
        Assert.Equal(content["output"].Sizes, output.Shape);
        double largest = content["output"].Data.Max(Math.Abs);
        Assert.All(content["output"].Data.Zip(output.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-12 * largest));
    }
}
