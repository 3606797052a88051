namespace Kobai.Optimizers;

/// <summary>The running averages of Adam and AdamW, and their common step.</summary>
sealed class AdamState(int count, double beta1, double beta2, double epsilon, bool amsgrad)
{
    readonly Moments?[] _moments = new Moments?[count];

    /// <summary>One step of one parameter, after w ← keep · w.</summary>
    public void Update(int index, Tensor w, Tensor g, double learningRate, double weightDecay, double keep)
    {
        var moments = _moments[index] ??= new(w, amsgrad);
        long t = ++moments.Steps;
        double mean = 1 - Math.Pow(beta1, t), square = Math.Sqrt(1 - Math.Pow(beta2, t));
        var formula = new Formula(beta1, beta2, epsilon * square, learningRate * square / mean, weightDecay, keep);
        if (amsgrad) Fused.Run(new Amsgrad(formula), w, g, moments.M, moments.V, moments.Largest);
        else Fused.Run(formula, w, g, moments.M, moments.V);
    }

    sealed class Moments(Tensor w, bool amsgrad)
    {
        public readonly Tensor M = Tensor.Zeros(w.Shape, w.DType), V = Tensor.Zeros(w.Shape, w.DType);
        public readonly Tensor? Largest = amsgrad ? Tensor.Zeros(w.Shape, w.DType) : null;
        public long Steps;
    }

    // η m̂ / (√v̂ + ε) = (η √(1 − β₂ᵗ) / (1 − β₁ᵗ)) · m / (√v + ε √(1 − β₂ᵗ)): both corrections leave the loop.
    readonly struct Formula(double beta1, double beta2, double epsilon, double rate, double lambda, double keep) : IStep
    {
        public void Step<V>(ref V w, V g, ref V m, ref V v, ref V unused) where V : struct, Simd.ISimd<V>
        {
            Average(ref w, g, ref m, ref v);
            w -= V.Fill(rate) * m / (V.Sqrt(v) + V.Fill(epsilon));
        }

        public void StepWith<V>(ref V w, V g, ref V m, ref V v, ref V largest) where V : struct, Simd.ISimd<V>
        {
            Average(ref w, g, ref m, ref v);
            largest = V.Max(largest, v);
            w -= V.Fill(rate) * m / (V.Sqrt(largest) + V.Fill(epsilon));
        }

        void Average<V>(ref V w, V g, ref V m, ref V v) where V : struct, Simd.ISimd<V>
        {
            w *= V.Fill(keep);
            g = V.Fma(V.Fill(lambda), w, g);
            m = V.Fma(V.Fill(beta1), m, V.Fill(1 - beta1) * g);
            v = V.Fma(V.Fill(beta2), v, V.Fill(1 - beta2) * g * g);
        }
    }

    readonly struct Amsgrad(Formula formula) : IStep
    {
        void IStep.Step<V>(ref V w, V g, ref V m, ref V v, ref V largest) => formula.StepWith(ref w, g, ref m, ref v, ref largest);
    }
}
