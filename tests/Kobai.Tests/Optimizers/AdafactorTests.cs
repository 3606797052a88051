using Kobai.Optimizers;

namespace Kobai.Tests.Optimizers;

public class AdafactorTests
{
    [Fact]
    public void Steps_of_a_matrix_follow_the_paper()
    {
        double[] w = [1, -2, 0.5, 0.25, 3, -1], rows = [0, 0], columns = [0, 0, 0];
        var parameter = Tensor.From(w, [2, 3]).RequireGradient();
        var optimizer = new Adafactor([parameter], learningRate: 0.3, weightDecay: 0.1, threshold: 1);
        for (int t = 1; t <= 5; t++)
        {
            optimizer.Step(() => (parameter * parameter * parameter).Sum());
            double share = Math.Pow(t, -0.8);
            double[] g = [.. w.Select(x => 3 * x * x)];
            for (int i = 0; i < 2; i++) rows[i] += share * (g[(3 * i)..(3 * i + 3)].Average(x => x * x) - rows[i]);
            for (int j = 0; j < 3; j++) columns[j] += share * (((g[j] * g[j]) + (g[3 + j] * g[3 + j])) / 2 - columns[j]);
            double[] u = [.. g.Select((x, k) => x / Math.Sqrt(rows[k / 3] * columns[k % 3] / rows.Average()))];
            double size = Math.Max(1e-3, Rms(w)) * Math.Min(0.3, 1 / Math.Sqrt(t)) / Math.Max(1, Rms(u));
            for (int k = 0; k < 6; k++) w[k] = (w[k] * (1 - 0.03)) - (size * u[k]);
            Assert.All(w.Zip(parameter.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        }
    }

    [Fact]
    public void A_matrix_keeps_only_its_row_and_column_means()
    {
        var w = Tensor.Ones([4, 5]).RequireGradient();
        var optimizer = new Adafactor([w]);
        optimizer.Step(() => w.Sum());
        var state = optimizer.GetState();
        Assert.Equal([4, 1], state["rows.0"].Shape);
        Assert.Equal([1, 5], state["columns.0"].Shape);
        Assert.DoesNotContain("square.0", state.Keys);
    }

    static double Rms(double[] x) => Math.Sqrt(x.Average(v => v * v));
}
