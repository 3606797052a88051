using FsCheck;
using FsCheck.Fluent;
using Kobai.Losses;
using Kobai.Metrics;

namespace Kobai.Tests.Metrics;

public class TemperatureScalingTests
{
    [Fact]
    public void The_loss_never_rises_and_the_slope_is_0_or_the_temperature_at_an_end() =>
        Prop.ForAll(Gen.Choose(1, 40).ToArbitrary(), Gen.Choose(2, 5).ToArbitrary(), Gen.Choose(0, 10_000).ToArbitrary(), (rows, classes, seed) =>
        {
            var generator = new Generator(seed);
            var logits = Tensor.Normal([rows, classes], 0, Math.Pow(10, seed % 5 - 2), DType.Float64, generator);
            var labels = new long[rows];
            generator.Integers(labels.AsSpan(), 0, classes);
            var expected = Labels.Create(labels);
            var scaling = TemperatureScaling.Fit(logits, expected);
            double Loss(double temperature) => Kobai.Losses.Loss.CrossEntropy(logits / temperature, expected).Item();
            double best = Loss(scaling.Temperature);
            Assert.InRange(scaling.Temperature, 0.01, 100);
            foreach (double other in (double[])[1, scaling.Temperature * 0.99, scaling.Temperature * 1.01, 0.3, 7])
            {
                if (other is >= 0.01 and <= 100) Assert.True(best <= Loss(other) + 1e-12 * (1 + best), $"{scaling.Temperature} {best} {other} {Loss(other)}");
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Rows_that_are_all_right_or_all_wrong_lead_to_the_ends()
    {
        var logits = Tensor.From(new double[,] { { 3, 0 }, { 0, 2 } });
        Assert.Equal(0.01, TemperatureScaling.Fit(logits, [0, 1]).Temperature);
        Assert.Equal(100, TemperatureScaling.Fit(logits, [1, 0]).Temperature);
        Assert.Equal(1, TemperatureScaling.Fit(Tensor.Zeros([2, 2]), [1, 0]).Temperature);
    }

    [Fact]
    public void What_cannot_be_fitted_is_refused()
    {
        Assert.Equal("TemperatureScaling: logits must be (N, classes) with a label for each row; logits is (2, 2), expected is (3).",
            Assert.Throws<ShapeException>(() => TemperatureScaling.Fit(Tensor.Zeros([2, 2]), [0, 1, 0])).Message);
        Assert.Equal("TemperatureScaling: class 2 is not in 0..1.",
            Assert.Throws<ArgumentException>(() => TemperatureScaling.Fit(Tensor.Zeros([2, 2]), [0, 2])).Message);
        Assert.Equal("TemperatureScaling: logits must be finite; number 1 is NaN.",
            Assert.Throws<ArgumentException>(() => TemperatureScaling.Fit(Tensor.From(new double[,] { { 0, double.NaN } }), [0])).Message);
    }
}
