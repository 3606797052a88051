namespace Kobai.Optimizers;

/// <summary>Adafactor: Adam's scaling from the sums of rows and columns of the squares, which take little memory.</summary>
/// <remarks>
/// <para>In step t, with β = 1 − t^κ: for a matrix, r ← β r + (1 − β) · (row means of g²), c ← β c + (1 − β) · (column means of g²),
/// v = r c / mean(r); for a vector v ← β v + (1 − β) g². With u = g / √max(v, ε₁²) and α = max(ε₂, RMS(w)) · min(η, 1/√t):
/// w ← (1 − η λ) w − α u / max(1, RMS(u) / d). The last two axes of a tensor are those of the matrix.</para>
/// <para>Source: Shazeer and Stern, "Adafactor: Adaptive Learning Rates with Sublinear Memory Cost", ICML 2018; in PyTorch's
/// form.</para>
/// <example><code>
/// var w = Tensor.From([1.0, -2.0]).RequireGradient();
/// var optimizer = new Adafactor([w], learningRate: 0.1);
/// (w * w).Sum().Backward();
/// optimizer.Step();
/// w   // [0.8419, -1.8419]
/// </code></example>
/// </remarks>
public sealed class Adafactor : Optimizer
{
    readonly OptimizerState _rows, _columns, _squares;
    readonly double _power, _epsilon1, _epsilon2, _threshold;

    /// <summary>Makes the optimizer of some parameters.</summary>
    /// <param name="parameters">The tensors to optimize.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="beta2Decay">κ, at most 0.</param>
    /// <param name="epsilon1">ε₁; the smallest step from 1 of the element type when null.</param>
    /// <param name="epsilon2">ε₂.</param>
    /// <param name="threshold">d, beyond which a step is cut back.</param>
    /// <param name="weightDecay">λ, apart from the gradient.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Adafactor(
        IEnumerable<Tensor> parameters, double learningRate = 0.01, double beta2Decay = -0.8, double? epsilon1 = null,
        double epsilon2 = 1e-3, double threshold = 1, double weightDecay = 0) : base(parameters, learningRate, weightDecay)
    {
        CheckRange(beta2Decay <= 0, nameof(beta2Decay), beta2Decay, "must be 0 or less");
        CheckNotNegative(nameof(epsilon2), epsilon2);
        CheckRange(threshold >= 1, nameof(threshold), threshold, "must be 1 or more");
        (_power, _epsilon1, _epsilon2, _threshold) = (beta2Decay, epsilon1 ?? double.NaN, epsilon2, threshold);
        _rows = NewState("rows", shape: static s => Shape.Create([.. s.Sizes[..^1], 1]));
        _columns = NewState("columns", shape: static s => Shape.Create([.. s.Sizes[..^2], 1, s[^1]]));
        _squares = NewState("square");
    }

    /// <inheritdoc/>
    protected override void Update(in ParameterStep step)
    {
        Tensor w = step.Parameter, g = step.Gradient;
        double share = Math.Pow(step.Count, _power);
        double smallest = !double.IsNaN(_epsilon1) ? _epsilon1 : w.DType == DType.Float32 ? MathF.BitIncrement(1) - 1 : Math.BitIncrement(1) - 1;
        double size = Math.Max(_epsilon2, RootMeanSquare(w)) * Math.Min(step.LearningRate, 1 / Math.Sqrt(step.Count));
        Tensor update = Square(step, share, smallest).Clamp(min: smallest * smallest).Rsqrt() * g;
        double cut = Math.Max(1, RootMeanSquare(update) / _threshold);
        Kernel.Copy((w * (1 - (step.LearningRate * step.WeightDecay))) - (update * (size / cut)), w);
    }

    Tensor Square(in ParameterStep step, double share, double smallest)
    {
        Tensor square = step.Gradient * step.Gradient;
        if (square.Rank < 2) return Mixed(_squares[step], square, share);
        Tensor rows = Mixed(_rows[step], square.Mean(-1, keepDims: true), share);
        Tensor columns = Mixed(_columns[step], square.Mean(-2, keepDims: true), share);
        return rows.MatMul(columns) / rows.Mean(-2, keepDims: true).Clamp(min: smallest);
    }

    static Tensor Mixed(Tensor average, Tensor now, double share)
    {
        Kernel.Copy((average * (1 - share)) + (now * share), average);
        return average;
    }

    static double RootMeanSquare(Tensor x) => Math.Sqrt((x * x).Mean().Item());
}
