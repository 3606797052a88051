using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Optimizers;

/// <summary>Resilient back-propagation: each weight has a step of its own, of which only the sign comes from the gradient.</summary>
/// <remarks>
/// <para>Where g has the sign it had before, the step Δ grows by η₊; where the sign changed, Δ shrinks by η₋ and this step is
/// left out; w ← w − sign(g) Δ. For whole batches: the noise of small ones turns the signs.</para>
/// <para>Source: Riedmiller and Braun, "A Direct Adaptive Method for Faster Backpropagation Learning: the RPROP Algorithm",
/// IEEE International Conference on Neural Networks, 1993.</para>
/// <example><code>
/// var w = Tensor.From([1.0, -2.0]).RequireGradient();
/// var optimizer = new Rprop([w], learningRate: 0.1);
/// (w * w).Sum().Backward();
/// optimizer.Step();
/// w   // [0.9, -1.9]
/// </code></example>
/// </remarks>
public sealed class Rprop : Optimizer
{
    readonly OptimizerState _previous, _steps;
    readonly double _shrink, _grow, _smallest, _largest;

    /// <summary>Makes the optimizer of some parameters.</summary>
    /// <param name="parameters">The tensors to optimize.</param>
    /// <param name="learningRate">Δ before the first step.</param>
    /// <param name="shrink">η₋, above 0 and below 1.</param>
    /// <param name="grow">η₊, above 1.</param>
    /// <param name="smallest">The smallest Δ.</param>
    /// <param name="largest">The largest Δ.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Rprop(
        IEnumerable<Tensor> parameters, double learningRate = 0.01, double shrink = 0.5, double grow = 1.2,
        double smallest = 1e-6, double largest = 50) : base(parameters, learningRate)
    {
        CheckRange(shrink is > 0 and < 1, nameof(shrink), shrink, "must be above 0 and below 1");
        CheckRange(grow > 1, nameof(grow), grow, "must be above 1");
        (_shrink, _grow, _smallest, _largest) = (shrink, grow, smallest, largest);
        (_previous, _steps) = (NewState("previous"), NewState("step_size", learningRate));
    }

    /// <inheritdoc/>
    protected override void Update(in ParameterStep step) => Fused.Run<Formula>(
        [_shrink, _grow, _smallest, _largest], step.Parameter, step.Gradient, _previous[step], _steps[step]);

    readonly struct Formula : IStep
    {
        static int IStep.States => 2;

        [MethodImpl(Jit.Inlined)]
        static void IStep.Step<V>(in Settings<V> k, ref V w, V g, ref V previous, ref V delta, ref V c)
        {
            V shrink = k.K0, grow = k.K1, smallest = k.K2, largest = k.K3;
            V agreement = g * previous, turned = V.Less(agreement, V.Zero);
            V factor = V.Select(turned, shrink, V.Select(V.Less(V.Zero, agreement), grow, V.One));
            delta = V.Min(V.Max(delta * factor, smallest), largest);
            previous = V.Select(turned, V.Zero, g);
            w -= V.Select(V.Equal(previous, V.Zero), V.Zero, V.CopySign(delta, previous));
        }
    }
}
