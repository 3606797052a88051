using Kobai.Losses;

namespace Kobai.Tests.Losses;

/// <summary>Holds a loss of pairs against its formula in double precision and against central differences.</summary>
static class PairJudge
{
    /// <summary>Values in single precision are within 4 units in the last place, sums are those of the parts, gradients are right.</summary>
    public static void Check(Func<Tensor, Tensor, Reduction, Tensor> loss, Func<double, double, double> formula, double[] x, double[] t)
    {
        float[] xs = Array.ConvertAll(x, v => (float)v), ts = Array.ConvertAll(t, v => (float)v);
        float[] each = loss(Tensor.From(xs), Tensor.From(ts), Reduction.None).ToArray<float>();
        for (int i = 0; i < xs.Length; i++) AssertUlps(formula(xs[i], ts[i]), each[i]);

        Tensor input = Tensor.From(x), target = Tensor.From(t);
        double[] expected = [.. x.Zip(t, formula)];
        Assert.Equal(expected.Sum(), loss(input, target, Reduction.Sum).Item(), 1e-12 * expected.Sum(Math.Abs));
        Assert.Equal(expected.Average(), loss(input, target, Reduction.Mean).Item(), 1e-12 * expected.Sum(Math.Abs));
        foreach (var reduction in Enum.GetValues<Reduction>())
        {
            Assert.InRange(GradientCheck.Run(v => loss(v[0], target, reduction), input), 0, 1e-7);
            var leaf = Tensor.From(xs).RequireGradient();
            loss(leaf, Tensor.From(ts), reduction).Sum().Backward();
            Assert.All(leaf.Gradient!.ToArray<float>(), slope => Assert.True(float.IsFinite(slope)));
        }
    }

    /// <summary>The gradient by the target matches central differences too.</summary>
    public static void CheckTarget(Func<Tensor, Tensor, Reduction, Tensor> loss, double[] x, double[] t) =>
        Assert.InRange(GradientCheck.Run(v => loss(v[0], v[1], Reduction.Mean), Tensor.From(x), Tensor.From(t)), 0, 1e-7);

    public static void AssertUlps(double exact, float actual, double most = 4)
    {
        float nearest = (float)exact;
        if (nearest == actual) return;
        double ulp = (double)MathF.BitIncrement(Math.Abs(nearest)) - Math.Abs(nearest);
        Assert.InRange(Math.Abs(exact - actual) / ulp, 0, most);
    }
}
