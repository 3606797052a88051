using Kobai.Losses;
using Kobai.Simd;

namespace Kobai.Tests.Losses;

public class DiceTests
{
    [Fact]
    public void Loss_and_slopes_are_exact_to_4_units_in_the_last_place()
    {
        foreach (double smooth in (ReadOnlySpan<double>)[0, 1]) VectorJudge.Check(
            (x, r) => Loss.Dice(x[0], x[1], smooth, r), (_, x) => Obvious(x[0], x[1], smooth), 6, Regions.Predicted, Regions.True);
    }

    [Fact]
    public void Reductions_and_gradients_agree() => VectorJudge.CheckReductions(
        (x, r) => Loss.Dice(x[0], x[1], reduction: r), Tensor.From(Regions.Soft, [2, 3, 2]), Tensor.From(Regions.SoftTrue, [2, 3, 2]));

    [Fact]
    public void A_region_that_is_nearly_right_keeps_its_tiny_loss()
    {
        var loss = Loss.Dice(Tensor.From([1f, 1f, 1e-20f, 0], [1, 4]), Tensor.From([1f, 1, 0, 0], [1, 4]), smooth: 0);
        Assert.Equal(1e-20f / 4, (float)loss.Item());
    }

    [Fact]
    public void Nothing_in_either_region_costs_nothing()
    {
        var p = Tensor.Zeros([1, 4]).RequireGradient();
        var loss = Loss.Dice(p, Tensor.Zeros([1, 4]), smooth: 0);
        loss.Backward();
        Assert.Equal(0, loss.Item());
        Assert.Equal(new float[4], p.Gradient!.ToArray<float>());
    }

    [Fact]
    public void A_tensor_of_one_axis_is_one_sample()
    {
        Tensor p = Tensor.From([0.5, 1, 0]), t = Tensor.From([1.0, 1, 0]);
        Assert.Equal(Loss.Dice(p.Unsqueeze(0), t.Unsqueeze(0)).Item(), Loss.Dice(p, t).Item());
        Assert.Equal(Shape.Scalar, Loss.Dice(p, t, reduction: Reduction.None).Shape);
    }

    [Fact]
    public void Values_and_settings_outside_their_range_are_refused()
    {
        Tensor p = Tensor.From([0.5, 2], [1, 2]), t = Tensor.From([1.0, 255], [1, 2]);
        var error = Assert.Throws<ArgumentException>(() => Loss.Dice(p, t));
        Assert.StartsWith("Dice: probability[0, 1] is 2, outside [0, 1]. Are these logits? Take Sigmoid() or Softmax() of them.", error.Message);
        error = Assert.Throws<ArgumentException>(() => Loss.Dice(p / 2, t));
        Assert.StartsWith("Dice: target[0, 1] is 255, outside [0, 1]. Is 255 the foreground? Divide by it.", error.Message);
        error = Assert.Throws<ArgumentOutOfRangeException>(() => Loss.Dice(p, p, smooth: -1));
        Assert.StartsWith("Dice: smooth must be 0 or more.", error.Message);
    }

    static Wide Obvious(Wide[] p, Wide[] t, double smooth)
    {
        Wide both = new(0), all = new(0), s = new(smooth);
        for (int j = 0; j < p.Length; j++) (both, all) = (both + (p[j] * t[j]), all + p[j] + t[j]);
        return new Wide(1) - ((both + both + s) / (all + s));
    }
}
