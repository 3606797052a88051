using Kobai.Metrics;

namespace Kobai.Tests.Metrics;

public class AveragingTests
{
    [Fact]
    public void A_binary_average_of_three_classes_is_refused() => Assert.Equal(
        "Precision: Averaging.Binary is for 2 classes; there are 3. Use Macro, Micro or Weighted.",
        Assert.Throws<ArgumentException>(() => Precision.Of([0, 1], [0, 2], classes: 3)).Message);

    [Fact]
    public void The_micro_average_of_all_classes_is_the_accuracy()
    {
        int[] guess = [0, 1, 2, 2, 1, 0], expected = [0, 2, 2, 2, 1, 1];
        Assert.Equal(Accuracy.Of(guess, expected), FBeta.Of(guess, expected, 1, 3, Averaging.Micro), 1e-15);
        Assert.Equal(Accuracy.Of(guess, expected), Recall.Of(guess, expected, 3, Averaging.Micro), 1e-15);
    }

    [Fact]
    public void The_macro_average_of_F_1_is_that_of_its_own_metric()
    {
        int[] guess = [0, 1, 2, 2, 1, 0], expected = [0, 2, 2, 2, 1, 1];
        Assert.Equal(MacroF1.Of(guess, expected, 5), FBeta.Of(guess, expected, 1, 5, Averaging.Macro), 1e-15);
    }

    [Fact]
    public void Nothing_predicted_as_a_class_gives_it_precision_0() => Assert.Equal(0, Precision.Of([0, 0], [0, 1]));

    [Fact]
    public void One_class_alone_has_no_correlation() => Assert.Equal(0, MatthewsCorrelation.Of([1, 1], [1, 0], 2));
}
