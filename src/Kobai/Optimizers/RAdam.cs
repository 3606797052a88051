using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Optimizers;

/// <summary>RAdam: Adam that scales by the squares only once their variance can be told.</summary>
/// <remarks>
/// <para>In step t, with g + λ w for g when weight decay λ is set, m and v as in <see cref="Adam"/>, ρ∞ = 2 / (1 − β₂) − 1 and
/// ρ = ρ∞ − 2 t β₂ᵗ / (1 − β₂ᵗ): w ← w − η m̂ while ρ ≤ 5, then w ← w − η r m̂ √(1 − β₂ᵗ) / (√v + ε) with
/// r² = (ρ − 4)(ρ − 2) ρ∞ / ((ρ∞ − 4)(ρ∞ − 2) ρ).</para>
/// <para>Source: Liu et al., "On the Variance of the Adaptive Learning Rate and Beyond", ICLR 2020.</para>
/// <example><code>
/// var w = Tensor.From([1.0, -2.0]).RequireGradient();
/// var optimizer = new RAdam([w], learningRate: 0.1);
/// (w * w).Sum().Backward();
/// optimizer.Step();
/// w   // [0.8, -1.6]
/// </code></example>
/// </remarks>
public sealed class RAdam : Optimizer
{
    readonly OptimizerState _mean, _square;
    readonly double _beta1, _beta2, _epsilon;

    /// <summary>Makes the optimizer of some parameters.</summary>
    /// <param name="parameters">The tensors to optimize.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="beta1">β₁, the memory of the average gradient.</param>
    /// <param name="beta2">β₂, the memory of the average square.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="weightDecay">λ, added to the gradient.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public RAdam(
        IEnumerable<Tensor> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999,
        double epsilon = 1e-8, double weightDecay = 0) : base(parameters, learningRate, weightDecay)
    {
        CheckBeta(nameof(beta1), beta1);
        CheckBeta(nameof(beta2), beta2);
        CheckNotNegative(nameof(epsilon), epsilon);
        (_beta1, _beta2, _epsilon) = (beta1, beta2, epsilon);
        (_mean, _square) = (NewState("mean"), NewState("square"));
    }

    /// <inheritdoc/>
    protected override void Update(in ParameterStep step)
    {
        double power = Math.Pow(_beta2, step.Count), rate = step.LearningRate / (1 - Math.Pow(_beta1, step.Count));
        double most = (2 / (1 - _beta2)) - 1, rho = most - (2 * step.Count * power / (1 - power));
        double rectified = Math.Sqrt((rho - 4) * (rho - 2) * most / ((most - 4) * (most - 2) * rho)) * Math.Sqrt(1 - power);
        ReadOnlySpan<double> settings =
            [step.WeightDecay, _beta1, 1 - _beta1, _beta2, 1 - _beta2, _epsilon, rho > 5 ? rate * rectified : rate];
        if (rho > 5) Fused.Run<Scaled>(settings, step.Parameter, step.Gradient, _mean[step], _square[step]);
        else Fused.Run<Plain>(settings, step.Parameter, step.Gradient, _mean[step], _square[step]);
    }

    readonly struct Scaled : IStep
    {
        static int IStep.States => 2;

        [MethodImpl(Jit.Inlined)]
        static void IStep.Step<V>(in Settings<V> k, ref V w, V g, ref V m, ref V v, ref V c)
        {
            V epsilon = k.K5, rate = k.K6;
            Average(k, w, g, ref m, ref v);
            w -= rate * m / (V.Sqrt(v) + epsilon);
        }
    }

    readonly struct Plain : IStep
    {
        static int IStep.States => 2;

        [MethodImpl(Jit.Inlined)]
        static void IStep.Step<V>(in Settings<V> k, ref V w, V g, ref V m, ref V v, ref V c)
        {
            V rate = k.K6;
            Average(k, w, g, ref m, ref v);
            w -= rate * m;
        }
    }

    [MethodImpl(Jit.Inlined)]
    static void Average<V>(in Settings<V> k, V w, V g, ref V m, ref V v) where V : struct, Simd.ISimd<V>
    {
        V lambda = k.K0, beta1 = k.K1, rest1 = k.K2, beta2 = k.K3, rest2 = k.K4;
        g = V.Fma(lambda, w, g);
        m = V.Fma(beta1, m, rest1 * g);
        v = V.Fma(beta2, v, rest2 * g * g);
    }
}
