using Kobai.Losses;
using Kobai.Simd;

namespace Kobai.Tests.Losses;

public class TverskyTests
{
    [Fact]
    public void Loss_and_slopes_are_exact_to_4_units_in_the_last_place() => VectorJudge.Check(
        (x, r) => Loss.Tversky(x[0], x[1], 0.3, 0.7, 0.5, r), (_, x) => Obvious(x[0], x[1], 0.3, 0.7, 0.5), 6, Regions.Predicted, Regions.True);

    [Fact]
    public void Reductions_and_gradients_agree() => VectorJudge.CheckReductions(
        (x, r) => Loss.Tversky(x[0], x[1], 0.3, 0.7, reduction: r), Tensor.From(Regions.Soft, [2, 6]), Tensor.From(Regions.SoftTrue, [2, 6]));

    [Fact]
    public void Negative_prices_are_refused()
    {
        Tensor p = Tensor.Zeros([1, 2]);
        Assert.StartsWith("Tversky: alpha must be 0 or more.", Assert.Throws<ArgumentOutOfRangeException>(() => Loss.Tversky(p, p, alpha: -1)).Message);
        Assert.StartsWith("Tversky: beta must be 0 or more.", Assert.Throws<ArgumentOutOfRangeException>(() => Loss.Tversky(p, p, beta: double.NaN)).Message);
    }

    static Wide Obvious(Wide[] p, Wide[] t, double alpha, double beta, double smooth)
    {
        Wide one = new(1), hit = new(0), falsely = new(0), missed = new(0), s = new(smooth);
        for (int j = 0; j < p.Length; j++)
        {
            hit += p[j] * t[j];
            falsely += p[j] * (one - t[j]);
            missed += (one - p[j]) * t[j];
        }
        return one - ((hit + s) / (hit + (new Wide(alpha) * falsely) + (new Wide(beta) * missed) + s));
    }
}
