using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Optimizers;

/// <summary>Adamax: Adam with the largest recent gradient in place of the average square.</summary>
/// <remarks>
/// <para>In step t, with g + λ w for g when weight decay λ is set: m ← β₁ m + (1 − β₁) g, u ← max(β₂ u, |g| + ε),
/// w ← w − η / (1 − β₁ᵗ) · m / u.</para>
/// <para>Source: Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, section 7.1.</para>
/// <example><code>
/// var w = Tensor.From([1.0, -2.0]).RequireGradient();
/// var optimizer = new Adamax([w], learningRate: 0.1);
/// (w * w).Sum().Backward();
/// optimizer.Step();
/// w   // [0.9, -1.9]
/// </code></example>
/// </remarks>
public sealed class Adamax : Optimizer
{
    readonly OptimizerState _mean, _largest;
    readonly double _beta1, _beta2, _epsilon;

    /// <summary>Makes the optimizer of some parameters.</summary>
    /// <param name="parameters">The tensors to optimize.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="beta1">β₁, the memory of the average gradient.</param>
    /// <param name="beta2">β₂, the memory of the largest gradient.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="weightDecay">λ, added to the gradient.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Adamax(
        IEnumerable<Tensor> parameters, double learningRate = 2e-3, double beta1 = 0.9, double beta2 = 0.999,
        double epsilon = 1e-8, double weightDecay = 0) : base(parameters, learningRate, weightDecay)
    {
        CheckBeta(nameof(beta1), beta1);
        CheckBeta(nameof(beta2), beta2);
        CheckNotNegative(nameof(epsilon), epsilon);
        (_beta1, _beta2, _epsilon) = (beta1, beta2, epsilon);
        (_mean, _largest) = (NewState("mean"), NewState("largest"));
    }

    /// <inheritdoc/>
    protected override void Update(in ParameterStep step) => Fused.Run<Formula>(
        [step.LearningRate / (1 - Math.Pow(_beta1, step.Count)), step.WeightDecay, _beta1, 1 - _beta1, _beta2, _epsilon],
        step.Parameter, step.Gradient, _mean[step], _largest[step]);

    readonly struct Formula : IStep
    {
        static int IStep.States => 2;

        [MethodImpl(Jit.Inlined)]
        static void IStep.Step<V>(in Settings<V> k, ref V w, V g, ref V m, ref V u, ref V c)
        {
            V rate = k.K0, lambda = k.K1, beta1 = k.K2, rest1 = k.K3, beta2 = k.K4, epsilon = k.K5;
            g = V.Fma(lambda, w, g);
            m = V.Fma(beta1, m, rest1 * g);
            u = V.Max(beta2 * u, V.Abs(g) + epsilon);
            w -= rate * m / u;
        }
    }
}
