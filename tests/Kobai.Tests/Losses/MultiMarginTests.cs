using Kobai.Losses;
using Kobai.Simd;

namespace Kobai.Tests.Losses;

public class MultiMarginTests
{
    static readonly double[] X = [0.1, 0.2, 0.4, 0.8, 1.5, -2, 0.3, 0.25, -1e-3, 2.5, 3.5, 1, 0.7, 0.7, 1.7, -5, .. ExactJudge.Spread(80, 1, -6, 2)];
    static readonly Labels T = [3, 0, 1, 0, .. Enumerable.Range(0, 20).Select(i => (long)(i % 4))];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Loss_and_slopes_are_exact_to_4_units_in_the_last_place(int p)
    {
        Tensor weight = Tensor.From([1.0, 0.5, 2, 3]);
        foreach (Tensor? w in (ReadOnlySpan<Tensor?>)[null, weight])
        {
            VectorJudge.Check((x, r) => Loss.MultiMargin(x[0], T, p, 0.3, w, r), (i, x) =>
            {
                int t = (int)T[i];
                Wide sum = new(0);
                for (int j = 0; j < 4; j++)
                {
                    Wide z = Wide.Max(new(0), new Wide(0.3) - x[0][t] + x[0][j]);
                    if (j != t) sum += p == 2 ? z * z : z;
                }
                return sum * new Wide(w is null ? 1 : weight[t].Item()) / new Wide(4);
            }, 4, X);
        }
    }

    [Fact]
    public void Reductions_and_gradients_agree()
    {
        Tensor x = Tensor.From(X[..12], [3, 4]);
        foreach (int p in (ReadOnlySpan<int>)[1, 2]) VectorJudge.CheckReductions((v, r) => Loss.MultiMargin(v[0], [3, 0, 1], p, 0.35, reduction: r), x);
        Assert.Equal(Loss.MultiMargin(x[..1], [3]).Item(), Loss.MultiMargin(x[0], Labels.From([3L], Shape.Scalar)).Item());
    }

    [Fact]
    public void The_empty_mean_is_NaN_and_the_empty_sum_0()
    {
        Assert.Equal(double.NaN, Loss.MultiMargin(Tensor.Zeros([0, 3]), []).Item());
        Assert.Equal(0, Loss.MultiMargin(Tensor.Zeros([0, 3]), [], reduction: Reduction.Sum).Item());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        Assert.StartsWith("MultiMargin: p must be 1 or 2.", Assert.Throws<ArgumentOutOfRangeException>(() => Loss.MultiMargin(x, [0, 1], p: 3)).Message);
        Assert.StartsWith(
            "MultiMargin: labels[1] is 3; with 3 classes labels go from 0 to 2. Do labels start at 1?",
            Assert.Throws<ArgumentException>(() => Loss.MultiMargin(x, [1, 3])).Message);
        Assert.Equal(
            "MultiMargin: scores must be (N, C) or (C), and labels (N) or (); scores is (2, 3), labels is (3).",
            Assert.Throws<ShapeException>(() => Loss.MultiMargin(x, [0, 1, 2])).Message);
        Assert.Equal(
            "MultiMargin: weight must have one factor for each of the 3 classes; weight is (2).",
            Assert.Throws<ShapeException>(() => Loss.MultiMargin(x, [0, 1], weight: Tensor.Ones([2]))).Message);
    }
}
