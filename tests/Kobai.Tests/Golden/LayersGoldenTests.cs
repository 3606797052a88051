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
