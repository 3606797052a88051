using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Optimizers;

/// <summary>Adagrad: each weight's steps shrink by the root of the sum of its squared gradients.</summary>
/// <remarks>
/// <para>With g + λ w for g when weight decay λ is set: s ← s + g², w ← w − η / (1 + (t − 1) δ) · g / (√s + ε), where δ is the
/// decay of the learning rate.</para>
/// <para>Source: Duchi, Hazan and Singer, "Adaptive Subgradient Methods for Online Learning and Stochastic Optimization",
/// JMLR 2011.</para>
/// <example><code>
/// var w = Tensor.From([1.0, -2.0]).RequireGradient();
/// var optimizer = new Adagrad([w], learningRate: 0.1);
/// (w * w).Sum().Backward();
/// optimizer.Step();
/// w   // [0.9, -1.9]
/// </code></example>
/// </remarks>
public sealed class Adagrad : Optimizer
{
    readonly OptimizerState _sum;
    readonly double _decay, _epsilon;

    /// <summary>Makes the optimizer of some parameters.</summary>
    /// <param name="parameters">The tensors to optimize.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="learningRateDecay">δ.</param>
    /// <param name="weightDecay">λ, added to the gradient.</param>
    /// <param name="initialSum">s before the first step.</param>
    /// <param name="epsilon">ε.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is negative.</exception>
    public Adagrad(
        IEnumerable<Tensor> parameters, double learningRate = 0.01, double learningRateDecay = 0, double weightDecay = 0,
        double initialSum = 0, double epsilon = 1e-10) : base(parameters, learningRate, weightDecay)
    {
        CheckNotNegative(nameof(learningRateDecay), learningRateDecay);
        CheckNotNegative(nameof(initialSum), initialSum);
        CheckNotNegative(nameof(epsilon), epsilon);
        (_decay, _epsilon) = (learningRateDecay, epsilon);
        _sum = NewState("sum", initialSum);
    }

    /// <inheritdoc/>
    protected override void Update(in ParameterStep step)
    {
        double rate = step.LearningRate / (1 + ((step.Count - 1) * _decay));
        Fused.Run<Formula>([rate, step.WeightDecay, _epsilon], step.Parameter, step.Gradient, _sum[step]);
    }

    readonly struct Formula : IStep
    {
        static int IStep.States => 1;

        [MethodImpl(Jit.Inlined)]
        static void IStep.Step<V>(in Settings<V> k, ref V w, V g, ref V sum, ref V b, ref V c)
        {
            V rate = k.K0, lambda = k.K1, epsilon = k.K2;
            g = V.Fma(lambda, w, g);
            sum = V.Fma(g, g, sum);
            w -= rate * g / (V.Sqrt(sum) + epsilon);
        }
    }
}
