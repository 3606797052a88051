using System.Text.Json;
using Kobai.Layers;

namespace Kobai.Tests.Golden;

/// <summary>The layers of attention.json: names, initial weights bit for bit, values and all gradients against PyTorch.</summary>
public class AttentionLayersGoldenTests
{
    public static TheoryData<string> Names => [.. Ops];

    internal static IEnumerable<string> Ops => Layers.Keys;

    static readonly Dictionary<string, (Func<GoldenCase, DType, Layer> Make, Func<Layer, Tensor[], GoldenCase, Tensor[]> Run)> Layers = new(StringComparer.Ordinal)
    {
        ["mha"] = (Heads, (layer, x, c) => [((MultiHeadAttention)layer).Forward(x[0], x[1], x[2], Mask(c))]),
        ["mha_weights"] = (Heads, (layer, x, c) =>
        {
            var (output, weights) = ((MultiHeadAttention)layer).ForwardWithWeights(x[0], x[1], x[2], Mask(c), c.Flag("averaged"));
            return [output, weights];
        }
        ),
        ["encoder_layer"] = (
            (c, type) => new TransformerEncoderLayer(6, 2, 7, 0, Activation(c), c.Flag("norm_first"), type: type, generator: Seeded(c)),
            (layer, x, c) => [((TransformerEncoderLayer)layer).Forward(x[0], Mask(c))]),
        ["decoder_layer"] = (
            (c, type) => new TransformerDecoderLayer(6, 2, 7, 0, Activation(c), c.Flag("norm_first"), type: type, generator: Seeded(c)),
            (layer, x, c) => [((TransformerDecoderLayer)layer).Forward(x[0], x[1], AttentionMask.Causal, Keys(c))]),
        ["encoder"] = (
            (c, type) => new TransformerEncoder(2, 6, 2, 7, 0, Activation(c), c.Flag("norm_first"), c.Flag("norm"), type: type, generator: Seeded(c)),
            (layer, x, c) => [((TransformerEncoder)layer).Forward(x[0], new() { Keys = c.Tensor("own") })]),
        ["decoder"] = (
            (c, type) => new TransformerDecoder(2, 6, 2, 7, 0, Activation(c), c.Flag("norm_first"), c.Flag("norm"), type: type, generator: Seeded(c)),
            (layer, x, c) => [((TransformerDecoder)layer).Forward(x[0], x[1], AttentionMask.Causal)]),
        ["transformer"] = (
            (c, type) => new Transformer(6, 2, 2, 1, 7, 0, Activation(c), c.Flag("norm_first"), type: type, generator: Seeded(c)),
            (layer, x, c) => [((Transformer)layer).Forward(x[0], x[1], Keys(c), AttentionMask.Causal, Keys(c))]),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Names_and_initial_weights_are_those_of_PyTorch(string op)
    {
        foreach (var c in GoldenFile.Cases("attention.json", op))
        {
            var named = Layers[op].Make(c, DType.Float32).NamedParameters().ToList();
            Assert.Equal(ParameterNames(c), named.Select(pair => pair.Name));
            var filled = c.Args.GetProperty("filled").EnumerateArray().ToList();
            for (int i = 0; i < named.Count; i++)
            {
                float[] actual = named[i].Parameter.ToArray<float>();
                if (filled[i].ValueKind == JsonValueKind.Null) Assert.Equal(Parameters(c)[i].Data.Select(v => (float)v), actual);
                else Assert.All(actual, v => Assert.Equal((float)filled[i].GetDouble(), v));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_gradients_are_those_of_PyTorch(string op)
    {
        foreach (var c in GoldenFile.Cases("attention.json", op))
        {
            var layer = Layers[op].Make(c, DType.Float64);
            layer.SetState(ParameterNames(c).Zip(Parameters(c)).ToDictionary(pair => pair.First, pair => pair.Second.ToTensor(), StringComparer.Ordinal));
            Tensor[] data = [.. c.Inputs[..c.Int("count")].Select(x => x.ToTensor().RequireGradient())];
            var outputs = Layers[op].Run(layer, data, c);
            for (int i = 0; i < outputs.Length; i++)
            {
                c.Close(outputs[i], c.Outputs[i], $"output {i}", bySize: true);
                outputs[i].Backward(c.Upstream![i].ToTensor(), retainGraph: i < outputs.Length - 1);
            }
            Tensor[] leaves = [.. data, .. layer.Parameters];
            for (int i = 0; i < leaves.Length; i++) Close(c, leaves[i].Gradient!, c.Gradients![i]!, $"gradient {i}");
        }
    }

    // The bias of keys moves all scores of a row alike: its gradient is 0, and what is found is rounding.
    static void Close(GoldenCase c, Tensor actual, GoldenTensor expected, string what)
    {
        if (expected.Data.Max(Math.Abs) > 1e-13) c.Close(actual, expected, what, bySize: true);
        else Assert.InRange(actual.ToArray<double>().Max(Math.Abs), 0, 1e-13);
    }

    static Layer Heads(GoldenCase c, DType type) => new MultiHeadAttention(
        6, c.Int("heads"), 0, !c.Has("bias"), c.Has("keySize") ? c.Int("keySize") : null, c.Has("valueSize") ? c.Int("valueSize") : null,
        c.Flag("add_bias_kv"), c.Flag("add_zero_attn"), type: type, generator: Seeded(c));

    static Generator Seeded(GoldenCase c) => new(c.Long("seed"));

    static Layer Activation(GoldenCase c) => string.Equals(c.Text("activation"), "gelu", StringComparison.Ordinal) ? new Gelu() : new Relu();

    static AttentionMask Mask(GoldenCase c) => new() { IsCausal = c.Flag("causal"), Keys = c.Tensor("keys"), Bias = c.Tensor("given_bias") };

    static AttentionMask Keys(GoldenCase c) => new() { Keys = c.Tensor("keys") };

    static string[] ParameterNames(GoldenCase c) => [.. c.Args.GetProperty("names").EnumerateArray().Select(name => name.GetString()!)];

    static GoldenTensor[] Parameters(GoldenCase c) => c.Inputs[c.Int("count")..];
}
