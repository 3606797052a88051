using Kobai.Judging;

namespace Kobai.Tests.Losses;

/// <summary>The softmax of a row with some 240 bits, and what it makes of a loss: the judge of the losses of rows.</summary>
sealed class RowJudge
{
    readonly Precise[] _e;

    public RowJudge(double[] x)
    {
        Largest = x.Max();
        _e = [.. x.Select(v => v - Largest < -1e6 ? 0 : Precise.Exp(Precise.Of(v) - Precise.Of(Largest)))];
        X = x;
        for (int j = 0; j < x.Length; j++) Sum += _e[j];
    }

    public double[] X { get; }

    public double Largest { get; }

    public Precise Sum { get; } = 0;

    /// <summary>pⱼ.</summary>
    public Precise P(int j) => _e[j] / Sum;

    /// <summary>1 − pⱼ.</summary>
    public Precise Rest(int j)
    {
        Precise rest = 0;
        for (int k = 0; k < _e.Length; k++) rest += k == j ? 0 : _e[k];
        return rest / Sum;
    }

    /// <summary>−ln pⱼ.</summary>
    public Precise Nats(int j) => Rest(j).ToDouble() < 1e-20
        ? Rest(j) * (1 + Rest(j) / 2)
        : Precise.Of(Largest) - Precise.Of(X[j]) + Precise.Log(Sum);

    /// <summary>∂ℓ/∂x of a loss with this slope in −ln p of the label.</summary>
    public Precise[] Gradient(int label, Precise slope) =>
        [.. X.Select((_, j) => j == label ? -(slope * Rest(j)) : slope * P(j))];

    /// <summary>Within so many units in the last place of the type, subnormal numbers included.</summary>
    public static void AssertUlps(Precise exact, double actual, DType type, double most = 4)
    {
        double nearest = exact.ToDouble();
        if (type == DType.Float64)
        {
            Assert.InRange(exact.UlpsTo(actual), 0, most);
            return;
        }
        if ((float)nearest == (float)actual) return;
        double size = Math.Abs((double)(float)nearest), ulp = MathF.BitIncrement((float)size) - size;
        Assert.InRange(Math.Abs((exact - Precise.Of(actual)).ToDouble()) / ulp, 0, most);
    }

    /// <summary>Rows of many kinds for a type: calm, spread, far apart, confident, and with equal logits.</summary>
    public static IEnumerable<double[]> Rows(DType type)
    {
        var generator = new Generator(5);
        foreach (int classes in new[] { 2, 3, 10, 37 })
        {
            foreach (double scale in new[] { 1e-3, 1, 8, 100, 1e4 })
            {
                var x = new double[classes];
                generator.Normal(x, 0, scale);
                yield return Rounded(x);
                x[1] = x.Max() + 30;
                yield return Rounded(x);
            }
        }
        yield return [0, 0, 0];
        yield return [1000, 1000, 999, -1000];
        yield return Rounded([3e38, -3e38, 0, 2.9e38]);

        double[] Rounded(double[] x) => type == DType.Float32 ? Array.ConvertAll(x, v => (double)(float)v) : x;
    }

    /// <summary>Holds value and gradient of a loss of single rows to 4 units in the last place.</summary>
    public static void Check(
        Func<Tensor, Labels, Tensor> loss, Func<RowJudge, int, (Precise Value, Precise[] Gradient)> exact, double most = 4)
    {
        foreach (var type in new[] { DType.Float32, DType.Float64 })
        {
            foreach (double[] row in Rows(type))
            {
                var judge = new RowJudge(row);
                foreach (int label in new[] { 0, 1, Array.IndexOf(row, row.Max()) }.Distinct())
                {
                    var x = Tensor.From(row, [1, row.Length]).To(type).Detach().RequireGradient();
                    var y = loss(x, [label]);
                    y.Backward();
                    var (value, gradient) = exact(judge, label);
                    AssertUlps(value, y.Item(), type, most);
                    double[] slopes = x.Gradient!.ToArray<double>();
                    for (int j = 0; j < row.Length; j++) AssertUlps(gradient[j], slopes[j], type, most);
                }
            }
        }
    }
}
