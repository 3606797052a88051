using Kobai.Layers;

namespace Kobai.Tests.Layers;

public class AdaptiveLogSoftmaxTests
{
    static readonly Labels T = [0, 11, 4, 7, 2, 3];

    static Tensor X(int rows = 6)
    {
        var values = new double[rows * 8];
        new Generator(2).Normal(values);
        return Tensor.From(values, [rows, 8]);
    }

    static AdaptiveLogSoftmax Layer() => new(8, 12, [3, 7], divisor: 2, headBias: true, DType.Float64, new Generator(1));

    [Fact]
    public void Probabilities_of_all_classes_sum_to_1()
    {
        double[] sums = Layer().Forward(X()).Exp().Sum(1).ToArray<double>();
        Assert.All(sums, sum => Assert.Equal(1, sum, 1e-14));
    }

    [Fact]
    public void Those_of_the_labels_are_picked_from_those_of_all()
    {
        var layer = Layer();
        double[] expected = layer.LogProbabilities(X()).Pick(T).ToArray<double>();
        double[] actual = layer.LogProbabilities(X(), T).ToArray<double>();
        for (int i = 0; i < 6; i++) Assert.Equal(expected[i], actual[i], 1e-14);
        Assert.Equal(-expected.Average(), layer.Loss(X(), T).Item(), 1e-14);
    }

    [Fact]
    public void Gradients_match_central_differences() =>
        Assert.InRange(GradientCheck.Run(x => Layer().Loss(x[0], T), X()), 0, 1e-8);

    [Fact]
    public void Every_parameter_gets_the_gradient_of_the_slow_composition()
    {
        AdaptiveLogSoftmax fast = Layer(), slow = Layer();
        fast.Loss(X(), T).Backward();
        (-slow.LogProbabilities(X()).Pick(T).Mean()).Backward();
        Assert.Equal(6, fast.Parameters.Count);
        for (int k = 0; k < 6; k++)
        {
            double[] a = fast.Parameters[k].Gradient!.ToArray<double>(), b = slow.Parameters[k].Gradient!.ToArray<double>();
            for (int i = 0; i < a.Length; i++) Assert.Equal(b[i], a[i], 1e-14);
        }
    }

    [Fact]
    public void Labels_of_the_head_alone_need_no_cluster()
    {
        var layer = Layer();
        layer.Loss(X(2), [0, 2]).Backward();
        Assert.All(layer.Tails, tail => Assert.All(tail.Parameters, weight => Assert.Null(weight.Gradient)));
    }

    [Fact]
    public void Prediction_is_the_most_probable_class()
    {
        var layer = Layer();
        Assert.Equal(layer.LogProbabilities(X()).ArgMax(1).Values.ToArray(), layer.Predict(X()).Values.ToArray());
    }

    [Fact]
    public void Sizes_follow_cutoffs_and_divisor() => Assert.Equal(
        [(5, 8), (4, 8), (4, 4), (2, 8), (5, 2)],
        Layer().Parameters.Where(p => p.Rank == 2).Select(p => ((int)p.Shape[0], (int)p.Shape[1])));

    [Theory]
    [InlineData(new int[0], "")]
    [InlineData(new[] { 0, 5 }, "0, 5")]
    [InlineData(new[] { 5, 5 }, "5, 5")]
    [InlineData(new[] { 5, 12 }, "5, 12")]
    public void Cutoffs_that_do_not_rise_are_refused(int[] cutoffs, string list)
    {
        var error = Assert.Throws<ArgumentException>(() => new AdaptiveLogSoftmax(8, 12, cutoffs));
        Assert.StartsWith($"AdaptiveLogSoftmax: cutoffs must rise from 1 or more to less than the 12 classes; they are {list}.", error.Message);
    }

    [Fact]
    public void Labels_are_checked()
    {
        var error = Assert.Throws<ArgumentException>(() => Layer().Loss(X(2), [0, 12]));
        Assert.StartsWith("AdaptiveLogSoftmax: labels[1] is 12; with 12 classes labels go from 0 to 11. Do labels start at 1?", error.Message);
        var shape = Assert.Throws<ShapeException>(() => Layer().Loss(X(2), [0]));
        Assert.Equal("AdaptiveLogSoftmax: x must be (N, D) and labels (N); x is (2, 8), labels is (1).", shape.Message);
    }
}
