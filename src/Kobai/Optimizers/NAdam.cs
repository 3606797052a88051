using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Optimizers;

/// <summary>NAdam: Adam with Nesterov's momentum, whose coefficient warms up.</summary>
/// <remarks>
/// <para>In step t, with g + λ w for g when weight decay λ is set and μₜ = β₁ (1 − ½ · 0.96^(t ψ)):
/// m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², v̂ = v / (1 − β₂ᵗ), and with Πₜ = μ₁ ⋯ μₜ,
/// w ← w − η ((1 − μₜ) / (1 − Πₜ) · g + μₜ₊₁ / (1 − Πₜ₊₁) · m) / (√v̂ + ε).</para>
/// <para>Source: Dozat, "Incorporating Nesterov Momentum into Adam", ICLR workshop 2016.</para>
/// <example><code>
/// var w = Tensor.From([1.0, -2.0]).RequireGradient();
/// var optimizer = new NAdam([w], learningRate: 0.1);
/// (w * w).Sum().Backward();
/// optimizer.Step();
/// w   // [0.8944, -1.8944]
/// </code></example>
/// </remarks>
public sealed class NAdam : Optimizer
{
    readonly OptimizerState _mean, _square;
    readonly double _beta1, _beta2, _epsilon, _momentumDecay;
    readonly List<double> _products = [1];

    /// <summary>Makes the optimizer of some parameters.</summary>
    /// <param name="parameters">The tensors to optimize.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="beta1">β₁, the memory of the average gradient.</param>
    /// <param name="beta2">β₂, the memory of the average square.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="weightDecay">λ, added to the gradient.</param>
    /// <param name="momentumDecay">ψ.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public NAdam(
        IEnumerable<Tensor> parameters, double learningRate = 2e-3, double beta1 = 0.9, double beta2 = 0.999,
        double epsilon = 1e-8, double weightDecay = 0, double momentumDecay = 4e-3)
        : base(parameters, learningRate, weightDecay)
    {
        CheckBeta(nameof(beta1), beta1);
        CheckBeta(nameof(beta2), beta2);
        CheckNotNegative(nameof(epsilon), epsilon);
        CheckNotNegative(nameof(momentumDecay), momentumDecay);
        (_beta1, _beta2, _epsilon, _momentumDecay) = (beta1, beta2, epsilon, momentumDecay);
        (_mean, _square) = (NewState("mean"), NewState("square"));
    }

    /// <inheritdoc/>
    protected override void Update(in ParameterStep step)
    {
        double mu = Mu(step.Count), next = Mu(step.Count + 1), product = Product((int)step.Count);
        double rest2 = Math.Sqrt(1 - Math.Pow(_beta2, step.Count)), eta = step.LearningRate * rest2;
        Fused.Run<Formula>(
            [
                step.WeightDecay, _beta1, 1 - _beta1, _beta2, 1 - _beta2, _epsilon * rest2,
                eta * (1 - mu) / (1 - product), eta * next / (1 - (product * next)),
            ],
            step.Parameter, step.Gradient, _mean[step], _square[step]);
    }

    double Mu(long t) => _beta1 * (1 - (0.5 * Math.Pow(0.96, t * _momentumDecay)));

    // Once the product has vanished, it stays so.
    double Product(int t)
    {
        while (_products.Count <= t && _products[^1] > 0) _products.Add(_products[^1] * Mu(_products.Count));
        return t < _products.Count ? _products[t] : 0;
    }

    readonly struct Formula : IStep
    {
        static int IStep.States => 2;

        [MethodImpl(Jit.Inlined)]
        static void IStep.Step<V>(in Settings<V> k, ref V w, V g, ref V m, ref V v, ref V c)
        {
            V lambda = k.K0, beta1 = k.K1, rest1 = k.K2, beta2 = k.K3, rest2 = k.K4, epsilon = k.K5;
            V gradientRate = k.K6, meanRate = k.K7;
            g = V.Fma(lambda, w, g);
            m = V.Fma(beta1, m, rest1 * g);
            v = V.Fma(beta2, v, rest2 * g * g);
            w -= V.Fma(gradientRate, g, meanRate * m) / (V.Sqrt(v) + epsilon);
        }
    }
}
