using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Optimizers;

/// <summary>Averaged stochastic gradient descent: plain steps, and beside them the average of the weights.</summary>
/// <remarks>
/// <para>With g + λ w for g when weight decay λ is set, in step t: w ← (1 − ρ ηₜ) w − ηₜ g with ηₜ = η / (1 + ρ η (t − 1))^α for
/// t &gt; 1 and η₁ = η, and a ← a + (w − a) / max(1, t − 1 − t₀). <see cref="Average"/> gives a.</para>
/// <para>Source: Polyak and Juditsky, "Acceleration of Stochastic Approximation by Averaging", SIAM Journal on Control and
/// Optimization, 1992; in PyTorch's form.</para>
/// <example><code>
/// var w = Tensor.From([1.0, -2.0]).RequireGradient();
/// var optimizer = new Asgd([w], learningRate: 0.1);
/// (w * w).Sum().Backward();
/// optimizer.Step();
/// w   // [0.79999, -1.59998]
/// </code></example>
/// </remarks>
public sealed class Asgd : Optimizer
{
    readonly OptimizerState _average;
    readonly double _shrink, _alpha, _start;

    /// <summary>Makes the optimizer of some parameters.</summary>
    /// <param name="parameters">The tensors to optimize.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="shrink">ρ.</param>
    /// <param name="alpha">α, by whose power the rate falls.</param>
    /// <param name="start">t₀, the step at which averaging begins.</param>
    /// <param name="weightDecay">λ, added to the gradient.</param>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate or the weight decay is negative.</exception>
    public Asgd(
        IEnumerable<Tensor> parameters, double learningRate = 0.01, double shrink = 1e-4, double alpha = 0.75,
        double start = 1e6, double weightDecay = 0) : base(parameters, learningRate, weightDecay)
    {
        (_shrink, _alpha, _start) = (shrink, alpha, start);
        _average = NewState("average");
    }

    /// <summary>The average a of each parameter; the parameter itself before averaging begins.</summary>
    public Tensor Average(int index) => _average.Of(index, Parameters[index]);

    /// <inheritdoc/>
    protected override void Update(in ParameterStep step)
    {
        long before = step.Count - 1;
        double eta = step.LearningRate;
        if (before > 0) eta /= Math.Pow(1 + (_shrink * eta * before), _alpha);
        Fused.Run<Formula>(
            [eta, step.WeightDecay, 1 - (_shrink * eta), 1 / Math.Max(1, before - _start)],
            step.Parameter, step.Gradient, _average[step]);
    }

    readonly struct Formula : IStep
    {
        static int IStep.States => 1;

        [MethodImpl(Jit.Inlined)]
        static void IStep.Step<V>(in Settings<V> k, ref V w, V g, ref V average, ref V b, ref V c)
        {
            V eta = k.K0, lambda = k.K1, keep = k.K2, share = k.K3;
            g = V.Fma(lambda, w, g);
            w = (keep * w) - (eta * g);
            average = V.Select(V.Equal(share, V.One), w, V.Fma(share, w - average, average));
        }
    }
}
