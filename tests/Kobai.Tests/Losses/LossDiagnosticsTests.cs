using Kobai.Losses;

namespace Kobai.Tests.Losses;

[Collection("alone")]
public sealed class LossDiagnosticsTests : IDisposable
{
    readonly Action<LossDiagnostic>? _before = LossDiagnostics.Listener;
    readonly List<LossDiagnostic> _found = [];

    public LossDiagnosticsTests()
    {
        LossDiagnostics.Listener = _found.Add;
        LossDiagnostics.Restart();
    }

    public void Dispose()
    {
        LossDiagnostics.Listener = _before;
        LossDiagnostics.Restart();
    }

    [Fact]
    public void A_softmax_applied_twice_is_told_once_with_the_floor_of_the_loss()
    {
        var logits = Tensor.Normal([8, 3], generator: new(1));
        for (int i = 0; i < 3; i++) Loss.CrossEntropy(logits.Softmax(), [0, 1, 2, 0, 1, 2, 0, 1]);
        Assert.Equal(
            "CrossEntropy: the logits are probabilities (each row sums to 1): was a softmax applied before? The loss applies its own, and on top of another it cannot fall below 0.551 for 3 classes. Pass the raw scores.",
            Assert.Single(_found).Message);
        Assert.Equal(LossSymptom.SoftmaxTwice, _found[0].Symptom);
        double floor = Loss.CrossEntropy(Tensor.From([1.0, 0, 0], [1, 3]), [0]).Item();
        Assert.Equal(0.551, floor, 5e-4);
    }

    [Fact]
    public void Raw_scores_and_log_probabilities_are_no_symptom()
    {
        var logits = Tensor.Normal([8, 3], generator: new(1));
        Loss.CrossEntropy(logits, [0, 1, 2, 0, 1, 2, 0, 1]);
        Loss.CrossEntropy(logits.LogSoftmax(), [0, 1, 2, 0, 1, 2, 0, 1]);
        Loss.BinaryCrossEntropyWithLogits(logits, Tensor.Zeros([8, 3]));
        Assert.Empty(_found);
    }

    [Fact]
    public void A_sigmoid_applied_twice_is_told()
    {
        var logits = Tensor.Normal([16], generator: new(1));
        Loss.BinaryCrossEntropyWithLogits(logits.Sigmoid(), Tensor.Zeros([16]));
        Assert.Equal(
            "BinaryCrossEntropyWithLogits: all logits lie in [0, 1]: was a sigmoid applied before? The loss applies its own, and on top of another it cannot fall below 0.313 for target 1 and 0.693 for target 0. Pass the raw scores, or use BinaryCrossEntropy.",
            Assert.Single(_found).Message);
    }

    [Fact]
    public void A_batch_of_ignored_rows_is_told_and_has_no_gradient()
    {
        var logits = Tensor.Normal([2, 3], generator: new(1)).RequireGradient();
        var loss = Loss.CrossEntropy(logits, [-100, -100]);
        loss.Backward();
        Assert.Equal(
            "CrossEntropy: none of the 2 rows counts (each is ignored, or of a class of weight 0): the mean is NaN and its gradient 0. Skip such a batch.",
            Assert.Single(_found).Message);
        Assert.Equal(double.NaN, loss.Item());
        Assert.All(logits.Gradient!.ToArray<float>(), slope => Assert.Equal(0, slope));
    }

    [Fact]
    public void A_loss_stuck_at_chance_is_told_after_a_hundred_batches()
    {
        var logits = Tensor.Zeros([4, 10]);
        for (int i = 0; i < 99; i++) Loss.CrossEntropy(logits, [0, 1, 2, 3]);
        Assert.Empty(_found);
        for (int i = 0; i < 5; i++) Loss.CrossEntropy(logits, [0, 1, 2, 3]);
        Assert.Equal(
            "CrossEntropy: the loss has stayed at ln 10 = 2.3026, that of a guess, for 100 batches: the logits tell the classes apart no better than chance. Is the learning rate too small, are units dead or parameters frozen, do labels belong to their rows?",
            Assert.Single(_found).Message);
    }

    [Fact]
    public void A_loss_that_leaves_chance_is_no_symptom()
    {
        for (int i = 0; i < 300; i++)
        {
            Loss.CrossEntropy(i % 50 == 0 ? Tensor.From([3f, 0], [1, 2]) : Tensor.Zeros([1, 2]), [0]);
        }
        Assert.Empty(_found);
    }
}
