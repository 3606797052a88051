using Kobai.Losses;
using Kobai.Simd;

namespace Kobai.Tests.Losses;

/// <summary>
/// Holds each loss and each slope against the obvious formula in numbers of two doubles: both element types stay within
/// 4 units in the last place.
/// </summary>
static class ExactJudge
{
    const double Most = 4;

    /// <summary>Checks element-wise losses at points, both in a batch and each on its own.</summary>
    /// <param name="loss">The loss of tensors, one for each coordinate of a point.</param>
    /// <param name="formula">The loss of a point and its slopes by the first coordinates, as many as are given.</param>
    /// <param name="points">The points.</param>
    public static void Check(Func<Tensor[], Reduction, Tensor> loss, Func<Wide[], Wide[]> formula, double[][] points)
    {
        foreach (var type in Enum.GetValues<DType>())
        {
            var rounded = Array.ConvertAll(points, point => Array.ConvertAll(point, v => type == DType.Float32 ? (float)v : v));
            Check(loss, formula, rounded, type);
            foreach (var point in rounded.Take(50)) Check(loss, formula, [point], type);
        }
    }

    static void Check(Func<Tensor[], Reduction, Tensor> loss, Func<Wide[], Wide[]> formula, double[][] points, DType type)
    {
        var exact = Array.ConvertAll(points, point => formula(Array.ConvertAll(point, v => new Wide(v))));
        int slopes = exact[0].Length - 1;
        Tensor[] Leaves() => [.. Enumerable.Range(0, points[0].Length).Select(i =>
        {
            var leaf = Tensor.From(Array.ConvertAll(points, point => point[i])).To(type);
            return i < slopes ? leaf.RequireGradient() : leaf;
        })];
        double[] losses;
        // Without gradients of the targets a loss may take another way.
        using (NoGradient.Enter()) losses = loss(Leaves(), Reduction.None).ToArray<double>();
        for (int i = 0; i < points.Length; i++) AssertUlps(exact[i][0], losses[i], type, "loss", points[i]);
        var leaves = Leaves();
        loss(leaves, Reduction.Sum).Backward();
        for (int k = 0; k < slopes; k++)
        {
            double[] gradient = leaves[k].Gradient!.ToArray<double>();
            for (int i = 0; i < points.Length; i++) AssertUlps(exact[i][k + 1], gradient[i], type, $"slope {k}", points[i]);
        }
    }

    /// <summary>Numbers whose sizes spread evenly over powers of ten, of both signs.</summary>
    public static IEnumerable<double> Spread(int count, int seed, double low = -8, double high = 3)
    {
        var random = new System.Random(seed);
        for (int i = 0; i < count; i++)
        {
            double size = Math.Pow(10, low + (high - low) * random.NextDouble());
            yield return random.Next(2) == 0 ? size : -size;
        }
    }

    /// <summary>Asserts that a number of the given type is within 4 units in the last place of the exact one.</summary>
    public static void AssertUlps(Wide exact, double actual, DType type, string what, double[] at)
    {
        double nearest = type == DType.Float32 ? (float)(double)exact : (double)exact;
        if (nearest.Equals(actual) || nearest == actual) return;
        double ulp = type == DType.Float32
            ? (double)MathF.BitIncrement((float)Math.Abs(nearest)) - Math.Abs(nearest)
            : Math.BitIncrement(Math.Abs(nearest)) - Math.Abs(nearest);
        double error = Math.Abs((double)(exact - new Wide(actual))) / ulp;
        Assert.True(error <= Most, $"{what} at ({string.Join(", ", at.Select(v => v.ToString("R")))}) in {type}: {actual:R} is {error:0.0} ulp from {nearest:R}.");
    }
}
