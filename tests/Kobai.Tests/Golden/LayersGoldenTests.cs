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
        ["conv1d_op"] = (x, c) => x[0].Conv1d(
            x[1], x[2], c.Has("stride") ? c.Int("stride") : 1, Padding(c), c.Has("dilation") ? c.Int("dilation") : 1, c.Has("groups") ? c.Int("groups") : 1),
        ["conv_transpose2d"] = (x, c) => x[0].ConvTranspose2d(
            x[1], x[2], Pair(c, "stride"), Given(c, "padding") ?? 0, Given(c, "output_padding") ?? 0, Pair(c, "dilation"),
            c.Has("groups") ? c.Int("groups") : 1),
        ["conv1d"] = (x, _) => x[0].Conv1d(x[1], x[2]),
        ["conv_transpose2d_layer"] = (x, _) => x[0].ConvTranspose2d(x[1], x[2]),
        ["resize2d"] = (x, c) => x[0].Resize2d(Pair(c, "size"), c.Text("mode") switch
        {
            "nearest" => ResizeMode.Nearest,
            "bilinear" => ResizeMode.Bilinear,
            _ => ResizeMode.BilinearCorners,
        }),
        ["glu"] = (x, c) => x[0].Glu(c.Has("dim") ? c.Int("dim") : -1),
        ["prelu"] = (x, _) => x[0].PRelu(x[1]),
        ["tanhshrink"] = (x, _) => new TanhShrink().Forward(x[0]),
        ["max_pool2d"] = (x, c) => x[0].MaxPool2d(
            Pair(c, "kernel"), Given(c, "stride"), c.Has("padding") ? c.Int("padding") : 0, Pair(c, "dilation"), c.Flag("ceiling")),
        ["avg_pool2d"] = (x, c) => x[0].AvgPool2d(
            Pair(c, "kernel"), Given(c, "stride"), c.Has("padding") ? c.Int("padding") : 0, c.Flag("ceiling"), c.Flag("count")),
        ["max_pool1d"] = (x, c) => new MaxPool1d(c.Int("kernel"), c.Int("stride"), c.Int("padding"), ceiling: c.Flag("ceiling")).Forward(x[0]),
        ["avg_pool1d"] = (x, c) =>
            new AvgPool1d(c.Int("kernel"), c.Int("stride"), c.Int("padding"), c.Flag("ceiling"), c.Flag("count")).Forward(x[0]),
        ["adaptive_avg_pool2d"] = (x, c) => new AdaptiveAvgPool2d(Pair(c, "size")).Forward(x[0]),
        ["adaptive_max_pool2d"] = (x, c) => new AdaptiveMaxPool2d(Pair(c, "size")).Forward(x[0]),
        ["adaptive_avg_pool1d"] = (x, c) => new AdaptiveAvgPool1d(c.Int("size")).Forward(x[0]),
        ["adaptive_max_pool1d"] = (x, c) => new AdaptiveMaxPool1d(c.Int("size")).Forward(x[0]),
        ["batch_norm_plain"] = (x, _) => x[0].BatchNorm(),
        ["layer_norm"] = (x, c) => x[0].LayerNorm(
            Shape.Create(x[0].Shape.Sizes[^c.Int("rank")..]), x.ElementAtOrDefault(1), x.ElementAtOrDefault(2)),
        ["rms_norm"] = (x, c) => x[0].RmsNorm([x[0].Shape[^1]], x[1], c.Number("epsilon")),
        ["group_norm"] = (x, c) => x[0].GroupNorm(c.Int("groups"), x.ElementAtOrDefault(1), x.ElementAtOrDefault(2)),
        ["instance_norm"] = (x, _) => new InstanceNorm(3, type: DType.Float64).Forward(x[0]),
    };

    /// <summary>Each element has a formula of its own, so each must be close by itself.</summary>
    static readonly Dictionary<string, Func<GoldenCase, Layer>> Activations = new(StringComparer.Ordinal)
    {
        ["gelu"] = c => new Gelu(c.Has("approximate")),
        ["silu"] = _ => new Silu(),
        ["mish"] = _ => new Mish(),
        ["elu"] = c => new Elu(c.Number("alpha", 1)),
        ["selu"] = _ => new Selu(),
        ["celu"] = c => new Celu(c.Number("alpha", 1)),
        ["leaky_relu"] = c => new LeakyRelu(c.Number("negative_slope", 0.01)),
        ["hardtanh"] = c => new HardTanh(c.Number("min_val", -1), c.Number("max_val", 1)),
        ["relu6"] = _ => new Relu6(),
        ["hardsigmoid"] = _ => new HardSigmoid(),
        ["hardswish"] = _ => new HardSwish(),
        ["hardshrink"] = c => new HardShrink(c.Number("lambd", 0.5)),
        ["softshrink"] = c => new SoftShrink(c.Number("lambd", 0.5)),
        ["softsign"] = _ => new Softsign(),
        ["logsigmoid"] = _ => new LogSigmoid(),
        ["threshold"] = c => new Threshold(c.Number("threshold"), c.Number("value")),
        ["softplus"] = c => new Softplus(c.Number("beta"), c.Number("threshold", 20)),
    };

    public static TheoryData<string> ActivationNames => [.. Activations.Keys];

    // PyTorch computes tails from 1 + erf or 1 − σ, so numbers below −4 are compared by the size of the largest.
    [Theory]
    [MemberData(nameof(ActivationNames))]
    public void Activations_have_the_values_and_gradients_of_PyTorch(string op)
    {
        foreach (var c in GoldenFile.Cases("layers.json", op))
            c.Check((x, args) => [Activations[op](args).Forward(x[0])], bySize: c.Inputs[0].Data.Min() < -4);
    }

    [Fact]
    public void BatchNorm_moves_its_running_statistics_as_PyTorch_does()
    {
        foreach (var c in GoldenFile.Cases("layers.json", "batch_norm"))
        {
            c.Check((x, _) =>
            {
                Tensor mean = Vector(c, "mean"), variance = Vector(c, "variance");
                var y = x[0].BatchNorm(x[1], x[2], runningMean: mean, runningVariance: variance, training: c.Flag("training"), momentum: c.Number("momentum"));
                return [y, mean, variance];
            }, bySize: true);
        }
    }

    [Fact]
    public void RRelu_draws_the_slopes_of_the_seed()
    {
        foreach (var c in GoldenFile.Cases("layers.json", "rrelu"))
        {
            var layer = new RRelu(c.Number("lower"), c.Number("upper"), new Generator(c.Long("seed")));
            float[] y = layer.Forward(c.Inputs[0].ToTensor().To(DType.Float32)).ToArray<float>();
            Assert.Equal(c.Outputs[0].Data.Select(v => (float)v), y);
        }
    }

    [Fact]
    public void Layers_with_kernels_start_from_the_weights_of_the_seed()
    {
        foreach (var c in GoldenFile.Cases("layers.json", "conv1d"))
            AssertParameters(c, new Conv1d(c.Int("inputs"), c.Int("outputs"), c.Int("kernel"), generator: new Generator(c.Long("seed"))));
        foreach (var c in GoldenFile.Cases("layers.json", "conv_transpose2d_layer"))
        {
            AssertParameters(c, new ConvTranspose2d(
                c.Int("inputs"), c.Int("outputs"), Pair(c, "kernel"), generator: new Generator(c.Long("seed"))));
        }
    }

    [Fact]
    public void Bilinear_starts_from_the_weights_of_the_seed()
    {
        foreach (var c in GoldenFile.Cases("layers.json", "bilinear"))
        {
            var layer = new Bilinear(3, 2, 4, generator: new Generator(c.Long("seed")));
            Assert.Equal(c.Inputs[2].Data.Select(v => (float)v), layer.Weight.ToArray<float>());
            Assert.Equal(c.Inputs[3].Data.Select(v => (float)v), layer.Bias!.ToArray<float>());
            var y = layer.Forward(c.Inputs[0].ToTensor().To(DType.Float32), c.Inputs[1].ToTensor().To(DType.Float32));
            Kobai.Tests.Ops.Reductions.AssertClose(c.Outputs[0].Data, y.ToArray<double>(), 1e-5);
        }
    }

    [Theory]
    [InlineData("channel_dropout")]
    [InlineData("alpha_dropout")]
    public void Other_dropouts_draw_the_mask_of_the_seed(string op)
    {
        foreach (var c in GoldenFile.Cases("layers.json", op))
        {
            var generator = new Generator(c.Long("seed"));
            Layer layer = op == "alpha_dropout" ? new AlphaDropout(c.Number("p"), generator) : new ChannelDropout(c.Number("p"), generator);
            var y = layer.Forward(c.Inputs[0].ToTensor().To(DType.Float32));
            Kobai.Tests.Ops.Reductions.AssertClose(c.Outputs[0].Data, y.ToArray<double>(), 1e-6);
        }
    }

    [Fact]
    public void EmbeddingBag_has_the_values_and_gradients_of_PyTorch()
    {
        foreach (var c in GoldenFile.Cases("layers.json", "embedding_bag"))
        {
            var layer = new EmbeddingBag(
                6, 3, Enum.Parse<BagMode>(c.Text("mode"), ignoreCase: true), c.Has("padding") ? c.Int("padding") : null, DType.Float64);
            layer.SetState(new Dictionary<string, Tensor> { ["weight"] = c.Inputs[0].ToTensor() });
            var y = c.Has("offsets") ? layer.Forward(c.Labels("index"), c.Labels("offsets")) : layer.Forward(c.Labels("index"));
            y.Backward(c.Upstream![0].ToTensor());
            c.Close(y, c.Outputs[0], "output", bySize: true);
            c.Close(layer.Weight.Gradient!, c.Gradients![0]!, "gradient", bySize: true);
        }
    }

    [Fact]
    public void InstanceNorm_keeps_the_running_averages_of_PyTorch()
    {
        foreach (var c in GoldenFile.Cases("layers.json", "instance_norm_tracked"))
        {
            var layer = new InstanceNorm(2, affine: true, track: true, momentum: 0.3, type: DType.Float64);
            layer.SetState(new Dictionary<string, Tensor>
            {
                ["weight"] = c.Inputs[1].ToTensor(),
                ["bias"] = c.Inputs[2].ToTensor(),
                ["running_mean"] = Vector(c, "mean"),
                ["running_var"] = Vector(c, "variance"),
                ["num_batches_tracked"] = Tensor.Scalar(0),
            });
            layer.Train(c.Flag("training"));
            var x = c.Inputs[0].ToTensor().RequireGradient();
            var y = layer.Forward(x);
            y.Backward(c.Upstream![0].ToTensor());
            Tensor[] results = [y, layer.RunningMean!, layer.RunningVariance!], gradients = [x.Gradient!, layer.Weight!.Gradient!, layer.Bias!.Gradient!];
            for (int i = 0; i < 3; i++)
            {
                c.Close(results[i], c.Outputs[i], $"output {i}", bySize: true);
                c.Close(gradients[i], c.Gradients![i]!, $"gradient {i}", bySize: true);
            }
        }
    }

    static Tensor Vector(GoldenCase c, string name) =>
        Tensor.From([.. c.Args.GetProperty(name).EnumerateArray().Select(e => e.GetDouble())]);

    static Pair? Given(GoldenCase c, string name) => c.Has(name) ? Pair(c, name) : null;

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
        string[] layers = ["linear", "mlp", "conv2d", "dropout", "embedding", "batch_norm", "rrelu", "bilinear", "channel_dropout", "alpha_dropout", "embedding_bag", "instance_norm_tracked"];
        Assert.Equal(GoldenFile.Cases("layers.json").Select(c => c.Op).Distinct().Order(), layers.Concat(Operations.Keys).Concat(Activations.Keys).Order());
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
