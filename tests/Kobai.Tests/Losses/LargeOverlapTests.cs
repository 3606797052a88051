using Kobai.Losses;
using Kobai.Simd;
using Kobai.Tests.Ops;
using Kobai.Tests.Threads;

namespace Kobai.Tests.Losses;

/// <summary>Region losses of samples so large that their sums and their slopes are found in two visits.</summary>
[Collection(nameof(WorkTests))]
public class LargeOverlapTests
{
    // Soft, hard and nearly equal numbers; the last sample is nearly right everywhere.
    static readonly double[] s_true = [.. Numbers(4 * 97, 1), .. Enumerable.Range(0, 97).Select(i => i % 3 == 0 ? 1.0 : 0)];

    static readonly double[] s_predicted =
        [.. s_true.Zip(Numbers(5 * 97, 2), (t, p) => p < 0.3 ? t : p < 0.4 ? Math.Abs(t - 1e-9) : p).Take(4 * 97), .. s_true[(4 * 97)..].Select(t => Math.Abs(t - 1e-12))];

    [Fact]
    public void Loss_and_slopes_are_exact_to_4_units_in_the_last_place()
    {
        foreach (double smooth in (ReadOnlySpan<double>)[0, 1])
        {
            VectorJudge.Check((x, r) => Loss.Dice(x[0], x[1], smooth, r), (_, x) => Obvious(x, 0.5, 0.5, smooth / 2), 97, s_predicted, s_true);
            VectorJudge.Check(
                (x, r) => Loss.Tversky(x[0], x[1], 0.3, 0, smooth, r), (_, x) => Obvious(x, 0.3, 0, smooth), 97, s_predicted, s_true);
        }
    }

    [Fact]
    public void Reductions_and_gradients_agree() => VectorJudge.CheckReductions(
        (x, r) => Loss.Jaccard(x[0], x[1], reduction: r), Soft(3), Soft(4));

    [Fact]
    public void A_sample_of_many_parts_has_the_loss_of_all_its_elements()
    {
        double[] p = [.. Numbers(100_001, 5)], t = [.. Numbers(100_001, 6)];
        var loss = Loss.Dice(Tensor.From(p), Tensor.From(t), smooth: 0);
        Wide[][] x = [[.. p.Select(v => new Wide(v))], [.. t.Select(v => new Wide(v))]];
        ExactJudge.AssertUlps(Obvious(x, 0.5, 0.5, 0), loss.Item(), DType.Float64, "loss", []);
    }

    [Fact]
    public void Thread_count_does_not_change_a_bit()
    {
        Tensor p = Tensor.Uniform([2, 70_000], generator: new Generator(1)), t = Tensor.Uniform([2, 70_000], generator: new Generator(2));
        Reductions.CheckThreads(() =>
        {
            var leaf = p.Clone().RequireGradient();
            Loss.Dice(leaf, t).Backward();
            return leaf.Gradient!;
        });
    }

    [Theory]
    [InlineData(-0.5, 0.5, "Dice: probability[1, 70] is -0.5, outside [0, 1]. Are these logits? Take Sigmoid() or Softmax() of them.")]
    [InlineData(1.5, 0.5, "Dice: probability[1, 70] is 1.5, outside [0, 1]. Are these logits? Take Sigmoid() or Softmax() of them.")]
    [InlineData(1.5, -0.5, "Dice: probability[1, 70] is 1.5, outside [0, 1]. Are these logits? Take Sigmoid() or Softmax() of them.")]
    [InlineData(-0.5, 1.5, "Dice: probability[1, 70] is -0.5, outside [0, 1]. Are these logits? Take Sigmoid() or Softmax() of them.")]
    [InlineData(0.5, -0.5, "Dice: target[1, 70] is -0.5, outside [0, 1]. Is 255 the foreground? Divide by it.")]
    [InlineData(0, 255, "Dice: target[1, 70] is 255, outside [0, 1]. Is 255 the foreground? Divide by it.")]
    [InlineData(1, -1, "Dice: target[1, 70] is -1, outside [0, 1]. Is 255 the foreground? Divide by it.")]
    [InlineData(double.NaN, 1, "Dice: probability[1, 70] is NaN.")]
    [InlineData(0, double.NaN, "Dice: target[1, 70] is NaN.")]
    public void A_value_outside_its_range_is_named(double probability, double truth, string message)
    {
        foreach (var type in Enum.GetValues<DType>())
        {
            Tensor p = Tensor.Full([3, 80], 0.5, type), t = Tensor.Full([3, 80], 1, type);
            (p[1, 70], t[1, 70]) = (Tensor.Scalar(probability, type), Tensor.Scalar(truth, type));
            Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(() => Loss.Dice(p, t)).Message);
        }
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(3, 0)]
    public void Nothing_at_all_has_the_same_loss_in_both_types(int samples, int pixels)
    {
        double[] losses = [.. Enum.GetValues<DType>().Select(type =>
            Loss.Dice(Tensor.Zeros([samples, pixels], type), Tensor.Zeros([samples, pixels], type)).Item())];
        Assert.Equal(samples == 0 ? double.NaN : 0, losses[0]);
        Assert.Equal(losses[0], losses[1]);
    }

    [Fact]
    public void A_zero_below_zero_is_a_probability()
    {
        Tensor p = Tensor.Full([1, 80], -0.0), t = Tensor.Ones([1, 80]);
        Assert.Equal(1, Loss.Dice(p, t, smooth: 0).Item());
    }

    [Fact]
    public void Numbers_near_the_ends_of_the_range_keep_their_digits()
    {
        var p = Tensor.Full([1, 64], 5e-324, DType.Float64).RequireGradient();
        var loss = Loss.Dice(p, p.Detach(), smooth: 0);
        loss.Backward();
        Assert.Equal(1, loss.Item());
        Assert.All(p.Gradient!.ToArray<double>(), g => Assert.True(double.IsFinite(g)));
    }

    [Fact]
    public void Slopes_of_tiny_regions_are_finite_where_they_are_representable()
    {
        foreach (var type in Enum.GetValues<DType>())
        {
            var p = Tensor.Full([1, 64], 1e-44, type).RequireGradient();
            var t = Tensor.Ones([1, 64], type).RequireGradient();
            Loss.Tversky(p, t, alpha: 0.3, beta: 0, smooth: 0).Backward();
            Assert.All(p.Gradient!.ToArray<double>(), g => Assert.Equal(0, g));
            Assert.All(t.Gradient!.ToArray<double>(), g => Assert.Equal(-0.3 / 64, g, 1e-6));
        }
    }

    static Tensor Soft(int seed) =>
        Tensor.Uniform([2, 12, 8], 0.1, 0.9, DType.Float64, generator: new Generator(seed));

    static IEnumerable<double> Numbers(int count, int seed)
    {
        var random = new System.Random(seed);
        for (int i = 0; i < count; i++)
        {
            double x = random.NextDouble();
            yield return random.Next(4) switch { 0 => 0, 1 => 1, 2 => Math.ScaleB(x, -random.Next(40)), _ => x };
        }
    }

    static Wide Obvious(Wide[][] x, double alpha, double beta, double smooth)
    {
        Wide hit = new(0), falsely = new(0), missed = new(0), one = new(1);
        foreach (var (p, t) in x[0].Zip(x[1]))
            (hit, falsely, missed) = (hit + p * t, falsely + p * (one - t), missed + (one - p) * t);
        Wide wrong = new Wide(alpha) * falsely + new Wide(beta) * missed;
        return wrong / (hit + new Wide(smooth) + wrong);
    }
}
