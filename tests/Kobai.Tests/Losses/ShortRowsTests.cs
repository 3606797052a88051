using Kobai.Losses;

namespace Kobai.Tests.Losses;

public class ShortRowsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(32)]
    public void Rows_side_by_side_give_the_bits_of_each_row_alone(int classes)
    {
        const int rows = 131;
        var random = new System.Random(classes);
        float[] x = [.. Enumerable.Range(0, rows * classes).Select(_ => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 5))))];
        long[] labels = [.. Enumerable.Range(0, rows).Select(i => i % 7 == 3 ? -100 : random.NextInt64(classes))];
        if (classes > 1) x[5 * classes + (labels[5] == 0 ? 1 : 0)] = float.NegativeInfinity;
        var weight = Tensor.From([.. Enumerable.Range(0, classes).Select(i => i == 0 && classes > 1 ? 0f : 1 + i / 8f)]);

        var (losses, gradient) = Run(x, [rows, classes], labels, weight);
        for (int i = 0; i < rows; i++)
        {
            var (loss, slope) = Run(x[(i * classes)..((i + 1) * classes)], [1, classes], [labels[i]], weight);
            Assert.Equal(loss[0], losses[i]);
            Assert.Equal(slope, gradient[(i * classes)..((i + 1) * classes)]);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(8, 4)]
    [InlineData(13, 10)]
    [InlineData(64, 32)]
    public unsafe void Rows_become_columns(int rows, int columns)
    {
        float[] from = [.. Enumerable.Range(0, rows * (columns + 2)).Select(i => (float)i)], to = new float[columns * (rows + 3)];
        fixed (float* p = from, q = to) ShortRows.Turn(p, rows, columns, columns + 2, q, rows + 3);
        for (int j = 0; j < columns; j++)
            for (int i = 0; i < rows + 3; i++) Assert.Equal(i < rows ? from[i * (columns + 2) + j] : 0, to[j * (rows + 3) + i]);
    }

    [Fact]
    public void Short_rows_of_floats_agree_with_those_of_doubles()
    {
        const int rows = 200, classes = 10;
        var random = new System.Random(1);
        float[] x = [.. Enumerable.Range(0, rows * classes).Select(_ => (float)(40 * random.NextDouble() - 20))];
        long[] labels = [.. Enumerable.Range(0, rows).Select(_ => random.NextInt64(classes))];
        var (losses, gradient) = Run(x, [rows, classes], labels, null);
        var exact = Tensor.From(x, [rows, classes]).To(DType.Float64).RequireGradient();
        var loss = Loss.CrossEntropy(exact, Labels.Create(labels), reduction: Reduction.None);
        loss.Sum().Backward();
        Assert.All(losses.Zip(loss.ToArray<double>()), pair => Assert.Equal(pair.Second, pair.First, Math.Abs(pair.Second) * 5e-7));
        Assert.All(gradient.Zip(exact.Gradient!.ToArray<double>()), pair => Assert.Equal(pair.Second, pair.First, Math.Abs(pair.Second) * 5e-7));
    }

    [Fact]
    public void One_row_with_NaN_among_many_is_named() => Assert.StartsWith(
        "CrossEntropy: logits[70, 1] is NaN.",
        Assert.Throws<NotANumberException>(() => Loss.CrossEntropy(
            Tensor.From([.. Enumerable.Range(0, 300).Select(i => i == 211 ? float.NaN : i)], [100, 3]), Labels.Create(new long[100]))).Message,
        StringComparison.Ordinal);

    static (float[] Losses, float[] Gradient) Run(float[] x, Shape shape, long[] labels, Tensor? weight)
    {
        var logits = Tensor.From(x, shape).RequireGradient();
        var losses = Loss.CrossEntropy(logits, Labels.Create(labels), weight, reduction: Reduction.None);
        losses.Sum().Backward();
        return (losses.ToArray<float>(), logits.Gradient!.ToArray<float>());
    }
}
