using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Optimizers;

/// <summary>RMSprop: the gradient over the root of its running mean square.</summary>
/// <remarks>
/// <para>With g + λ w for g when weight decay λ is set: v ← α v + (1 − α) g², d = g / (√v + ε); centered, with the running mean
/// ḡ ← α ḡ + (1 − α) g, d = g / (√(v − ḡ²) + ε). Then w ← w − η d, or with momentum μ: b ← μ b + d, w ← w − η b.</para>
/// <para>Source: Tieleman and Hinton, Lecture 6.5 of "Neural Networks for Machine Learning", 2012; centered: Graves,
/// "Generating Sequences With Recurrent Neural Networks", 2013.</para>
/// <example><code>
/// var w = Tensor.From([1.0, -2.0]).RequireGradient();
/// var optimizer = new RmsProp([w], learningRate: 0.01);
/// (w * w).Sum().Backward();
/// optimizer.Step();
/// w   // [0.9, -1.9]
/// </code></example>
/// </remarks>
public sealed class RmsProp : Optimizer
{
    readonly OptimizerState _square, _velocity, _mean;
    readonly double _alpha, _epsilon, _momentum;
    readonly bool _centered;

    /// <summary>Makes the optimizer of some parameters.</summary>
    /// <param name="parameters">The tensors to optimize.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="alpha">α, the memory of the mean square.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="weightDecay">λ, added to the gradient.</param>
    /// <param name="momentum">μ; 0 for none.</param>
    /// <param name="centered">Whether the mean square is taken around the mean.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is negative.</exception>
    public RmsProp(
        IEnumerable<Tensor> parameters, double learningRate = 0.01, double alpha = 0.99, double epsilon = 1e-8,
        double weightDecay = 0, double momentum = 0, bool centered = false) : base(parameters, learningRate, weightDecay)
    {
        CheckNotNegative(nameof(alpha), alpha);
        CheckNotNegative(nameof(epsilon), epsilon);
        CheckNotNegative(nameof(momentum), momentum);
        (_alpha, _epsilon, _momentum, _centered) = (alpha, epsilon, momentum, centered);
        (_square, _velocity, _mean) = (NewState("square"), NewState("momentum"), NewState("mean"));
    }

    /// <inheritdoc/>
    protected override void Update(in ParameterStep step)
    {
        Tensor w = step.Parameter, g = step.Gradient;
        ReadOnlySpan<double> settings = [step.LearningRate, step.WeightDecay, _alpha, 1 - _alpha, _epsilon, _momentum];
        if (_centered) Fused.Run<Centered>(settings, w, g, _square[step], _velocity[step], _mean[step]);
        else if (_momentum == 0) Fused.Run<Plain>(settings, w, g, _square[step]);
        else Fused.Run<Momentum>(settings, w, g, _square[step], _velocity[step]);
    }

    readonly struct Plain : IStep
    {
        static int IStep.States => 1;

        [MethodImpl(Jit.Inlined)]
        static void IStep.Step<V>(in Settings<V> k, ref V w, V g, ref V v, ref V b, ref V c)
        {
            V eta = k.K0, lambda = k.K1, alpha = k.K2, rest = k.K3, epsilon = k.K4;
            g = V.Fma(lambda, w, g);
            v = V.Fma(alpha, v, rest * g * g);
            w -= eta * g / (V.Sqrt(v) + epsilon);
        }
    }

    readonly struct Momentum : IStep
    {
        static int IStep.States => 2;

        [MethodImpl(Jit.Inlined)]
        static void IStep.Step<V>(in Settings<V> k, ref V w, V g, ref V v, ref V b, ref V c)
        {
            V eta = k.K0, lambda = k.K1, alpha = k.K2, rest = k.K3, epsilon = k.K4, mu = k.K5;
            g = V.Fma(lambda, w, g);
            v = V.Fma(alpha, v, rest * g * g);
            b = V.Fma(mu, b, g / (V.Sqrt(v) + epsilon));
            w -= eta * b;
        }
    }

    readonly struct Centered : IStep
    {
        static int IStep.States => 3;

        [MethodImpl(Jit.Inlined)]
        static void IStep.Step<V>(in Settings<V> k, ref V w, V g, ref V v, ref V b, ref V mean)
        {
            V eta = k.K0, lambda = k.K1, alpha = k.K2, rest = k.K3, epsilon = k.K4, mu = k.K5;
            g = V.Fma(lambda, w, g);
            v = V.Fma(alpha, v, rest * g * g);
            mean = V.Fma(alpha, mean, rest * g);
            b = V.Fma(mu, b, g / (V.Sqrt(v - (mean * mean)) + epsilon));
            w -= eta * b;
        }
    }
}
