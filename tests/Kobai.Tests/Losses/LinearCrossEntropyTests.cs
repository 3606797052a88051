using Kobai.Losses;

namespace Kobai.Tests.Losses;

public class LinearCrossEntropyTests
{
    static Tensor Normal(int seed, double scale, params int[] sizes)
    {
        var values = new double[sizes.Aggregate(1, (a, b) => a * b)];
        new Generator(seed).Normal(values, 0, scale);
        return Tensor.From(values, [.. sizes.Select(n => (nint)n)]);
    }

    [Fact]
    public void Gradients_match_central_differences_for_every_option()
    {
        Tensor h = Normal(1, 1, 4, 3), w = Normal(2, 1, 5, 3), b = Normal(3, 1, 5);
        foreach (var reduction in Enum.GetValues<Reduction>())
        {
            foreach (double smoothing in new[] { 0, 0.2 })
            {
                Assert.InRange(GradientCheck.Run(
                    x => Loss.LinearCrossEntropy(x[0], x[1], [0, 4, -100, 2], x[2], labelSmoothing: smoothing, reduction: reduction), h, w, b), 0, 1e-8);
                Assert.InRange(GradientCheck.Run(
                    x => Loss.LinearCrossEntropy(x[0], x[1], [0, 4, 1, 2], labelSmoothing: smoothing, reduction: reduction), h, w), 0, 1e-8);
            }
        }
    }

    // 70 000 classes: blocks of 89 rows of floats, and a last one of 1.
    [Theory]
    [InlineData(Reduction.Mean, 0)]
    [InlineData(Reduction.None, 0)]
    [InlineData(Reduction.Mean, 0.1)]
    public void Blocks_give_what_all_logits_at_once_give(Reduction reduction, double smoothing)
    {
        const int rows = 90, classes = 70_000, size = 4;
        var labels = Labels.Create([.. Enumerable.Range(0, rows).Select(i => (long)(i * 1117 % classes))]);
        Tensor[] floats = [.. new[] { Normal(1, 1, rows, size), Normal(2, 1, classes, size), Normal(3, 1, classes) }.Select(x => x.To(DType.Float32))];
        Tensor[] a = [.. floats.Select(x => x.Detach().RequireGradient())];
        Tensor[] b = [.. floats.Select(x => x.To(DType.Float64).Detach().RequireGradient())];
        var fused = Loss.LinearCrossEntropy(a[0], a[1], labels, a[2], labelSmoothing: smoothing, reduction: reduction);
        var plain = Loss.CrossEntropy(b[0].MatMul(b[1].Transpose(0, 1)) + b[2], labels, labelSmoothing: smoothing, reduction: reduction);
        AssertClose(plain, fused, 1e-6);
        var upstream = Tensor.Linspace(1, 2, fused.Count, DType.Float32).Reshape(fused.Shape.Sizes.ToArray());
        fused.Backward(upstream);
        plain.Backward(upstream.To(DType.Float64));
        for (int k = 0; k < 3; k++) AssertClose(b[k].Gradient!, a[k].Gradient!, 2e-6);
    }

    static void AssertClose(Tensor expected, Tensor actual, double tolerance)
    {
        double[] a = expected.ToArray<double>(), b = actual.To(DType.Float64).ToArray<double>();
        double size = a.Max(Math.Abs);
        for (int i = 0; i < a.Length; i++) Assert.InRange(Math.Abs(a[i] - b[i]), 0, tolerance * size);
    }

    [Fact]
    public void Ignored_rows_count_neither_in_the_sum_nor_in_the_mean()
    {
        Tensor h = Normal(1, 1, 3, 2), w = Normal(2, 1, 4, 2);
        var loss = Loss.LinearCrossEntropy(h, w, [1, 7, 3], ignoredLabel: 7);
        Assert.Equal(2, loss.LossDenominator);
        Assert.Equal(Loss.CrossEntropy(h.MatMul(w.Transpose(0, 1)), [1, 7, 3], ignoredLabel: 7).Item(), loss.Item(), 1e-15);
        Assert.Equal(double.NaN, Loss.LinearCrossEntropy(h, w, [7, 7, 7], ignoredLabel: 7).Item());
    }

    [Fact]
    public void Arguments_are_checked()
    {
        Tensor h = Normal(1, 1, 3, 2), w = Normal(2, 1, 4, 2);
        var shape = Assert.Throws<ShapeException>(() => Loss.LinearCrossEntropy(h, w.Transpose(0, 1), [0, 1, 2]));
        Assert.Equal("LinearCrossEntropy: hidden must be (N, D) and classes (C, D); hidden is (3, 2), classes is (2, 4).", shape.Message);
        shape = Assert.Throws<ShapeException>(() => Loss.LinearCrossEntropy(h, w, [0, 1, 2], Normal(3, 1, 3)));
        Assert.Equal("LinearCrossEntropy: bias must have one number for each of the 4 classes; bias is (3).", shape.Message);
        var error = Assert.Throws<ArgumentException>(() => Loss.LinearCrossEntropy(h, w.To(DType.Float32), [0, 1, 2]));
        Assert.StartsWith("LinearCrossEntropy: element types must be equal; hidden is Float64, classes is Float32.", error.Message);
        error = Assert.Throws<ArgumentException>(() => Loss.LinearCrossEntropy(h, w, [0, 1, 4]));
        Assert.StartsWith("LinearCrossEntropy: labels[2] is 4; with 4 classes labels go from 0 to 3. Do labels start at 1?", error.Message);
    }
}
