using Kobai.Losses;
using Kobai.Simd;

namespace Kobai.Tests.Losses;

/// <summary>
/// Holds a loss of rows against the obvious formula in numbers of two doubles, and its slopes against central differences
/// of that formula, good to 10⁻²¹: both element types stay within 4 units in the last place.
/// </summary>
static class VectorJudge
{
    /// <summary>Values and slopes of every reduction are those of the formula.</summary>
    /// <param name="loss">The loss of tensors of one shape, (rows, width).</param>
    /// <param name="formula">The loss of a row, by its index and its part of each tensor.</param>
    /// <param name="width">The number of elements of a row.</param>
    /// <param name="inputs">The elements of each tensor.</param>
    public static void Check(
        Func<Tensor[], Reduction, Tensor> loss, Func<int, Wide[][], Wide> formula, int width, params double[][] inputs)
    {
        foreach (var type in Enum.GetValues<DType>())
        {
            var rounded = Array.ConvertAll(inputs, input => Array.ConvertAll(input, v => type == DType.Float32 ? (float)v : v));
            Tensor[] Leaves() => Array.ConvertAll(rounded, x => Tensor.From(x, [x.Length / width, width]).To(type).RequireGradient());
            double[] losses;
            using (NoGradient.Enter()) losses = loss(Leaves(), Reduction.None).ToArray<double>();
            var leaves = Leaves();
            loss(leaves, Reduction.Sum).Backward();
            var slopes = Array.ConvertAll(leaves, leaf => leaf.Gradient!.ToArray<double>());
            for (int i = 0; i < losses.Length; i++)
            {
                var row = Array.ConvertAll(rounded, x => Array.ConvertAll(x[(i * width)..((i + 1) * width)], v => new Wide(v)));
                double[] at = [.. row[0].Select(v => (double)v)];
                ExactJudge.AssertUlps(formula(i, row), losses[i], type, $"loss {i}", at);
                for (int k = 0; k < row.Length; k++)
                {
                    for (int j = 0; j < width; j++)
                    {
                        Wide slope = Slope(formula, i, row, k, j);
                        double actual = slopes[k][i * width + j];
                        if (Math.Abs((double)slope - actual) > 1e-21) ExactJudge.AssertUlps(slope, actual, type, $"slope {i}, {k}, {j}", at);
                    }
                }
            }
        }
    }

    /// <summary>Reductions agree with the losses of the rows, and gradients with central differences in each.</summary>
    public static void CheckReductions(Func<Tensor[], Reduction, Tensor> loss, params Tensor[] inputs)
    {
        var each = loss(inputs, Reduction.None);
        double[] losses = each.ToArray<double>();
        var mean = loss(inputs, Reduction.Mean);
        Assert.Equal(losses.Average(), mean.Item(), 1e-14);
        Assert.Equal(losses.Sum(), mean.LossSum, 1e-14);
        Assert.Equal(losses.Length, mean.LossDenominator);
        Assert.Equal(losses.Sum(), loss(inputs, Reduction.Sum).Item(), 1e-14);
        Assert.Equal(losses.Sum() / each.Shape[0], loss(inputs, Reduction.BatchMean).Item(), 1e-14);
        foreach (var reduction in Enum.GetValues<Reduction>())
        {
            Assert.InRange(GradientCheck.Run(x => loss(x, reduction), inputs), 0, 1e-8);
        }
    }

    static Wide Slope(Func<int, Wide[][], Wide> formula, int i, Wide[][] row, int k, int j)
    {
        Wide x = row[k][j], h = new(Math.ScaleB(1, -36));
        Wide At(double steps)
        {
            row[k][j] = x + (new Wide(steps) * h);
            Wide loss = formula(i, row);
            row[k][j] = x;
            return loss;
        }
        // Exact for polynomials up to the fourth power.
        return ((new Wide(8) * (At(1) - At(-1))) - (At(2) - At(-2))) / (new Wide(12) * h);
    }
}
