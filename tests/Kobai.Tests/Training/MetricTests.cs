namespace Kobai.Tests.Training;

public class MetricTests
{
    [Fact]
    public void Accuracy_counts_rows_with_a_label()
    {
        var outputs = Tensor.From([1.0, 2, 0, 5, 1, 0, 0, 0, 9], [3, 3]);
        Assert.Equal(2 / 3.0, Metric.Accuracy(outputs, [1, 0, 1]));
        Assert.Equal(1, Metric.Accuracy(outputs, [1, 0, -100]));
    }

    [Fact]
    public void Accuracy_takes_images_of_labels()
    {
        var outputs = Tensor.From([0.0, 1, 1, 0], [1, 2, 2]);
        Assert.Equal(0.5, Metric.Accuracy(outputs, Labels.From([1L, 1], [1, 2])));
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        var error = Assert.Throws<ShapeException>(() => Metric.Accuracy(Tensor.Ones([3, 2]), [0, 1]));
        Assert.Equal("Accuracy: one label is needed for each row; outputs is (3, 2), labels is (2).", error.Message);
        error = Assert.Throws<ShapeException>(() => Metric.RSquared(Tensor.Ones([3, 1]), Tensor.Ones([3])));
        Assert.Equal("RSquared: outputs and targets must have the same shape; outputs is (3, 1), targets is (3).", error.Message);
    }

    [Fact]
    public void Numbers_are_compared_element_by_element()
    {
        Tensor y = Tensor.From([1.0, 2, 6]), t = Tensor.From([1.0, 4, 5]);
        Assert.Equal(1, Metric.AbsoluteError(y, t), 1e-6);
        Assert.Equal(Math.Sqrt(5 / 3.0), Metric.RootSquaredError(y, t), 1e-6);
        Assert.Equal(1 - (5 / (26 / 3.0)), Metric.RSquared(y, t), 1e-6);
        Assert.Equal(2 / 3.0, Metric.BinaryAccuracy(Tensor.From([3.0, -1, 1]), Tensor.From([1.0, 0, 0])), 1e-12);
    }
}
