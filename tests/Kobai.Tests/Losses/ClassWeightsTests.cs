using Kobai.Losses;

namespace Kobai.Tests.Losses;

public class ClassWeightsTests
{
    [Fact]
    public void Each_class_weighs_the_same_in_total()
    {
        long[] counts = [90, 10, 25];
        float[] weights = ClassWeights.Balanced(counts).ToArray<float>();
        for (int i = 0; i < counts.Length; i++) Assert.Equal(125 / 3.0, weights[i] * counts[i], 1e-5);
    }

    [Fact]
    public void Labels_are_counted() => Assert.Equal(
        ClassWeights.Balanced([1, 3, 2]).ToArray<float>(), ClassWeights.Balanced([1, 0, 1, 2, 2, 1], 3).ToArray<float>());

    [Fact]
    public void A_class_without_samples_and_a_label_that_is_no_class_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => ClassWeights.Balanced([3, 0]));
        Assert.StartsWith("ClassWeights.Balanced: class 1 has 0 samples; a class needs at least 1.", error.Message);
        error = Assert.Throws<ArgumentException>(() => ClassWeights.Balanced([0, 1, 2], 2));
        Assert.StartsWith("ClassWeights.Balanced: labels[2] is 2; with 2 classes labels go from 0 to 1. Do labels start at 1?", error.Message);
    }
}
