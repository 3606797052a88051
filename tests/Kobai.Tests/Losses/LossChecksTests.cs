using Kobai.Losses;

namespace Kobai.Tests.Losses;

[Collection("alone")]
public sealed class LossChecksTests : IDisposable
{
    public void Dispose() => (LossChecks.AreOn, LossChecks.TargetsSumToOne) = (true, false);

    [Fact]
    public void NaN_is_refused_with_its_place()
    {
        var x = Tensor.From([1f, 2, 3, float.NaN, 5, 6], [2, 3]);
        Assert.Equal("CrossEntropy: logits[1, 0] is NaN.", MessageOf(() => Loss.CrossEntropy(x, [0, 1])));
        Assert.Equal("SquaredError: target[1, 0] is NaN.", MessageOf(() => Loss.SquaredError(Tensor.Ones([2, 3]), x, Reduction.None)));
        Assert.Equal(
            "BinaryCrossEntropyWithLogits: input[1, 0] is NaN.",
            MessageOf(() => Loss.BinaryCrossEntropyWithLogits(x, Tensor.Ones([2, 3]))));
    }

    [Fact]
    public void An_infinite_loss_is_no_fault() =>
        Assert.Equal(double.PositiveInfinity, Loss.CrossEntropy(Tensor.From([0, double.NegativeInfinity], [1, 2]), [1]).Item());

    [Fact]
    public void Without_checks_values_outside_their_range_go_through_but_labels_do_not()
    {
        LossChecks.AreOn = false;
        Assert.Equal(double.NaN, Loss.SquaredError(Tensor.From([double.NaN]), Tensor.From([1.0])).Item());
        Loss.BinaryCrossEntropyWithLogits(Tensor.From([1.0]), Tensor.From([2.0]));
        Assert.Throws<ArgumentException>(() => Loss.CrossEntropy(Tensor.Ones([1, 2]), [2]));
        Assert.Throws<ShapeException>(() => Loss.SquaredError(Tensor.Ones([2, 1]), Tensor.Ones([2])));
    }

    [Fact]
    public void Targets_may_be_asked_to_sum_to_1()
    {
        Tensor logits = Tensor.Zeros([2, 2]), targets = Tensor.From([0.5f, 0.5f, 0.5f, 0.25f], [2, 2]);
        Loss.CrossEntropy(logits, targets);
        LossChecks.TargetsSumToOne = true;
        Assert.Equal(
            "CrossEntropy: row 1 of probabilities sums to 0.75, not to 1. Divide it by its sum, or set LossChecks.TargetsSumToOne to false.",
            MessageOf(() => Loss.CrossEntropy(logits, targets)));
    }

    static string MessageOf(Action action)
    {
        string message = Assert.ThrowsAny<ArgumentException>(action).Message;
        return message.Split(" (Parameter", StringSplitOptions.None)[0];
    }
}
