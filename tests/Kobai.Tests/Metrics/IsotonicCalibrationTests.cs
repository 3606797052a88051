using FsCheck;
using FsCheck.Fluent;
using Kobai.Metrics;

namespace Kobai.Tests.Metrics;

public class IsotonicCalibrationTests
{
    [Fact]
    public void The_curve_never_falls_and_keeps_the_mean() =>
        Prop.ForAll(Gen.Choose(0, 9).NonEmptyListOf().ToArbitrary(), Gen.Choose(0, 10_000).ToArbitrary(), (scores, seed) =>
        {
            var labels = new long[scores.Count];
            new Generator(seed).Integers(labels.AsSpan(), 0, 2);
            var x = Tensor.From([.. scores.Select(score => (double)score)]);
            var curve = IsotonicCalibration.Fit(x, Labels.Create(labels));
            double[] heights = curve.Apply(Tensor.Linspace(-1, 10, 100, DType.Float64)).ToArray<double>();
            Assert.Equal(heights.Order(), heights);
            Assert.InRange(heights[0], 0, 1);
            Assert.InRange(heights[^1], 0, 1);
            Assert.Equal(labels.Average(), curve.Apply(x).ToArray<double>().Average(), 1e-12);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Neighbors_that_fall_are_put_together()
    {
        var curve = IsotonicCalibration.Fit(Tensor.From([3f, 1, 2, 2]), [1, 1, 0, 0]);
        Assert.Equal([1 / 3f, 1 / 3f, 2 / 3f, 1], curve.Apply(Tensor.From([0f, 2, 2.5f, 4])).ToArray<float>());
        Assert.Equal(DType.Float32, curve.Apply(Tensor.Zeros([1])).DType);
        Assert.True(double.IsNaN(curve.Apply(Tensor.From([double.NaN])).Item()));
    }
}
