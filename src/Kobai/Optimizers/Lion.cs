using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Optimizers;

/// <summary>Lion: steps of one size, of which the sign comes from an average of gradients.</summary>
/// <remarks>
/// <para>w ← (1 − η λ) w − η sign(β₁ m + (1 − β₁) g), then m ← β₂ m + (1 − β₂) g. One state in place of Adam's two; good
/// learning rates are 3 to 10 times smaller than Adam's.</para>
/// <para>Source: Chen et al., "Symbolic Discovery of Optimization Algorithms", NeurIPS 2023.</para>
/// <example><code>
/// var w = Tensor.From([1.0, -2.0]).RequireGradient();
/// var optimizer = new Lion([w], learningRate: 0.1);
/// (w * w).Sum().Backward();
/// optimizer.Step();
/// w   // [0.9, -1.9]
/// </code></example>
/// </remarks>
public sealed class Lion : Optimizer
{
    readonly OptimizerState _mean;
    readonly double _beta1, _beta2;

    /// <summary>Makes the optimizer of some parameters.</summary>
    /// <param name="parameters">The tensors to optimize.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="beta1">β₁, the share of the average in a step.</param>
    /// <param name="beta2">β₂, the memory of the average.</param>
    /// <param name="weightDecay">λ, apart from the gradient.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Lion(
        IEnumerable<Tensor> parameters, double learningRate = 1e-4, double beta1 = 0.9, double beta2 = 0.99,
        double weightDecay = 0) : base(parameters, learningRate, weightDecay)
    {
        CheckBeta(nameof(beta1), beta1);
        CheckBeta(nameof(beta2), beta2);
        (_beta1, _beta2) = (beta1, beta2);
        _mean = NewState("mean");
    }

    /// <inheritdoc/>
    protected override void Update(in ParameterStep step) => Fused.Run<Formula>(
        [step.LearningRate, 1 - (step.LearningRate * step.WeightDecay), _beta1, 1 - _beta1, _beta2, 1 - _beta2],
        step.Parameter, step.Gradient, _mean[step]);

    readonly struct Formula : IStep
    {
        static int IStep.States => 1;

        [MethodImpl(Jit.Inlined)]
        static void IStep.Step<V>(in Settings<V> k, ref V w, V g, ref V m, ref V b, ref V c)
        {
            V eta = k.K0, keep = k.K1, beta1 = k.K2, rest1 = k.K3, beta2 = k.K4, rest2 = k.K5;
            V direction = V.Fma(beta1, m, rest1 * g);
            w = (keep * w) - V.Select(V.Equal(direction, V.Zero), V.Zero, V.CopySign(eta, direction));
            m = V.Fma(beta2, m, rest2 * g);
        }
    }
}
