using Kobai.Layers;

namespace Kobai.Tests.Golden;

/// <summary>The cases of recurrent.json: initial weights bit for bit, values and gradients against PyTorch.</summary>
public class RecurrentGoldenTests
{
    delegate Tensor[] Forward(Layer layer, Tensor x, Tensor[] states, Labels? lengths);

    static readonly Dictionary<string, (Func<GoldenCase, DType, Generator, Layer> Make, int States, Forward Run)> Kinds = new()
    {
        ["rnn"] = ((c, type, generator) => new Rnn(
            c.Int("inputs"), c.Int("units"), Layers(c), c.Has("nonlinearity"), Bias(c), Flag(c, "batch_first"), bidirectional: Flag(c, "bidirectional"),
            type: type, generator: generator), 1, (layer, x, first, lengths) => All(((Rnn)layer).Run(x, first.ElementAtOrDefault(0), lengths))),
        ["gru"] = ((c, type, generator) => new Gru(
            c.Int("inputs"), c.Int("units"), Layers(c), Bias(c), Flag(c, "batch_first"), bidirectional: Flag(c, "bidirectional"),
            type: type, generator: generator), 1, (layer, x, first, lengths) => All(((Gru)layer).Run(x, first.ElementAtOrDefault(0), lengths))),
        ["lstm"] = ((c, type, generator) => new Lstm(
            c.Int("inputs"), c.Int("units"), Layers(c), Bias(c), Flag(c, "batch_first"), bidirectional: Flag(c, "bidirectional"),
            projected: c.Has("proj_size") ? c.Int("proj_size") : 0, type: type, generator: generator), 2, (layer, x, first, lengths) =>
            {
                var (output, state, cell) = ((Lstm)layer).Run(x, first.Length == 0 ? null : (first[0], first[1]), lengths);
                return [output, state, cell];
            }
        ),
        ["rnn_cell"] = ((c, type, generator) => new RnnCell(3, 5, c.Has("nonlinearity"), Bias(c), type, generator), 1,
            (layer, x, first, _) => [((RnnCell)layer).Forward(x, first[0])]),
        ["gru_cell"] = ((c, type, generator) => new GruCell(3, 5, Bias(c), type, generator), 1,
            (layer, x, first, _) => [((GruCell)layer).Forward(x, first[0])]),
        ["lstm_cell"] = ((c, type, generator) => new LstmCell(3, 5, Bias(c), type, generator), 2,
            (layer, x, first, _) => All(((LstmCell)layer).Run(x, (first[0], first[1])))),
    };

    public static TheoryData<string> KindNames => [.. Kinds.Keys];

    [Theory]
    [MemberData(nameof(KindNames))]
    public void Weights_of_the_seed_bear_the_names_of_PyTorch(string kind)
    {
        foreach (var c in GoldenFile.Cases("recurrent.json", kind))
        {
            var parameters = Kinds[kind].Make(c, DType.Float32, new(c.Long("seed"))).NamedParameters().ToArray();
            Assert.Equal(c.Args.GetProperty("names").EnumerateArray().Select(name => name.GetString()), parameters.Select(named => named.Name));
            var expected = c.Inputs[^parameters.Length..];
            for (int i = 0; i < parameters.Length; i++)
                Assert.Equal(expected[i].Data.Select(v => (float)v), parameters[i].Parameter.ToArray<float>());
        }
    }

    [Theory]
    [MemberData(nameof(KindNames))]
    public void Values_and_gradients_are_those_of_PyTorch(string kind)
    {
        foreach (var c in GoldenFile.Cases("recurrent.json", kind))
        {
            var layer = Kinds[kind].Make(c, DType.Float64, new(0));
            var parameters = layer.Parameters;
            Tensor[] inputs = [.. c.Inputs.SkipLast(parameters.Count).Select(x => x.ToTensor().RequireGradient())];
            using (NoGradient.Enter())
            {
                for (int i = 0; i < parameters.Count; i++) parameters[i][..] = c.Inputs[inputs.Length + i].ToTensor();
            }
            var outputs = Kinds[kind].Run(layer, inputs[0], inputs[1..], c.Has("lengths") ? c.Labels("lengths") : null);
            for (int i = 0; i < outputs.Length; i++)
            {
                c.Close(outputs[i], c.Outputs[i], $"output {i}", bySize: true);
                outputs[i].Backward(c.Upstream![i].ToTensor(), retainGraph: true);
            }
            Tensor[] leaves = [.. inputs, .. parameters];
            for (int i = 0; i < leaves.Length; i++) c.Close(leaves[i].Gradient!, c.Gradients![i]!, $"gradient {i}", bySize: true);
        }
    }

    [Fact]
    public void Dropout_between_layers_draws_the_mask_of_the_seed()
    {
        foreach (string kind in new[] { "lstm", "gru" })
        {
            var c = GoldenFile.Cases("recurrent.json", $"{kind}_dropout").Single();
            Generator generator = new(c.Long("seed"));
            Layer layer = kind == "lstm"
                ? new Lstm(3, 5, layers: 3, dropout: 0.4, bidirectional: true, generator: generator)
                : new Gru(3, 5, layers: 3, dropout: 0.4, bidirectional: true, generator: generator);
            var y = layer.Forward(c.Inputs[0].ToTensor().To(DType.Float32));
            Kobai.Tests.Ops.Reductions.AssertClose(c.Outputs[0].Data, y.ToArray<double>(), 1e-6);
        }
    }

    static Tensor[] All((Tensor, Tensor) pair) => [pair.Item1, pair.Item2];

    static int Layers(GoldenCase c) => c.Has("num_layers") ? c.Int("num_layers") : 1;

    static bool Bias(GoldenCase c) => !c.Has("bias") || c.Flag("bias");

    static bool Flag(GoldenCase c, string name) => c.Has(name) && c.Flag(name);
}
