using Kobai.Layers;
using Kobai.Losses;
using Kobai.Optimizers;

namespace Kobai.Examples;

/// <summary>Models are compared by their loss; a perceptron is trained, and its gradients are written out by hand.</summary>
/// <remarks>
/// Layers z₁ = x·W₁ᵀ + b₁, h₁ = tanh z₁, z₂ = h₁·W₂ᵀ + b₂, h₂ = tanh z₂, y = h₂·W₃ᵀ + b₃, and L = Σ (y − t)² / n. The δ of
/// a layer comes from the δ of the next: δ₃ = 2(y − t)/n, δ₂ = (δ₃·W₃) ∘ (1 − h₂²), δ₁ = (δ₂·W₂) ∘ (1 − h₁²); then
/// ∂L/∂Wₗ = δₗᵀ·hₗ₋₁ and ∂L/∂bₗ = Σ δₗ.
/// </remarks>
public static class ChainRule
{
    /// <summary>The cross-entropy of a guess of the shirt sizes (S, M, L) when M is right.</summary>
    public static double ShirtLoss(double small, double medium, double large) =>
        OneFormula.Loss([0, 1, 0], [small, medium, large]);

    /// <summary>Trains by mini-batches; yields the loss of each epoch and the largest gap between both kinds of gradients.</summary>
    public static IEnumerable<(double Loss, double Gap)> Train(int epochs = 10)
    {
        var generator = new Generator(3);
        var features = new double[64 * 2];
        generator.Uniform(features, -1, 1);
        var x = Tensor.From(features, [64, 2]);
        var t = (x[.., ..1] * x[.., 1..]).Contiguous();
        Linear first = Layer(2, 8), second = Layer(8, 8), last = Layer(8, 1);
        Sequential model = [first, new Tanh(), second, new Tanh(), last];
        var optimizer = new Sgd(model.Parameters, learningRate: 0.2);

        for (int epoch = 0; epoch < epochs; epoch++)
        {
            double sum = 0, gap = 0;
            foreach (var (batch, target) in Dataset.Of(x, t).Batches(16, shuffle: true, generator))
            {
                optimizer.ZeroGradient();
                var loss = Loss.SquaredError(model.Forward(batch), target);
                loss.Backward();
                sum += loss.Item() * batch.Shape[0];
                gap = Math.Max(gap, Gap([first, second, last], batch, target));
                optimizer.Step();
            }
            yield return (sum / 64, gap);
        }

        Linear Layer(int inputs, int outputs) => new(inputs, outputs, type: DType.Float64, generator: generator);
    }

    /// <summary>Writes the losses of the shirts, then the training.</summary>
    public static void Run(TextWriter output)
    {
        output.WriteLine("shirt sizes (S, M, L), truth M");
        output.WriteLine($"  (0.01, 0.98, 0.01)   loss {ShirtLoss(0.01, 0.98, 0.01):F2}");
        output.WriteLine($"  (0.25, 0.60, 0.15)   loss {ShirtLoss(0.25, 0.60, 0.15):F2}");
        output.WriteLine();
        output.WriteLine("epoch   squared error   largest gap to the chain rule by hand");
        int epoch = 0;
        foreach (var (loss, gap) in Train()) output.WriteLine($"{++epoch,5}   {loss,13:F6}   {gap:E1}");
    }

    static double Gap(Linear[] layers, Tensor x, Tensor t)
    {
        using var noGradient = NoGradient.Enter();
        var (w1, w2, w3) = (layers[0].Weight, layers[1].Weight, layers[2].Weight);
        var h1 = (x.MatMul(w1.T) + layers[0].Bias!).Tanh();
        var h2 = (h1.MatMul(w2.T) + layers[1].Bias!).Tanh();
        var y = h2.MatMul(w3.T) + layers[2].Bias!;

        var delta3 = 2 * (y - t) / y.Count;
        var delta2 = delta3.MatMul(w3) * (1 - h2 * h2);
        var delta1 = delta2.MatMul(w2) * (1 - h1 * h1);

        (Tensor ByHand, Tensor Parameter)[] pairs =
        [
            (delta1.T.MatMul(x), w1), (delta1.Sum(0), layers[0].Bias!),
            (delta2.T.MatMul(h1), w2), (delta2.Sum(0), layers[1].Bias!),
            (delta3.T.MatMul(h2), w3), (delta3.Sum(0), layers[2].Bias!),
        ];
        return pairs.Max(pair => (pair.ByHand - pair.Parameter.Gradient!).Abs().ToArray<double>().Max());
    }
}
