using Kobai.Metrics;

namespace Kobai.Tests.Metrics;

public class ConfusionMatrixTests
{
    static readonly ConfusionMatrix Matrix = new([0, 1, 1, 0, 2], expected: [0, 1, 0, 0, 1], classes: 3);

    [Fact]
    public void Counts_pairs_of_expected_and_predicted_classes()
    {
        Assert.Equal(2, Matrix[0, 0]);
        Assert.Equal(1, Matrix[0, 1]);
        Assert.Equal(0, Matrix[1, 0]);
        Assert.Equal(1, Matrix[1, 2]);
        Assert.Equal(3, Matrix.Expected(0));
        Assert.Equal(2, Matrix.Predicted(1));
    }

    [Fact]
    public void Gives_precision_recall_and_F1_of_a_class()
    {
        Assert.Equal(0.5, Matrix.Precision(1));
        Assert.Equal(2.0 / 3, Matrix.Recall(0));
        Assert.Equal(0.8, Matrix.F1(0));
    }

    [Fact]
    public void A_class_without_rows_has_zero_scores()
    {
        Assert.Equal(0, Matrix.Recall(2));
        Assert.Equal(0, Matrix.F1(2));
    }

    [Fact]
    public void Rejects_a_class_out_of_range() =>
        Assert.Equal(
            "ConfusionMatrix: class -1 is not in 0..1.",
            Assert.Throws<ArgumentException>(() => new ConfusionMatrix([0], [-1], classes: 2)).Message);

    [Fact]
    public void Reading_outside_the_matrix_throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Matrix[0, 3]);
}
