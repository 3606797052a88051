using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Optimizers;

/// <summary>The running averages of Adam and AdamW, and their common step.</summary>
sealed class AdamState(
    OptimizerState mean, OptimizerState square, OptimizerState? largest, double beta1, double beta2, double epsilon)
{
    /// <summary>One step of one parameter, after w ← keep · w.</summary>
    public void Update(in ParameterStep step, double weightDecay, double keep)
    {
        double rest1 = 1 - Math.Pow(beta1, step.Count), rest2 = Math.Sqrt(1 - Math.Pow(beta2, step.Count));
        ReadOnlySpan<double> settings =
            [beta1, 1 - beta1, beta2, 1 - beta2, epsilon * rest2, step.LearningRate * rest2 / rest1, weightDecay, keep];
        Tensor w = step.Parameter, g = step.Gradient, m = mean[step], v = square[step];
        if (largest is null) Fused.Run<Plain>(settings, w, g, m, v);
        else Fused.Run<Amsgrad>(settings, w, g, m, v, largest[step]);
    }

    // η m̂ / (√v̂ + ε) = (η √(1 − β₂ᵗ) / (1 − β₁ᵗ)) · m / (√v + ε √(1 − β₂ᵗ)): both corrections leave the loop.
    readonly struct Plain : IStep
    {
        static int IStep.States => 2;

        [MethodImpl(Jit.Inlined)]
        static void IStep.Step<V>(in Settings<V> k, ref V w, V g, ref V m, ref V v, ref V unused)
        {
            V epsilon = k.K4, rate = k.K5;
            Average(k, ref w, g, ref m, ref v);
            w -= rate * m / (V.Sqrt(v) + epsilon);
        }
    }

    readonly struct Amsgrad : IStep
    {
        static int IStep.States => 3;

        [MethodImpl(Jit.Inlined)]
        static void IStep.Step<V>(in Settings<V> k, ref V w, V g, ref V m, ref V v, ref V largest)
        {
            V epsilon = k.K4, rate = k.K5;
            Average(k, ref w, g, ref m, ref v);
            largest = V.Max(largest, v);
            w -= rate * m / (V.Sqrt(largest) + epsilon);
        }
    }

    [MethodImpl(Jit.Inlined)]
    static void Average<V>(in Settings<V> k, ref V w, V g, ref V m, ref V v) where V : struct, ISimd<V>
    {
        V beta1 = k.K0, rest1 = k.K1, beta2 = k.K2, rest2 = k.K3, lambda = k.K6, keep = k.K7;
        w *= keep;
        g = V.Fma(lambda, w, g);
        m = V.Fma(beta1, m, rest1 * g);
        v = V.Fma(beta2, v, rest2 * g * g);
    }
}
