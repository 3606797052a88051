namespace Kobai.Optimizers;

/// <summary>Muon: the momentum of a weight matrix, made orthogonal before the step.</summary>
/// <remarks>
/// <para>b ← μ b + (1 − μ) g, u = (1 − μ) g + μ b with Nesterov's momentum or u = b without; then u becomes its nearest
/// orthogonal matrix, nearly, by five steps X ← a X + (b A + c A²) X with A = X Xᵀ of a Newton–Schulz iteration, and
/// w ← (1 − η λ) w − η √max(1, rows / columns) u. For the matrices inside a network; embeddings, biases and the last layer
/// are better trained by <see cref="AdamW"/>.</para>
/// <para>Source: Jordan et al., "Muon: An optimizer for hidden layers in neural networks", 2024.</para>
/// <example><code>
/// var w = Tensor.From([1.0, 0.0, 0.0, 2.0], [2, 2]).RequireGradient();
/// var optimizer = new Muon([w], learningRate: 0.1, weightDecay: 0);
/// (w * w).Sum().Backward();
/// optimizer.Step();
/// w.Diagonal()   // [0.8886, 1.9311]
/// </code></example>
/// </remarks>
public sealed class Muon : Optimizer
{
    readonly OptimizerState _momentum;
    readonly double _mu, _epsilon;
    readonly bool _nesterov;
    readonly int _iterations;

    /// <summary>Makes the optimizer of some weight matrices.</summary>
    /// <param name="parameters">The matrices to optimize.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="weightDecay">λ, apart from the gradient.</param>
    /// <param name="momentum">μ.</param>
    /// <param name="nesterov">Whether Nesterov's momentum is used.</param>
    /// <param name="epsilon">The smallest norm divided by.</param>
    /// <param name="iterations">How many steps the iteration takes.</param>
    /// <exception cref="ArgumentException">A parameter is no matrix.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Muon(
        IEnumerable<Tensor> parameters, double learningRate = 1e-3, double weightDecay = 0.1, double momentum = 0.95,
        bool nesterov = true, double epsilon = 1e-7, int iterations = 5) : base(parameters, learningRate, weightDecay)
    {
        CheckBeta(nameof(momentum), momentum);
        CheckRange(iterations > 0, nameof(iterations), iterations, "must be above 0");
        foreach (var parameter in Parameters)
        {
            if (parameter.Rank == 2) continue;
            throw new ArgumentException(
                $"Muon: every parameter must be a matrix; one has the shape {parameter.Shape}. Give the others to AdamW.", nameof(parameters));
        }
        (_mu, _nesterov, _epsilon, _iterations) = (momentum, nesterov, epsilon, iterations);
        _momentum = NewState("momentum");
    }

    /// <inheritdoc/>
    protected override void Update(in ParameterStep step)
    {
        Tensor w = step.Parameter, g = step.Gradient, b = _momentum[step];
        Kernel.Copy((b * _mu) + (g * (1 - _mu)), b);
        Tensor u = Orthogonal(_nesterov ? (g * (1 - _mu)) + (b * _mu) : b);
        double rate = step.LearningRate * Math.Sqrt(Math.Max(1, (double)w.Shape[0] / w.Shape[1]));
        Kernel.Copy((w * (1 - (step.LearningRate * step.WeightDecay))) - (u * rate), w);
    }

    Tensor Orthogonal(Tensor g)
    {
        const double a = 3.4445, b = -4.7750, c = 2.0315;
        bool isTall = g.Shape[0] > g.Shape[1];
        Tensor x = isTall ? g.T : g;
        x /= Math.Max((x * x).Sum().Sqrt().Item(), _epsilon);
        for (int i = 0; i < _iterations; i++)
        {
            Tensor gram = x.MatMul(x.T);
            x = (x * a) + ((gram * b) + (gram.MatMul(gram) * c)).MatMul(x);
        }
        return isTall ? x.T : x;
    }
}
