using FsCheck;
using FsCheck.Fluent;
using Kobai.Losses;
using Kobai.Metrics;

namespace Kobai.Tests.Metrics;

public class PlattScalingTests
{
    [Fact]
    public void No_other_slope_and_intercept_fit_the_smoothed_targets_better() =>
        Prop.ForAll(Gen.Choose(1, 50).ToArbitrary(), Gen.Choose(0, 10_000).ToArbitrary(), (rows, seed) =>
        {
            var generator = new Generator(seed);
            var scores = Tensor.Normal([rows], seed % 3, Math.Pow(10, seed % 4 - 1), DType.Float64, generator);
            var labels = new long[rows];
            generator.Integers(labels.AsSpan(), 0, 2);
            double positives = labels.Sum(), negatives = rows - positives;
            var targets = Tensor.From([.. labels.Select(label => label == 1 ? (positives + 1) / (positives + 2) : 1 / (negatives + 2))]);
            var scaling = PlattScaling.Fit(scores, Labels.Create(labels));
            double Loss(double slope, double intercept) => Kobai.Losses.Loss.BinaryCrossEntropyWithLogits(scores * slope + intercept, targets).Item();
            double best = Loss(scaling.Slope, scaling.Intercept);
            foreach (var (slope, intercept) in (ReadOnlySpan<(double, double)>)[(1, 0), (0, 0), (scaling.Slope * 1.01 + 1e-3, scaling.Intercept), (scaling.Slope, scaling.Intercept + 0.01), (scaling.Slope * 0.99, scaling.Intercept - 0.01)])
                Assert.True(best <= Loss(slope, intercept) + 1e-10, $"{scaling.Slope} {scaling.Intercept}: {best}; {slope} {intercept}: {Loss(slope, intercept)}");
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Scores_that_separate_the_classes_stay_finite()
    {
        var scaling = PlattScaling.Fit(Tensor.From([-1e3, -1, 1, 1e3]), [0, 0, 1, 1]);
        Assert.InRange(scaling.Slope, 0, 10);
        Assert.Equal(0, scaling.Intercept, 1e-9);
    }

    [Fact]
    public void What_cannot_be_fitted_is_refused()
    {
        Assert.Equal("PlattScaling: one prediction per expected value; predicted has 2, expected has 1.",
            Assert.Throws<ArgumentException>(() => PlattScaling.Fit(Tensor.Zeros([2]), [0])).Message);
        Assert.Equal("PlattScaling: class -1 is not in 0..1.",
            Assert.Throws<ArgumentException>(() => PlattScaling.Fit(Tensor.Zeros([2]), [-1, 1])).Message);
        Assert.Equal("PlattScaling: scores must be finite; number 0 is Infinity.",
            Assert.Throws<ArgumentException>(() => PlattScaling.Fit(Tensor.From([double.PositiveInfinity]), [1])).Message);
    }
}
