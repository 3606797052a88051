using System.Text.Json;
using Kobai.Layers;

namespace Kobai.Tests.Golden;

/// <summary>The cases of volumes.json: convolutions and pooling of volumes and lines against PyTorch.</summary>
public class VolumesGoldenTests
{
    static readonly Dictionary<string, Func<Tensor[], GoldenCase, Tensor>> Operations = new()
    {
        ["conv3d"] = (x, c) => x[0].Conv3d(
            x[1], x.ElementAtOrDefault(2), Triple(c, "stride", 1), Padding(c), Triple(c, "dilation", 1), Groups(c)),
        ["conv_transpose3d"] = (x, c) => x[0].ConvTranspose3d(
            x[1], x[2], Triple(c, "stride", 1), Triple(c, "padding", 0), Triple(c, "output_padding", 0), Triple(c, "dilation", 1), Groups(c)),
        ["conv_transpose1d"] = (x, c) => x[0].ConvTranspose1d(
            x[1], x[2], (int)c.Number("stride", 1), (int)c.Number("padding", 0), (int)c.Number("output_padding", 0), (int)c.Number("dilation", 1), Groups(c)),
        ["max_pool3d"] = (x, c) => new MaxPool3d(
            Triple(c, "kernel", 1), Triple(c, "stride", (Triple?)null), Triple(c, "padding", 0), Triple(c, "dilation", 1), c.Has("ceiling")).Forward(x[0]),
        ["avg_pool3d"] = (x, c) => new AvgPool3d(
            Triple(c, "kernel", 1), Triple(c, "stride", (Triple?)null), Triple(c, "padding", 0), c.Has("ceiling"), c.Flag("count")).Forward(x[0]),
        ["adaptive_avg_pool3d"] = (x, c) => new AdaptiveAvgPool3d(Triple(c, "size", 1)).Forward(x[0]),
        ["adaptive_max_pool3d"] = (x, c) => new AdaptiveMaxPool3d(Triple(c, "size", 1)).Forward(x[0]),
    };

    static readonly Dictionary<string, Func<GoldenCase, DType, Generator, Layer>> Layers = new()
    {
        ["conv1d_layer"] = (c, type, generator) => c.Has("same")
            ? new Conv1d(2, 2, 4, padding: Kobai.Padding.Same, mode: Mode(c), type: type, generator: generator)
            : new Conv1d(2, 2, 3, padding: 2, mode: Mode(c), type: type, generator: generator),
        ["conv3d_layer"] = (c, type, generator) => new Conv3d(
            2, 2, (2, 3, 2), padding: c.Has("same") ? Padding3d.Same : (1, 2, 1), groups: 2, mode: Mode(c), type: type, generator: generator),
        ["conv_transpose1d_layer"] = (_, type, generator) => new ConvTranspose1d(2, 4, 3, stride: 2, groups: 2, type: type, generator: generator),
        ["conv_transpose3d_layer"] = (_, type, generator) => new ConvTranspose3d(2, 4, (1, 2, 3), stride: 2, groups: 2, type: type, generator: generator),
    };

    public static TheoryData<string> OperationNames => [.. Operations.Keys];

    public static TheoryData<string> LayerNames => [.. Layers.Keys];

    [Theory]
    [MemberData(nameof(OperationNames))]
    public void Operations_have_the_values_and_gradients_of_PyTorch(string op)
    {
        foreach (var c in GoldenFile.Cases("volumes.json", op)) c.Check((x, args) => [Operations[op](x, args)], bySize: true);
    }

    [Theory]
    [MemberData(nameof(LayerNames))]
    public void Layers_have_the_weights_values_and_gradients_of_PyTorch(string op)
    {
        foreach (var c in GoldenFile.Cases("volumes.json", op))
        {
            var layer = Layers[op](c, DType.Float64, new(0));
            var drawn = Layers[op](c, DType.Float32, new(42)).Parameters;
            var x = c.Inputs[0].ToTensor().RequireGradient();
            for (int i = 0; i < drawn.Count; i++)
            {
                Assert.Equal(c.Inputs[i + 1].Data.Select(v => (float)v), drawn[i].ToArray<float>());
                using (NoGradient.Enter()) layer.Parameters[i].CopyFrom(drawn[i]);
            }
            var y = layer.Forward(x);
            y.Backward(c.Upstream![0].ToTensor());
            c.Close(y, c.Outputs[0], "output", bySize: true);
            Tensor[] leaves = [x, .. layer.Parameters];
            for (int i = 0; i < leaves.Length; i++) c.Close(leaves[i].Gradient!, c.Gradients![i]!, $"gradient {i}", bySize: true);
        }
    }

    [Fact]
    public void Every_case_of_the_file_is_held_against_it() =>
        Assert.Equal(GoldenFile.Cases("volumes.json").Select(c => c.Op).Distinct().Order(), Operations.Keys.Concat(Layers.Keys).Order());

    static PaddingMode Mode(GoldenCase c) => Enum.Parse<PaddingMode>(c.Text("mode"), ignoreCase: true);

    static int Groups(GoldenCase c) => c.Has("groups") ? c.Int("groups") : 1;

    static Padding3d Padding(GoldenCase c)
    {
        if (c.Has("padding") && c.Args.GetProperty("padding").ValueKind == JsonValueKind.String) return Padding3d.Same;
        var (depth, height, width) = Triple(c, "padding", 0);
        return (depth, height, width);
    }

    static Triple Triple(GoldenCase c, string name, int otherwise) => Triple(c, name, (Triple)otherwise)!.Value;

    static Triple? Triple(GoldenCase c, string name, Triple? otherwise)
    {
        if (!c.Has(name)) return otherwise;
        return c.Args.GetProperty(name).ValueKind == JsonValueKind.Number ? c.Int(name) : (c.Ints(name)[0], c.Ints(name)[1], c.Ints(name)[2]);
    }
}
