namespace Kobai.Optimizers;

/// <summary>Adam with decoupled weight decay: the weights shrink by η λ apart from the gradient.</summary>
/// <remarks>
/// <para>In step t: w ← w − η λ w, then the step of <see cref="Adam"/> without decay.</para>
/// <para>Source: Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR 2019; in PyTorch's form.</para>
/// <example><code>
/// var w = Tensor.From([1.0, -2.0]).RequireGradient();
/// var optimizer = new AdamW([w], learningRate: 1e-3, weightDecay: 0.01);
/// (w * w).Sum().Backward();
/// optimizer.Step();
/// w   // [0.99899, -1.99898]
/// </code></example>
/// </remarks>
public sealed class AdamW : Optimizer
{
    readonly AdamState _state;

    /// <summary>Makes the optimizer of some parameters.</summary>
    /// <param name="parameters">The tensors to optimize.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="beta1">β₁, the memory of the average gradient.</param>
    /// <param name="beta2">β₂, the memory of the average square.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="weightDecay">λ.</param>
    /// <param name="amsgrad">Whether the largest average square so far is used.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public AdamW(
        IEnumerable<Tensor> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
        double epsilon = 1e-8, double weightDecay = 0.01, bool amsgrad = false) : base(parameters, learningRate, weightDecay)
    {
        CheckBeta(nameof(beta1), beta1);
        CheckBeta(nameof(beta2), beta2);
        CheckNotNegative(nameof(epsilon), epsilon);
        _state = new(
            NewState("mean"), NewState("square"), amsgrad ? NewState("largest") : null, beta1, beta2, epsilon);
    }

    /// <inheritdoc/>
    protected override void Update(in ParameterStep step) =>
        _state.Update(step, weightDecay: 0, keep: 1 - (step.LearningRate * step.WeightDecay));
}
