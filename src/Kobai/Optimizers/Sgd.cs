using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Optimizers;

/// <summary>Stochastic gradient descent, with momentum if wanted: w ← w − η g.</summary>
/// <remarks>
/// <para>With weight decay λ the gradient is g + λ w. With momentum μ and dampening τ, v ← μ v + (1 − τ) g (v = g in the
/// first step), and w ← w − η v; with Nesterov's momentum, w ← w − η (g + μ v).</para>
/// <para>Without momentum and weight decay, a step visits only the <see cref="Tensor.GradientRows"/> of a large embedding. With
/// them it cannot, as every weight moves; see <see cref="SparseAdam"/> for a lazy optimizer.</para>
/// <para>Source: Sutskever et al., "On the importance of initialization and momentum in deep learning", ICML 2013; in
/// PyTorch's form.</para>
/// <example><code>
/// var w = Tensor.From([1.0, -2.0]).RequireGradient();
/// var optimizer = new Sgd([w], learningRate: 0.1, momentum: 0.9);
/// (w * w).Sum().Backward();
/// optimizer.Step();
/// w   // [0.8, -1.6]
/// </code></example>
/// </remarks>
public sealed class Sgd : Optimizer
{
    // Visiting rows one by one pays when at most one in so many has a gradient.
    const int FewRows = 8;

    readonly double _momentum, _dampening;
    readonly bool _nesterov;
    readonly OptimizerState _velocity;

    /// <summary>Makes the optimizer of some parameters.</summary>
    /// <param name="parameters">The tensors to optimize.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="momentum">μ; 0 for none.</param>
    /// <param name="dampening">τ.</param>
    /// <param name="weightDecay">λ.</param>
    /// <param name="nesterov">Whether Nesterov's momentum is used.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is negative.</exception>
    /// <exception cref="ArgumentException">Nesterov's momentum is asked for without momentum, or with dampening.</exception>
    public Sgd(
        IEnumerable<Tensor> parameters, double learningRate = 1e-3, double momentum = 0, double dampening = 0,
        double weightDecay = 0, bool nesterov = false) : base(parameters, learningRate, weightDecay)
    {
        CheckNotNegative(nameof(momentum), momentum);
        if (nesterov && (momentum == 0 || dampening != 0))
        {
            throw new ArgumentException("Sgd: Nesterov's momentum needs momentum above 0 and no dampening.", nameof(nesterov));
        }
        (_momentum, _dampening, _nesterov) = (momentum, dampening, nesterov);
        _velocity = NewState("momentum");
    }

    /// <inheritdoc/>
    protected override void Update(in ParameterStep step)
    {
        if (_momentum == 0)
        {
            ReadOnlySpan<double> plain = [-step.LearningRate, step.WeightDecay];
            // Rows without a gradient would stay as they are.
            if (step.WeightDecay == 0 && step.Parameter.GradientRows is { } rows && rows.Count < step.Parameter.Shape[0] / FewRows)
                Fused.RunRows<Plain>(plain, rows, step.Parameter, step.Gradient);
            else
                Fused.Run<Plain>(plain, step.Parameter, step.Gradient);
            return;
        }
        double share = step.Count == 1 ? 1 : 1 - _dampening;
        ReadOnlySpan<double> settings = [-step.LearningRate, step.WeightDecay, _momentum, share];
        if (_nesterov) Fused.Run<Nesterov>(settings, step.Parameter, step.Gradient, _velocity[step]);
        else Fused.Run<Momentum>(settings, step.Parameter, step.Gradient, _velocity[step]);
    }

    readonly struct Plain : IStep
    {
        static int IStep.States => 0;

        [MethodImpl(Jit.Inlined)]
        static void IStep.Step<V>(in Settings<V> k, ref V w, V g, ref V a, ref V b, ref V c)
        {
            V minusEta = k.K0, lambda = k.K1;
            w = V.Fma(minusEta, V.Fma(lambda, w, g), w);
        }
    }

    readonly struct Momentum : IStep
    {
        static int IStep.States => 1;

        [MethodImpl(Jit.Inlined)]
        static void IStep.Step<V>(in Settings<V> k, ref V w, V g, ref V v, ref V b, ref V c)
        {
            V minusEta = k.K0, lambda = k.K1, mu = k.K2, share = k.K3;
            g = V.Fma(lambda, w, g);
            v = V.Fma(mu, v, share * g);
            w = V.Fma(minusEta, v, w);
        }
    }

    readonly struct Nesterov : IStep
    {
        static int IStep.States => 1;

        [MethodImpl(Jit.Inlined)]
        static void IStep.Step<V>(in Settings<V> k, ref V w, V g, ref V v, ref V b, ref V c)
        {
            V minusEta = k.K0, lambda = k.K1, mu = k.K2, share = k.K3;
            g = V.Fma(lambda, w, g);
            v = V.Fma(mu, v, share * g);
            w = V.Fma(minusEta, V.Fma(mu, v, g), w);
        }
    }
}
