using Kobai.Data;

namespace Kobai.Tests.Data;

public class StandardizationTests
{
    [Theory]
    [InlineData(new[] { 700, 3 }), InlineData(new[] { 300, 2, 4, 5 })]
    public void Each_column_or_channel_gets_mean_0_and_deviation_1(int[] sizes)
    {
        var shape = Shape.Create([.. sizes.Select(size => (nint)size)]);
        var x = Tensor.Normal(shape, 50, 3, DType.Float64, new Generator(1));
        var data = Dataset.Of(x, Tensor.Zeros([sizes[0], 1]));
        var scale = Standardization.Fit(data);
        var y = data.Map(scale.Apply).All().Input;
        for (int c = 0; c < sizes[1]; c++)
        {
            double[] before = x[.., c].ToArray<double>(), after = y[.., c].ToArray<double>();
            Assert.Equal(before.Average(), scale.Mean[c], 1e-10);
            Assert.Equal(Math.Sqrt(before.Average(v => (v - before.Average()) * (v - before.Average()))), scale.Deviation[c], 1e-10);
            Assert.Equal(0, after.Average(), 1e-10);
            Assert.Equal(1, after.Average(v => v * v), 1e-10);
        }
        Assert.Equal(x.ToArray<double>(), scale.Undo(y).ToArray<double>(), (a, b) => Math.Abs(a - b) < 1e-10);
    }

    [Fact]
    public void A_far_mean_takes_no_accuracy()
    {
        var x = Tensor.From([1e9, 1e9 + 1, 1e9 + 2], [3, 1]);
        Assert.Equal(Math.Sqrt(2 / 3.0), Standardization.Fit(Dataset.Of(x, x)).Deviation[0], 1e-12);
    }

    [Fact]
    public void Float32_stays_and_known_numbers_may_be_given()
    {
        var y = Standardization.Of([0.5, 1], [0.25, 2]).Apply(Tensor.From(new float[,] { { 1, 5 } }));
        Assert.Equal(DType.Float32, y.DType);
        Assert.Equal([2f, 2], y.ToArray<float>());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Equal("Standardization: the second axis must have 1 columns, as in the fit; x is (2, 3).",
            Assert.Throws<ShapeException>(() => Standardization.Of([0], [1]).Apply(Tensor.Zeros([2, 3]))).Message);
        Assert.Equal("Standardization: batches must be (N, columns, …); x is (3).",
            Assert.Throws<ShapeException>(() => Standardization.Fit(Dataset.Of(Tensor.Zeros([3]), [0, 0, 0]))).Message);
        Assert.Equal("Standardization: there are no examples to fit.",
            Assert.Throws<ArgumentException>(() => Standardization.Fit(Dataset.Of(Tensor.Zeros([0, 2]), []))).Message);
        Assert.Throws<ArgumentException>(() => Standardization.Of([0], [0]));
        Assert.Throws<ArgumentException>(() => Standardization.Of([0], [1, 2]));
    }
}
