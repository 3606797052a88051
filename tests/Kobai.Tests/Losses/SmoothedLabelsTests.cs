using Kobai.Judging;
using Kobai.Losses;

namespace Kobai.Tests.Losses;

public class SmoothedLabelsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(517)]
    public void Rows_of_floats_agree_with_those_of_doubles(int classes)
    {
        const int rows = 131;
        var (x, labels) = Draw(rows, classes);
        foreach (double smoothing in new[] { 0.001, 0.1, 1 })
        {
            var (losses, slopes) = Run(x, [rows, classes], labels, DType.Float32, smoothing);
            var (exact, exactSlopes) = Run(x, [rows, classes], labels, DType.Float64, smoothing);
            for (int i = 0; i < losses.Length; i++) AssertUlps(exact[i], losses[i]);
            for (int i = 0; i < slopes.Length; i++) AssertUlps(exactSlopes[i], slopes[i]);
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(32)]
    [InlineData(100)]
    public void Rows_among_others_have_the_bits_of_each_alone(int classes)
    {
        const int rows = 131;
        var (x, labels) = Draw(rows, classes);
        var (losses, slopes) = Run(x, [rows, classes], labels, DType.Float32, 0.1);
        for (int i = 0; i < rows; i++)
        {
            var part = (i * classes)..((i + 1) * classes);
            var (loss, slope) = Run(x[part], [1, classes], [labels[i]], DType.Float32, 0.1);
            Assert.Equal(loss[0], losses[i]);
            Assert.Equal(slope, slopes[part]);
        }
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(4, 2)]
    [InlineData(40, 0)]
    [InlineData(40, 7)]
    public void A_slope_next_to_0_keeps_its_digits(int classes, int place)
    {
        // K is such that the share of the place, 2 or 7, or that of the label, 0, is its probability, rounded.
        double[] row = [.. Enumerable.Range(0, classes).Select(j => (double)(float)Math.Sin(j))];
        row[0] = 4;
        var judge = new RowJudge(row);
        double smoothing = place == 0 ? judge.Rest(0).ToDouble() * classes / (classes - 1) : judge.P(place).ToDouble() * classes;
        var x = Tensor.From(row, [1, classes]).To(DType.Float32).RequireGradient();
        Loss.CrossEntropy(x, [0], labelSmoothing: smoothing).Backward();
        double[] slopes = x.Gradient!.ToArray<double>();
        Precise k = Precise.Of(smoothing), exact = judge.P(place) - k / classes - (place == 0 ? 1 - k : 0);
        Assert.InRange(Math.Abs(exact.ToDouble()), 1e-25, 1e-15);
        RowJudge.AssertUlps(exact, slopes[place], DType.Float32);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(60)]
    public void Logits_however_far_from_the_label_are_exact(int classes)
    {
        foreach (double far in new[] { 350.0, -350, 360, -360, 800, -800, 2500, -2500, 1e5, -1e5, 1e30, -1e30 })
        {
            var (x, labels) = Draw(70, classes);
            for (int i = 0; i < 70; i += 3) x[i * classes + (labels[i] < 0 ? 0 : labels[i]) ^ 1] = (float)far;
            var (losses, slopes) = Run(x, [70, classes], labels, DType.Float32, 0.1);
            var (exact, exactSlopes) = Run(x, [70, classes], labels, DType.Float64, 0.1);
            for (int i = 0; i < losses.Length; i++) AssertUlps(exact[i], losses[i]);
            for (int i = 0; i < slopes.Length; i++) AssertUlps(exactSlopes[i], slopes[i]);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(50)]
    public void Ignored_rows_cost_nothing_and_NaN_is_named(int classes)
    {
        var (x, _) = Draw(80, classes);
        var labels = new long[80];
        labels[70] = -100;
        var (losses, slopes) = Run(x, [80, classes], labels, DType.Float32, 0.1);
        Assert.Equal(0, losses[70]);
        Assert.All(slopes[(70 * classes)..(71 * classes)], slope => Assert.Equal(0, slope));
        Assert.All(slopes[(71 * classes)..], slope => Assert.NotEqual(0, slope));
        x[71 * classes + 2] = float.NaN;
        var error = Assert.Throws<NotANumberException>(() => Run(x, [80, classes], labels, DType.Float32, 0.1));
        Assert.StartsWith("CrossEntropy: logits[71, 2] is NaN.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_value_alone_is_that_with_the_gradient()
    {
        foreach (int classes in new[] { 10, 100 })
        {
            var (x, labels) = Draw(70, classes);
            var logits = Tensor.From(x, [70, classes]);
            var alone = Loss.CrossEntropy(logits, Labels.Create(labels), labelSmoothing: 0.1, reduction: Reduction.None);
            Assert.Equal(Run(x, [70, classes], labels, DType.Float32, 0.1).Losses, alone.ToArray<double>());
        }
    }

    [Theory]
    [InlineData(10, 0.1, 10702361228126922456)]
    [InlineData(95, 0.1, 3341886051762532670)]
    [InlineData(517, 0.1, 5251748968808018314)]
    [InlineData(517, 0, 15219581851493683800)]
    public void The_bits_are_those_of_every_width(int classes, double smoothing, ulong expected)
    {
        // Run with fewer instructions too; the sum of the losses is in double.
        var (x, labels) = Draw(70, classes);
        var logits = Tensor.From(x, [70, classes]).RequireGradient();
        var loss = Loss.CrossEntropy(logits, Labels.Create(labels), labelSmoothing: smoothing);
        loss.Backward();
        ulong hash = BitConverter.DoubleToUInt64Bits(loss.LossSum);
        foreach (float slope in logits.Gradient!.ToArray<float>()) hash = (hash ^ BitConverter.SingleToUInt32Bits(slope)) * 1099511628211;
        Assert.Equal(expected, hash);
    }

    static (float[] X, long[] Labels) Draw(int rows, int classes)
    {
        var random = new System.Random(classes);
        float[] x = [.. Enumerable.Range(0, rows * classes).Select(_ => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 3))))];
        return (x, [.. Enumerable.Range(0, rows).Select(i => i % 7 == 3 ? -100 : random.NextInt64(classes))]);
    }

    static (double[] Losses, double[] Slopes) Run(float[] x, Shape shape, long[] labels, DType type, double smoothing)
    {
        var logits = Tensor.From(x, shape).To(type).Detach().RequireGradient();
        var losses = Loss.CrossEntropy(logits, Labels.Create(labels), labelSmoothing: smoothing, reduction: Reduction.None);
        losses.Sum().Backward();
        return (losses.ToArray<double>(), logits.Gradient!.ToArray<double>());
    }

    // The exact number is itself that of a kernel for doubles.
    static void AssertUlps(double exact, double actual)
    {
        if ((float)exact == (float)actual) return;
        double size = Math.Abs((double)(float)exact);
        Assert.InRange(Math.Abs(exact - actual) / (MathF.BitIncrement((float)size) - size), 0, 2);
    }
}
