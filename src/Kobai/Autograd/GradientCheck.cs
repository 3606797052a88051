namespace Kobai;

/// <summary>Compares the gradients of a function with central differences.</summary>
/// <remarks>
/// For each element x of each input, (f(x + h) − f(x − h)) / 2h is compared with what the backward pass gives, in double
/// precision. The function may be of any shape: its result is weighted element by element with fixed numbers and summed.
/// </remarks>
public static class GradientCheck
{
    /// <summary>Runs the check.</summary>
    /// <param name="f">The function; called several times per element of the inputs.</param>
    /// <param name="inputs">Where to check; converted to Float64.</param>
    /// <param name="step">The step h.</param>
    /// <returns>The largest |difference| / max(1, |gradient|) over all elements.</returns>
    /// <example><code>
    /// GradientCheck.Run(x => x[0].Exp() * x[1], Tensor.From([1.0, 2.0]), Tensor.From([3.0, 4.0])) &lt; 1e-8   // True
    /// </code></example>
    public static double Run(Func<Tensor[], Tensor> f, Tensor[] inputs, double step = 1e-6)
    {
        var points = Array.ConvertAll(inputs, x => x.ToArray<double>());
        Tensor[] Leaves() => [.. inputs.Zip(points, (x, values) => Tensor.From(values, x.Shape))];

        var leaves = Array.ConvertAll(Leaves(), x => x.RequireGradient());
        var y = f(leaves);
        var weights = Weights(y.Shape);
        y.Backward(weights);

        double worst = 0;
        for (int k = 0; k < inputs.Length; k++)
        {
            double[] gradient = leaves[k].Gradient?.ToArray<double>() ?? new double[points[k].Length];
            for (int i = 0; i < gradient.Length; i++)
            {
                double numeric = (Value(k, i, step) - Value(k, i, -step)) / (2 * step);
                worst = Math.Max(worst, Math.Abs(numeric - gradient[i]) / Math.Max(1, Math.Abs(gradient[i])));
            }
        }
        return worst;

        double Value(int k, int i, double h)
        {
            double x = points[k][i];
            points[k][i] = x + h;
            using var noGradient = NoGradient.Enter();
            double[] values = f(Leaves()).ToArray<double>(), weight = weights.ToArray<double>();
            points[k][i] = x;
            double sum = 0;
            for (int j = 0; j < values.Length; j++) sum += values[j] * weight[j];
            return sum;
        }
    }

    /// <summary>Runs the check with the usual step.</summary>
    /// <param name="f">The function; called several times per element of the inputs.</param>
    /// <param name="inputs">Where to check; converted to Float64.</param>
    /// <returns>The largest |difference| / max(1, |gradient|) over all elements.</returns>
    public static double Run(Func<Tensor[], Tensor> f, params Tensor[] inputs) => Run(f, inputs, 1e-6);

    // Unlike one another, so that no two elements' errors cancel.
    static Tensor Weights(Shape shape)
    {
        var weights = Tensor.Empty(shape, DType.Float64);
        for (nint i = 0; i < weights.Count; i++) Kernel.Set(weights, i, 1 + Math.Cos(3 * i) / 2);
        return weights;
    }
}
