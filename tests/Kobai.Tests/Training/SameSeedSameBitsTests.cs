using Kobai.Layers;
using Kobai.Losses;
using Kobai.Optimizers;

namespace Kobai.Tests.Training;

/// <summary>One short training run must leave the same bits at any thread count and register width.</summary>
/// <remarks>The hash is committed; the run is repeated with register widths switched off, where it must be the same.</remarks>
[Collection("alone")]
[Trait("Category", "Widths")]
public class SameSeedSameBitsTests
{
    const string Expected = "6EA608323BC0760A";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Training_leaves_the_same_bits_at_any_width_and_thread_count(int threads) => SameBits.Check(Expected, threads, add =>
    {
        var generator = new Generator(11);
        float[] values = new float[600 * 37];
        generator.Normal(values);
        var x = Tensor.From(values, [600, 37]);
        var labels = x[.., ..5].ArgMax(1);
        Sequential model =
        [
            new Linear(37, 130, generator: generator), new Tanh(), new Dropout(0.1, generator),
            new Linear(130, 65, generator: generator), new Relu(),
            new Linear(65, 5, generator: generator),
        ];
        var optimizer = new AdamW(model.Parameters, learningRate: 1e-2);
        for (int epoch = 0; epoch < 3; epoch++)
        {
            foreach (var (input, target) in Dataset.Of(x, labels).Batches(100, shuffle: true, generator))
            {
                optimizer.ZeroGradient();
                var logits = model.Forward(input);
                var loss = Loss.CrossEntropy(logits, target, labelSmoothing: 0.05) + 1e-3 * logits.Softmax(1).Sum(0).LogSumExp();
                loss.Backward();
                optimizer.Step();
                add(loss);
            }
        }
        foreach (var parameter in model.Parameters) add(parameter);
    });
}
