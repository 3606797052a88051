using Kobai.Losses;
using Kobai.Simd;

namespace Kobai.Tests.Losses;

public class JaccardTests
{
    [Fact]
    public void Loss_and_slopes_are_exact_to_4_units_in_the_last_place()
    {
        foreach (double smooth in (ReadOnlySpan<double>)[0, 1]) VectorJudge.Check(
            (x, r) => Loss.Jaccard(x[0], x[1], smooth, r), (_, x) => Obvious(x[0], x[1], smooth), 6, Regions.Predicted, Regions.True);
    }

    [Fact]
    public void Reductions_and_gradients_agree() => VectorJudge.CheckReductions(
        (x, r) => Loss.Jaccard(x[0], x[1], reduction: r), Tensor.From(Regions.Soft, [2, 6]), Tensor.From(Regions.SoftTrue, [2, 6]));

    [Fact]
    public void Other_shapes_are_refused()
    {
        var error = Assert.Throws<ShapeException>(() => Loss.Jaccard(Tensor.Zeros([2, 1, 3]), Tensor.Zeros([2, 3])));
        Assert.Equal(
            "Jaccard: probabilities and target must have the same shape (nothing is broadcast); probabilities is (2, 1, 3), target is (2, 3). Did you mean target.Reshape(2, 1, 3)?",
            error.Message);
    }

    static Wide Obvious(Wide[] p, Wide[] t, double smooth)
    {
        Wide both = new(0), all = new(0), s = new(smooth);
        for (int j = 0; j < p.Length; j++) (both, all) = (both + (p[j] * t[j]), all + p[j] + t[j]);
        return new Wide(1) - ((both + s) / (all - both + s));
    }
}
