using Kobai.Losses;
using Kobai.Optimizers;

namespace Kobai.Examples;

/// <summary>Two samples, five weights, one sigmoid: thirty steps of gradient descent on binary cross-entropy.</summary>
/// <remarks>With ŷ = σ(x·Wᵀ) and L = −Σ y ln ŷ + (1 − y) ln(1 − ŷ), the gradient by x·Wᵀ is ŷ − y.</remarks>
public static class LinearSigmoid
{
    static readonly float[] s_x = [0.1f, 0.5f, -0.2f, 1.2f, 0.3f, 0.7f, -0.2f, -0.4f, 0.8f, -1.0f];

    /// <summary>The predictions for both samples before each step.</summary>
    public static (float First, float Second)[] Train(int steps = 30)
    {
        var x = Tensor.From(s_x, [2, 5]);
        var y = Tensor.From([1f, 0f], [2, 1]);

        Random.Seed(42);
        var w = Tensor.Normal([1, 5]).RequireGradient();
        var optimizer = new Sgd([w], learningRate: 0.1);

        var predictions = new (float, float)[steps];
        for (int step = 0; step < steps; step++)
        {
            optimizer.ZeroGradient();
            var prediction = x.Linear(w).Sigmoid();
            Loss.BinaryCrossEntropy(prediction, y, reduction: Reduction.Sum).Backward();
            predictions[step] = ((float)prediction[0], (float)prediction[1]);
            optimizer.Step();
        }
        return predictions;
    }

    /// <summary>The same steps on the logits, with nothing around them: what a tiny step costs.</summary>
    public static Tensor TrainOnLogits(long steps)
    {
        var x = Tensor.From(s_x, [2, 5]);
        var y = Tensor.From([1f, 0f], [2, 1]);
        var w = Tensor.From([0.33669037f, 0.12880941f, 0.23446237f, 0.23033303f, -1.12285638f], [1, 5]).RequireGradient();
        var optimizer = new Sgd([w], learningRate: 0.1);
        for (long step = 0; step < steps; step++)
        {
            optimizer.ZeroGradient();
            Loss.BinaryCrossEntropyWithLogits(x.Linear(w), y, reduction: Reduction.Sum).Backward();
            optimizer.Step();
        }
        return w;
    }

    /// <summary>Writes the predictions step by step.</summary>
    public static void Run(TextWriter output)
    {
        output.WriteLine("step   ŷ₁ (y = 1)   ŷ₂ (y = 0)");
        int step = 0;
        foreach (var (first, second) in Train()) output.WriteLine($"{++step,4}   {first,10:F3}   {second,10:F3}");
    }
}
