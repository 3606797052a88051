using Kobai.Losses;
using Kobai.Simd;

namespace Kobai.Tests.Losses;

public class MultiLabelMarginTests
{
    static readonly double[] X = [0.1, 0.2, 0.4, 0.8, 1.5, -2, 0.3, 0.25, -1e-3, 2.5, 3.5, 1, .. ExactJudge.Spread(40, 1, -6, 1)];
    static readonly Labels T = Labels.From(
        [3, 0, -1, 1, -1, 2, 2, 2, 1, 2, 3, 0, .. Enumerable.Repeat<long[]>([2, 1, -1, 7], 10).SelectMany(row => row)], [13, 4]);

    [Fact]
    public void Loss_and_slopes_are_exact_to_4_units_in_the_last_place() =>
        VectorJudge.Check((x, r) => Loss.MultiLabelMargin(x[0], T, r), (i, x) =>
        {
            long[] labels = [.. Enumerable.Range(0, 4).Select(j => T[i * 4 + j]).TakeWhile(label => label >= 0)];
            Wide sum = new(0);
            foreach (long t in labels)
            {
                for (int j = 0; j < 4; j++)
                {
                    if (!labels.Contains(j)) sum += Wide.Max(new(0), new Wide(1) - x[0][t] + x[0][j]);
                }
            }
            return sum / new Wide(4);
        }, 4, X);

    [Fact]
    public void Reductions_and_gradients_agree()
    {
        Tensor x = Tensor.From(X[..8], [2, 4]);
        Labels t = Labels.From([3, 0, -1, 1, 2, -1, 0, 0], [2, 4]);
        VectorJudge.CheckReductions((v, r) => Loss.MultiLabelMargin(v[0], t, r), x);
        Assert.Equal(0.85, Loss.MultiLabelMargin(x[0], [3, 0, -1, 1]).Item(), 1e-15);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Tensor x = Tensor.Zeros([1, 3]);
        Assert.StartsWith(
            "MultiLabelMargin: labels[0, 1] is 3; with 3 classes labels go from 0 to 2. Do labels start at 1?",
            Assert.Throws<ArgumentException>(() => Loss.MultiLabelMargin(x, Labels.From([1, 3, -1], [1, 3]))).Message);
        Assert.Equal(
            "MultiLabelMargin: scores must be (N, C) or (C), and labels of the same shape; scores is (1, 3), labels is (3).",
            Assert.Throws<ShapeException>(() => Loss.MultiLabelMargin(x, [0, 1, 2])).Message);
    }
}
