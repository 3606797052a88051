using System.Text.Json;
using Kobai.Layers;

namespace Kobai.Tests.Golden;

/// <summary>The cases of layers.json: initial weights bit for bit, values and gradients of layers against PyTorch.</summary>
public class LayersGoldenTests
{
    [Fact]
    public void Linear_starts_from_the_weights_of_the_seed()
    {
        foreach (var c in GoldenFile.Cases("layers.json", "linear"))
        {
            var layer = new Linear(c.Int("inputs"), c.Int("outputs"), !c.Has("bias") || c.Flag("bias"), generator: new Generator(c.Long("seed")));
            AssertParameters(c, layer);
            c.Check((x, _) => [x[0].Linear(x[1], x.Length > 2 ? x[2] : null)], bySize: true);
        }
    }

    [Fact]
    public void A_perceptron_starts_from_the_weights_of_the_seed()
    {
        foreach (var c in GoldenFile.Cases("layers.json", "mlp"))
        {
            int[] sizes = c.Ints("sizes");
            var generator = new Generator(c.Long("seed"));
            Sequential model =
            [
                new Linear(sizes[0], sizes[1], generator: generator), new Relu(),
                new Linear(sizes[1], sizes[2], generator: generator), new Tanh(),
                new Linear(sizes[2], sizes[3], generator: generator),
            ];
            AssertParameters(c, model);
            c.Check((x, _) => [x[0].Linear(x[1], x[2]).Relu().Linear(x[3], x[4]).Tanh().Linear(x[5], x[6])], bySize: true);
        }
    }

    [Fact]
    public void Conv2d_starts_from_the_weights_of_the_seed()
    {
        foreach (var c in GoldenFile.Cases("layers.json", "conv2d"))
        {
            var mode = c.Has("mode") ? Enum.Parse<PaddingMode>(c.Text("mode"), ignoreCase: true) : PaddingMode.Zeros;
            int groups = c.Has("groups") ? c.Int("groups") : 1;
            bool bias = !c.Has("bias") || c.Flag("bias");
            AssertParameters(c, new Conv2d(
                c.Int("inputs"), c.Int("outputs"), Pair(c, "kernel"), padding: Padding(c), groups: groups, bias: bias, generator: new Generator(c.Long("seed"))));
            c.Check((x, _) => [new Conv2d(x[1], x.ElementAtOrDefault(2), padding: Padding(c), groups: groups, mode: mode).Forward(x[0])], bySize: true);
        }
    }

    [Fact]
    public void Embedding_starts_from_the_weights_of_the_seed()
    {
        foreach (var c in GoldenFile.Cases("layers.json", "embedding"))
        {
            var layer = new Embedding(c.Int("rows"), c.Int("width"), c.Has("padding") ? c.Int("padding") : null, generator: new Generator(c.Long("seed")));
            Assert.Equal(c.Outputs[0].Data.Select(v => (float)v), layer.Weight.ToArray<float>());
        }
    }

    static readonly Dictionary<string, Func<Tensor[], GoldenCase, Tensor>> Operations = new(StringComparer.Ordinal)
    {
        ["conv2d_op"] = (x, c) => x[0].Conv2d(
            x[1], x.ElementAtOrDefault(2), Pair(c, "stride"), Padding(c), Pair(c, "dilation"), c.Has("groups") ? c.Int("groups") : 1),
        ["embedding_op"] = (x, c) => x[0].Embedding(c.Labels("index"), c.Has("padding") ? c.Int("padding") : null),
    };

    public static TheoryData<string> OperationNames => [.. Operations.Keys];

    [Theory]
    [MemberData(nameof(OperationNames))]
    public void Operations_have_the_values_and_gradients_of_PyTorch(string op)
    {
        foreach (var c in GoldenFile.Cases("layers.json", op)) c.Check((x, args) => [Operations[op](x, args)], bySize: true);
    }

    [Fact]
    public void Every_case_of_the_file_is_held_against_it()
    {
        string[] layers = ["linear", "mlp", "conv2d", "dropout", "embedding"];
        Assert.Equal(GoldenFile.Cases("layers.json").Select(c => c.Op).Distinct().Order(), layers.Concat(Operations.Keys).Order());
    }

    static Pair Pair(GoldenCase c, string name) =>
        !c.Has(name) ? 1 : c.Args.GetProperty(name).ValueKind == JsonValueKind.Number ? c.Int(name) : (c.Ints(name)[0], c.Ints(name)[1]);

    static Padding Padding(GoldenCase c) =>
        !c.Has("padding") ? 0
        : c.Args.GetProperty("padding").ValueKind == JsonValueKind.String ? Kobai.Padding.Same
        : c.Args.GetProperty("padding").ValueKind == JsonValueKind.Number ? c.Int("padding")
        : (c.Ints("padding")[0], c.Ints("padding")[1]);

    [Fact]
    public void Dropout_draws_the_mask_of_the_seed()
    {
        foreach (var c in GoldenFile.Cases("layers.json", "dropout"))
        {
            var layer = new Dropout(c.Number("p"), new Generator(c.Long("seed")));
            float[] y = layer.Forward(c.Inputs[0].ToTensor().To(DType.Float32)).ToArray<float>();
            Assert.Equal(c.Outputs[0].Data.Select(v => (float)v), y);
        }
    }

    static void AssertParameters(GoldenCase c, Layer layer)
    {
        Assert.Equal(c.Inputs.Length - 1, layer.Parameters.Count);
        for (int i = 0; i < layer.Parameters.Count; i++)
        {
            Assert.Equal(c.Inputs[i + 1].Data.Select(v => (float)v), layer.Parameters[i].ToArray<float>());
        }
    }
}
