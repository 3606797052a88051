using Kobai.Layers;

namespace Kobai.Tests.Training;

/// <summary>Recurrent networks, depthwise convolutions, gates and first weights: the same bits at any thread count and width.</summary>
/// <remarks>The hash is committed; the run is repeated with register widths switched off, where it must be the same.</remarks>
[Collection("alone")]
[Trait("Category", "Widths")]
public class LayersSameBitsTests
{
    const string Expected = "0D4619E932196E26";

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Layers_give_the_same_bits_at_any_width_and_thread_count(int threads) => SameBits.Check(Expected, threads, add =>
    {
        void Add(params Tensor[] tensors) => Array.ForEach(tensors, add);

        Layer[] networks =
        [
            new Lstm(7, 37, 2, bidirectional: true, projected: 11, generator: new(1)), new Gru(7, 37, generator: new(1)),
            new Rnn(7, 37, generator: new(1)),
        ];
        foreach (var network in networks)
        {
            var y = network.Forward(Tensor.Normal([6, 5, 7], generator: new(2)));
            (y * y).Sum().Backward();
            Add([y, .. network.Parameters.Select(parameter => parameter.Gradient!)]);
        }
        foreach (int stride in new[] { 1, 2 })
        {
            Tensor x = Tensor.Normal([3, 5, 17, 23], generator: new(3)).RequireGradient(), w = Tensor.Normal([5, 1, 3, 3], generator: new(4)).RequireGradient();
            var y = x.Conv2d(w, null, stride, 1, 1, groups: 5);
            (y * y).Sum().Backward();
            Add(y, x.Gradient!, w.Gradient!);
        }
        var gated = Tensor.Normal([3, 46], generator: new(3)).RequireGradient();
        var sum = gated.SwiGlu() + gated.GeGlu();
        sum.Sum().Backward();
        Add(sum, gated.Gradient!, Initialize.Orthogonal(Tensor.Zeros([30, 40]), generator: new(1)));
    });
}
