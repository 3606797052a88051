using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Optimizers;

/// <summary>Adam that visits only rows with a gradient: for large embeddings, of which a batch takes few rows.</summary>
/// <remarks>
/// <para>Of a parameter whose gradient was collected row by row (<see cref="Tensor.GradientRows"/>), a step changes these rows
/// and their averages: m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², w ← w − η √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε), with
/// the step t of the whole parameter. The other rows, their averages included, stay as they are, unlike in <see cref="Adam"/>.
/// Of other gradients all rows are visited.</para>
/// <para>Source: PyTorch's <c>SparseAdam</c>, after Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015.</para>
/// <example><code>
/// var table = Tensor.Ones([1000, 2]).RequireGradient();
/// var optimizer = new SparseAdam([table], learningRate: 0.1);
/// table.Embedding([7]).Sum().Backward();
/// optimizer.Step();
/// table[7]   // [0.9, 0.9]
/// table[8]   // [1, 1]
/// </code></example>
/// </remarks>
public sealed class SparseAdam : Optimizer
{
    readonly double _beta1, _beta2, _epsilon;
    readonly OptimizerState _mean, _square;

    /// <summary>Makes the optimizer of some parameters.</summary>
    /// <param name="parameters">The tensors to optimize.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="beta1">β₁, the memory of the average gradient.</param>
    /// <param name="beta2">β₂, the memory of the average square.</param>
    /// <param name="epsilon">ε.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public SparseAdam(
        IEnumerable<Tensor> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
        : base(parameters, learningRate)
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
        double rate = step.LearningRate * Math.Sqrt(1 - Math.Pow(_beta2, step.Count)) / (1 - Math.Pow(_beta1, step.Count));
        ReadOnlySpan<double> settings = [_beta1, 1 - _beta1, _beta2, 1 - _beta2, _epsilon, -rate];
        if (step.Parameter.GradientRows is { } rows)
            Fused.RunRows<Lazy>(settings, rows, step.Parameter, step.Gradient, _mean[step], _square[step]);
        else
            Fused.Run<Lazy>(settings, step.Parameter, step.Gradient, _mean[step], _square[step]);
    }

    readonly struct Lazy : IStep
    {
        static int IStep.States => 2;

        [MethodImpl(Jit.Inlined)]
        static void IStep.Step<V>(in Settings<V> k, ref V w, V g, ref V m, ref V v, ref V unused)
        {
            V beta1 = k.K0, rest1 = k.K1, beta2 = k.K2, rest2 = k.K3, epsilon = k.K4, minusRate = k.K5;
            m = V.Fma(beta1, m, rest1 * g);
            v = V.Fma(beta2, v, rest2 * g * g);
            w = V.Fma(minusRate, m / (V.Sqrt(v) + epsilon), w);
        }
    }
}
