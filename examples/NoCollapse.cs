using Kobai.Layers;
using Kobai.Losses;
using Kobai.Optimizers;

namespace Kobai.Examples;

/// <summary>A network trained far past perfect accuracy: its tiny losses and gradients stay true where the common way rounds them to 0.</summary>
public static class NoCollapse
{
    /// <summary>One measurement on the way.</summary>
    /// <param name="Step">Steps of training before it.</param>
    /// <param name="Accuracy">The share of rows whose largest logit is that of their class.</param>
    /// <param name="Loss">The mean loss, by <see cref="Losses.Loss"/>.</param>
    /// <param name="CommonLoss">The mean of x_max + ln Σ exp(x − x_max) − x_t, in float.</param>
    /// <param name="GradientNorm">The length of the gradient by the logits.</param>
    /// <param name="CommonGradientNorm">The length of softmax − one-hot, in float.</param>
    /// <param name="Cosine">The cosine of the angle between the gradient and the exact one, computed in double.</param>
    /// <param name="CommonCosine">The same for softmax − one-hot, whose entry at the label has become 0.</param>
    public readonly record struct Point(
        int Step, double Accuracy, double Loss, double CommonLoss, double GradientNorm, double CommonGradientNorm,
        double Cosine, double CommonCosine);

    /// <summary>Trains a small network on three separate clouds of points, with steps that do not shrink with the gradient.</summary>
    public static IEnumerable<Point> Train(int steps = 500)
    {
        Random.Seed(1);
        long[] classes = [.. Enumerable.Range(0, 96).Select(i => i % 3L)];
        var centers = Tensor.From([0f, 3, 3, -2, -3, -2], [3, 2]);
        var x = centers.IndexSelect(0, Labels.Create(classes)) + 0.3 * Tensor.Normal([96, 2]);
        Labels labels = Labels.Create(classes);
        Sequential model = [new Linear(2, 16), new Tanh(), new Linear(16, 3)];
        var optimizer = new Adam(model.Parameters, 0.01, 0.9, 0.9, 1e-30);
        for (int step = 0; step <= steps; step++)
        {
            if (step % 100 == 0) yield return Measure(step, model.Forward(x).Detach(), labels);
            optimizer.ZeroGradient();
            Loss.CrossEntropy(model.Forward(x), labels).Backward();
            optimizer.Step();
        }
    }

    /// <summary>Writes the table.</summary>
    public static void Run(TextWriter output)
    {
        output.WriteLine("                loss                   length of the gradient   its cosine with the exact one");
        output.WriteLine("step  accuracy  here     common way    here     common way      here      common way");
        foreach (var p in Train())
        {
            output.WriteLine(
                $"{p.Step,4}  {p.Accuracy,8:P0}  {p.Loss:0.0e+0}   {Plain(p.CommonLoss),-8}      {p.GradientNorm:0.0e+0}   {Plain(p.CommonGradientNorm),-8}        {p.Cosine:0.000000}  {p.CommonCosine:0.000000}");
        }
    }

    static string Plain(double x) => x == 0 ? "0" : $"{x:0.0e+0}";

    static Point Measure(int step, Tensor logits, Labels labels)
    {
        var leaf = logits.Clone().RequireGradient();
        var loss = Loss.CrossEntropy(leaf, labels);
        loss.Backward();
        float[] gradient = leaf.Gradient!.ToArray<float>(), x = logits.ToArray<float>();
        int rows = (int)labels.Count, classes = x.Length / rows, right = 0;
        double common = 0;
        double[] usual = new double[x.Length], exact = new double[x.Length];
        for (int i = 0; i < rows; i++)
        {
            float[] row = x[(i * classes)..((i + 1) * classes)];
            int t = (int)labels[i];
            float m = row.Max(), logSum = m + MathF.Log(row.Sum(v => MathF.Exp(v - m)));
            if (row[t] == m) right++;
            common += logSum - row[t];
            Exact(row, t).CopyTo(exact, i * classes);
            for (int j = 0; j < classes; j++) usual[i * classes + j] = (MathF.Exp(row[j] - logSum) - (j == t ? 1 : 0)) / rows;
        }
        double[] here = Array.ConvertAll(gradient, g => (double)g);
        return new(
            step, (double)right / rows, loss.Item(), common / rows, Length(here), Length(usual), Cosine(here, exact), Cosine(usual, exact));
    }

    static double Length(double[] x) => Math.Sqrt(x.Sum(v => v * v));

    static double Cosine(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum() / (Length(x) * Length(y));

    // The gradient at the label is minus the sum of the others: nothing cancels, in double.
    static double[] Exact(float[] row, int t)
    {
        double[] e = Array.ConvertAll(row, v => Math.Exp((double)v - row[t]));
        double sum = e.Sum(), others = e.Where((_, j) => j != t).Sum();
        return [.. e.Select((v, j) => j == t ? -others / sum : v / sum)];
    }
}
