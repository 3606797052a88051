using Kobai.Losses;
using Kobai.Optimizers;

namespace Kobai.Examples;

/// <summary>N throws of a K-sided die: the cross-entropy of the observed frequencies p and q = softmax(a) is least at q = p.</summary>
/// <remarks>
/// ∂q_k/∂a_i = q_k (δ_ki − q_i), hence ∂H(p, q)/∂a = q − p; the least value is the entropy of p.
/// </remarks>
public static class MaximumLikelihood
{
    /// <summary>The frequencies of the sides in throws of a loaded die.</summary>
    public static double[] Frequencies(int throws = 600, long seed = 6)
    {
        double[] chances = [0.3, 0.2, 0.2, 0.15, 0.1, 0.05], u = new double[throws], p = new double[chances.Length];
        new Generator(seed).Uniform(u);
        foreach (double draw in u)
        {
            int side = 0;
            for (double sum = chances[0]; draw >= sum && side < chances.Length - 1; sum += chances[side]) side++;
            p[side] += 1.0 / throws;
        }
        return p;
    }

    /// <summary>Minimizes H(p, softmax(a)) by gradient descent on a, from a = 0.</summary>
    public static IEnumerable<(double CrossEntropy, double[] Q, double[] Gradient)> Fit(double[] p, int steps = 2000)
    {
        var target = Tensor.From(p, [1, p.Length]);
        var a = Tensor.Zeros([1, p.Length], DType.Float64).RequireGradient();
        var optimizer = new Sgd([a], learningRate: 1);
        for (int step = 0; step < steps; step++)
        {
            optimizer.ZeroGradient();
            var loss = Loss.CrossEntropy(a, target);
            loss.Backward();
            yield return (loss.Item(), a.Detach().Softmax(1).ToArray<double>(), a.Gradient!.ToArray<double>());
            optimizer.Step();
        }
    }

    /// <summary>The Jacobian of softmax at a: row k holds ∂q_k/∂a_i, by one backward pass for each k.</summary>
    public static double[][] Jacobian(double[] a) => [.. Enumerable.Range(0, a.Length).Select(k =>
    {
        var x = Tensor.From(a).RequireGradient();
        x.Softmax(0)[k].Backward();
        return x.Gradient!.ToArray<double>();
    })];

    /// <summary>The entropy −Σ p ln p, where 0 · ln 0 counts as 0.</summary>
    public static double Entropy(double[] p) => -p.Where(chance => chance > 0).Sum(chance => chance * Math.Log(chance));

    /// <summary>Writes the way down to the minimum.</summary>
    public static void Run(TextWriter output)
    {
        double[] p = Frequencies();
        output.WriteLine($"p = ({string.Join(", ", p.Select(chance => $"{chance:F4}"))}), entropy {Entropy(p):F8}");
        output.WriteLine("step   cross-entropy   q");
        int step = 0;
        foreach (var (loss, q, _) in Fit(p))
        {
            if (step is 0 or 1 or 10 or 100 or 1999)
            {
                output.WriteLine($"{step,4}   {loss,13:F8}   ({string.Join(", ", q.Select(chance => $"{chance:F4}"))})");
            }
            step++;
        }
    }
}
