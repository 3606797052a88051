using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Optimizers;

/// <summary>Adadelta: steps in the units of the weights, from running averages of squared gradients and squared steps.</summary>
/// <remarks>
/// <para>With g + λ w for g when weight decay λ is set: s ← ρ s + (1 − ρ) g², Δ = √(u + ε) / √(s + ε) · g,
/// u ← ρ u + (1 − ρ) Δ², w ← w − η Δ.</para>
/// <para>Source: Zeiler, "ADADELTA: An Adaptive Learning Rate Method", 2012.</para>
/// <example><code>
/// var w = Tensor.From([1.0, -2.0]).RequireGradient();
/// var optimizer = new Adadelta([w]);
/// (w * w).Sum().Backward();
/// optimizer.Step();
/// w   // [0.996838, -1.996838]
/// </code></example>
/// </remarks>
public sealed class Adadelta : Optimizer
{
    readonly OptimizerState _square, _steps;
    readonly double _rho, _epsilon;

    /// <summary>Makes the optimizer of some parameters.</summary>
    /// <param name="parameters">The tensors to optimize.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="rho">ρ, the memory of both averages.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="weightDecay">λ, added to the gradient.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Adadelta(
        IEnumerable<Tensor> parameters, double learningRate = 1, double rho = 0.9, double epsilon = 1e-6,
        double weightDecay = 0) : base(parameters, learningRate, weightDecay)
    {
        CheckRange(rho is >= 0 and <= 1, nameof(rho), rho, "must be from 0 to 1");
        CheckNotNegative(nameof(epsilon), epsilon);
        (_rho, _epsilon) = (rho, epsilon);
        (_square, _steps) = (NewState("square"), NewState("steps_square"));
    }

    /// <inheritdoc/>
    protected override void Update(in ParameterStep step) => Fused.Run<Formula>(
        [step.LearningRate, step.WeightDecay, _rho, 1 - _rho, _epsilon],
        step.Parameter, step.Gradient, _square[step], _steps[step]);

    readonly struct Formula : IStep
    {
        static int IStep.States => 2;

        [MethodImpl(Jit.Inlined)]
        static void IStep.Step<V>(in Settings<V> k, ref V w, V g, ref V square, ref V steps, ref V c)
        {
            V eta = k.K0, lambda = k.K1, rho = k.K2, rest = k.K3, epsilon = k.K4;
            g = V.Fma(lambda, w, g);
            square = V.Fma(rho, square, rest * g * g);
            V delta = V.Sqrt(steps + epsilon) / V.Sqrt(square + epsilon) * g;
            steps = V.Fma(rho, steps, rest * delta * delta);
            w -= eta * delta;
        }
    }
}
