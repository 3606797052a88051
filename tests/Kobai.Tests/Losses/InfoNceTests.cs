using Kobai.Judging;
using Kobai.Losses;

namespace Kobai.Tests.Losses;

public class InfoNceTests
{
    static (Tensor Q, Tensor K) Pairs(int rows = 5, int size = 7)
    {
        var values = new double[2 * rows * size];
        new Generator(4).Normal(values);
        values = Array.ConvertAll(values, v => (double)(float)v);
        return (Tensor.From(values[..(rows * size)], [rows, size]), Tensor.From(values[(rows * size)..], [rows, size]));
    }

    [Fact]
    public void Value_is_that_of_the_slow_composition()
    {
        var (q, k) = Pairs();
        var similar = (q / (q * q).Sum(1, keepDims: true).Sqrt()).MatMul((k / (k * k).Sum(1, keepDims: true).Sqrt()).Transpose(0, 1)) / 0.1;
        Labels own = [0, 1, 2, 3, 4];
        double rows = Loss.CrossEntropy(similar, own).Item(), columns = Loss.CrossEntropy(similar.Transpose(0, 1), own).Item();
        Assert.Equal(rows, Loss.InfoNce(q, k).Item(), 1e-13);
        Assert.Equal((rows + columns) / 2, Loss.InfoNce(q, k, symmetric: true).Item(), 1e-13);
        Assert.Equal(Loss.CrossEntropy(q.MatMul(k.Transpose(0, 1)), own).Item(), Loss.InfoNce(q, k, 1, normalize: false).Item(), 1e-13);
    }

    [Fact]
    public void Gradients_match_central_differences_for_every_option()
    {
        var (q, k) = Pairs();
        foreach (var reduction in Enum.GetValues<Reduction>())
        {
            foreach (bool symmetric in new[] { false, true })
            {
                Assert.InRange(GradientCheck.Run(x => Loss.InfoNce(x[0], x[1], 0.5, true, symmetric, reduction), q, k), 0, 1e-8);
                Assert.InRange(GradientCheck.Run(x => Loss.InfoNce(x[0], x[1], 2, false, symmetric, reduction), q, k), 0, 1e-8);
            }
        }
    }

    [Fact]
    public void Floats_are_those_of_double_precision_rounded()
    {
        var (q, k) = Pairs(9, 40);
        Tensor q32 = q.To(DType.Float32).RequireGradient(), k32 = k.To(DType.Float32).RequireGradient();
        Tensor q64 = q.Clone().RequireGradient(), k64 = k.Clone().RequireGradient();
        Tensor loss32 = Loss.InfoNce(q32, k32, 0.05), loss64 = Loss.InfoNce(q64, k64, 0.05);
        loss32.Backward();
        loss64.Backward();
        RowJudge.AssertUlps(Precise.Of(loss64.Item()), loss32.Item(), DType.Float32);
        foreach (var (narrow, wide) in new[] { (q32, q64), (k32, k64) })
        {
            double[] a = narrow.Gradient!.ToArray<double>(), b = wide.Gradient!.ToArray<double>();
            for (int i = 0; i < a.Length; i++) RowJudge.AssertUlps(Precise.Of(b[i]), a[i], DType.Float32);
        }
        Assert.Equal(DType.Float32, loss32.DType);
        Assert.Equal(9, loss32.LossDenominator);
        Assert.Equal(loss64.LossSum, loss32.LossSum);
    }

    [Fact]
    public void A_row_of_zeros_has_no_direction_and_no_NaN()
    {
        var q = Tensor.From([0.0, 0, 0, 1], [2, 2]).RequireGradient();
        var loss = Loss.InfoNce(q, Tensor.From([1.0, 0, 0, 1], [2, 2]), 1);
        loss.Backward();
        Assert.Equal((Math.Log(2) + Math.Log(1 + Math.Exp(-1))) / 2, loss.Item(), 1e-15);
        Assert.All(q.Gradient!.ToArray<double>(), g => Assert.True(double.IsFinite(g)));
    }

    [Fact]
    public void Arguments_are_checked()
    {
        var (q, k) = Pairs();
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Loss.InfoNce(q, k, 0));
        Assert.StartsWith("InfoNce: temperature must be above 0.", error.Message);
        var shape = Assert.Throws<ShapeException>(() => Loss.InfoNce(q[0], k[0]));
        Assert.Equal("InfoNce: queries and keys must be (N, D); queries is (7).", shape.Message);
        shape = Assert.Throws<ShapeException>(() => Loss.InfoNce(q, k[..3]));
        Assert.StartsWith("InfoNce: queries and keys must have the same shape", shape.Message);
    }
}
