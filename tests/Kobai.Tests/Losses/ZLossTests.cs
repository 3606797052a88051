using Kobai.Judging;
using Kobai.Losses;

namespace Kobai.Tests.Losses;

public class ZLossTests
{
    static readonly Tensor X = Tensor.From([1.1050, 0.3013, -1.5394, -2.1528, -0.8634, 1.0730, -0.9419, -0.1670, -0.6582, 0.5061], [2, 5]);

    [Fact]
    public void Values_and_gradients_are_exact_to_4_units_in_the_last_place_in_either_type() => RowJudge.Check(
        (x, _) => Loss.ZLoss(x), (row, _) => Exact(row));

    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    public void A_sum_next_to_1_keeps_its_digits(int classes)
    {
        foreach (var type in new[] { DType.Float32, DType.Float64 })
        {
            double level = type == DType.Float32 ? (float)-Math.Log(classes) : -Math.Log(classes);
            double[] row = [.. Enumerable.Repeat(level, classes)];
            var x = Tensor.From(row, [1, classes]).To(type).Detach().RequireGradient();
            var loss = Loss.ZLoss(x);
            loss.Backward();
            var (value, gradient) = Exact(new(row));
            RowJudge.AssertUlps(value, loss.Item(), type);
            for (int j = 0; j < classes; j++) RowJudge.AssertUlps(gradient[j], x.Gradient!.ToArray<double>()[j], type);
        }
    }

    [Fact]
    public void Gradients_match_central_differences_for_every_reduction()
    {
        foreach (var reduction in Enum.GetValues<Reduction>())
        {
            Assert.InRange(GradientCheck.Run(x => Loss.ZLoss(x[0], reduction), X), 0, 1e-8);
        }
    }

    [Fact]
    public void Value_is_that_of_the_slow_composition() =>
        Assert.Equal(X.LogSumExp(1).Pow(2).Mean().Item(), Loss.ZLoss(X).Item(), 1e-15);

    [Fact]
    public void Logits_need_an_axis()
    {
        var error = Assert.Throws<ShapeException>(() => Loss.ZLoss(Tensor.Scalar(1)));
        Assert.Equal("ZLoss: logits need an axis of classes; logits is ().", error.Message);
    }

    static (Precise, Precise[]) Exact(RowJudge row)
    {
        var log = Precise.Of(row.Largest) + Precise.Log(row.Sum);
        return (log * log, [.. row.X.Select((_, j) => 2 * log * row.P(j))]);
    }
}
