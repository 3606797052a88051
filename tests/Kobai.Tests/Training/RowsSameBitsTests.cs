using Kobai.Losses;

namespace Kobai.Tests.Training;

/// <summary>Softmax, normalization and cross-entropy of floats: the same bits at any thread count and width.</summary>
/// <remarks>The hash is committed; the run is repeated with register widths switched off, where it must be the same.</remarks>
[Collection("alone")]
[Trait("Category", "Widths")]
public class RowsSameBitsTests
{
    const string Expected = "CBDEAFFF6BADA384";

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Rows_give_the_same_bits_at_any_width_and_thread_count(int threads) => SameBits.Check(Expected, threads, add =>
    {
        foreach (nint classes in new nint[] { 2, 10, 33, 103, 1000 })
        {
            Add(classes, x => x.Softmax());
            Add(classes, x => x.LogSoftmax());
            Add(classes, x => x.LayerNorm([classes]));
            Add(classes, x => x.GroupNorm(1) * x.RmsNorm([classes]));
            var labels = Labels.Create([.. Enumerable.Range(0, 131).Select(i => i * 7L % classes)]);
            Add(classes, x => Loss.CrossEntropy(x, labels, reduction: Reduction.None));
            Add(classes, x => Loss.CrossEntropy(x, labels, labelSmoothing: 0.1, reduction: Reduction.None));
            Add(classes, x => Loss.Dice(x.Sigmoid(), Tensor.Uniform([131, classes], generator: new(4)), reduction: Reduction.None));
        }

        void Add(nint classes, Func<Tensor, Tensor> f)
        {
            foreach (double spread in new[] { 1, 30.0 })
            {
                var x = (Tensor.Normal([131, classes], generator: new(3)) * spread + spread).Detach().RequireGradient();
                var y = f(x);
                (y * y).Sum().Backward();
                add(y);
                add(x.Gradient!);
            }
        }
    });
}
