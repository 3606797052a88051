namespace Kobai.Optimizers;

/// <summary>Adam: steps scaled by running averages of the gradient and of its square.</summary>
/// <remarks>
/// <para>In step t, with g + λ w for g when weight decay λ is set: m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g²,
/// m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ), w ← w − η m̂ / (√v̂ + ε). With AMSGrad, v̂ is made of the largest v so far.</para>
/// <para>Source: Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015; Reddi et al., "On the Convergence
/// of Adam and Beyond", ICLR 2018. For decay that is not scaled by the averages see <see cref="AdamW"/>.</para>
/// <example><code>
/// var w = Tensor.From([1.0, -2.0]).RequireGradient();
/// var optimizer = new Adam([w], learningRate: 1e-3);
/// (w * w).Sum().Backward();
/// optimizer.Step();
/// w   // [0.999, -1.999]
/// </code></example>
/// </remarks>
public sealed class Adam : Optimizer
{
    readonly AdamState _state;

    /// <summary>Makes the optimizer of some parameters.</summary>
    /// <param name="parameters">The tensors to optimize.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="beta1">β₁, the memory of the average gradient.</param>
    /// <param name="beta2">β₂, the memory of the average square.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="weightDecay">λ, added to the gradient.</param>
    /// <param name="amsgrad">Whether the largest average square so far is used.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Adam(
        IEnumerable<Tensor> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
        double epsilon = 1e-8, double weightDecay = 0, bool amsgrad = false) : base(parameters, learningRate, weightDecay)
    {
        CheckBeta(nameof(beta1), beta1);
        CheckBeta(nameof(beta2), beta2);
        CheckNotNegative(nameof(epsilon), epsilon);
        _state = new(
            NewState("mean"), NewState("square"), amsgrad ? NewState("largest") : null, beta1, beta2, epsilon);
    }

    /// <inheritdoc/>
    protected override void Update(in ParameterStep step) =>
        _state.Update(step, step.WeightDecay, keep: 1);
}
