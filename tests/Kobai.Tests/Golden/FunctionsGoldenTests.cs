using System.Text.Json;
using Kobai.Layers;

namespace Kobai.Tests.Golden;

/// <summary>The cases of functions.json: functions without weights against PyTorch.</summary>
public class FunctionsGoldenTests
{
    static readonly Dictionary<string, Func<Tensor[], GoldenCase, Tensor>> Operations = new()
    {
        ["glu"] = (x, c) => new Glu(c.Int("dim")).Forward(x[0]),
        ["reglu"] = (x, c) => new ReGlu(c.Int("dim")).Forward(x[0]),
        ["geglu"] = (x, c) => new GeGlu(c.Int("dim")).Forward(x[0]),
        ["swiglu"] = (x, c) => new SwiGlu(c.Int("dim")).Forward(x[0]),
        ["softmin"] = (x, c) => new Softmin(c.Int("dim")).Forward(x[0]),
        ["softmax2d"] = (x, _) => new Softmax2d().Forward(x[0]),
        ["normalize"] = (x, c) => x[0].Normalize(c.Number("p"), c.Int("dim")),
        ["cosine_similarity"] = (x, c) => x[0].CosineSimilarity(x[1], c.Int("dim")),
        ["pairwise_distance"] = (x, c) => x[0].PairwiseDistance(x[1], c.Number("p"), keepDims: c.Has("keep")),
        ["pixel_shuffle"] = (x, c) => new PixelShuffle(c.Int("factor")).Forward(x[0]),
        ["pixel_unshuffle"] = (x, c) => new PixelUnshuffle(c.Int("factor")).Forward(x[0]),
        ["unfold"] = (x, c) => new Unfold(Pair(c, "kernel_size", 1), Pair(c, "stride", 1), Pair(c, "padding", 0), Pair(c, "dilation", 1)).Forward(x[0]),
        ["fold"] = (x, c) => new Fold(
            Pair(c, "size", 1), Pair(c, "kernel_size", 1), Pair(c, "stride", 1), Pair(c, "padding", 0), Pair(c, "dilation", 1)).Forward(x[0]),
        ["lp_pool2d"] = (x, c) => new LpPool2d(
            c.Number("p"), Pair(c, "kernel_size", 1), c.Has("stride") ? Pair(c, "stride", 1) : null, c.Has("ceil_mode")).Forward(x[0]),
        ["lp_pool1d"] = (x, c) => new LpPool1d(c.Number("p"), 3, 2).Forward(x[0]),
        ["local_response_norm"] = (x, c) => new LocalResponseNorm(c.Int("size"), 0.1, 0.6, 1.5).Forward(x[0]),
        ["channel_shuffle"] = (x, c) => new ChannelShuffle(c.Int("groups")).Forward(x[0]),
        ["max_unpool2d"] = (x, c) => x[0].MaxUnpool2d(c.Labels("places").Reshape(x[0].Shape), 6),
    };

    public static TheoryData<string> OperationNames => [.. Operations.Keys];

    [Theory]
    [MemberData(nameof(OperationNames))]
    public void Functions_have_the_values_and_gradients_of_PyTorch(string op)
    {
        foreach (var c in GoldenFile.Cases("functions.json", op)) c.Check((x, args) => [Operations[op](x, args)], bySize: true);
    }

    [Fact]
    public void MaxPool2d_gives_the_places_of_PyTorch()
    {
        foreach (var c in GoldenFile.Cases("functions.json", "max_unpool2d"))
        {
            var x = Tensor.From([.. c.Args.GetProperty("x").EnumerateArray().Select(e => e.GetDouble())], [2, 3, 6, 6]);
            var (largest, places) = x.MaxPool2dWithPlaces(c.Int("kernel"), c.Int("stride"), c.Int("padding"));
            Assert.Equal(c.Inputs[0].Data, largest.ToArray<double>());
            Assert.Equal(c.Labels("places").Values, places.Values);
        }
    }

    [Fact]
    public void GumbelSoftmax_draws_the_noise_of_the_seed()
    {
        foreach (var c in GoldenFile.Cases("functions.json", "gumbel_softmax"))
        {
            var x = Tensor.From([.. c.Args.GetProperty("x").EnumerateArray().Select(e => e.GetSingle())], [5, 4]);
            var y = x.GumbelSoftmax(0.7, c.Flag("hard"), generator: new(c.Long("seed")));
            Kobai.Tests.Ops.Reductions.AssertClose(c.Outputs[0].Data, y.ToArray<double>(), 1e-6);
        }
    }

    [Fact]
    public void Every_case_of_the_file_is_held_against_it() =>
        Assert.Equal(GoldenFile.Cases("functions.json").Select(c => c.Op).Distinct().Order(), Operations.Keys.Append("gumbel_softmax").Order());

    static Pair Pair(GoldenCase c, string name, int otherwise) =>
        !c.Has(name) ? otherwise : c.Args.GetProperty(name).ValueKind == JsonValueKind.Number ? c.Int(name) : (c.Ints(name)[0], c.Ints(name)[1]);
}
