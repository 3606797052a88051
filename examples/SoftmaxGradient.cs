using Kobai.Losses;

namespace Kobai.Examples;

/// <summary>Softmax with cross-entropy: whatever the model says, the gradient by its logits is y − t.</summary>
public static class SoftmaxGradient
{
    static readonly double[] s_target = [1, 0, 0];

    /// <summary>The loss of class probabilities y for t = (1, 0, 0), and its gradient by logits that give y.</summary>
    public static (double Loss, double[] Gradient) Of(double[] y)
    {
        var logits = Tensor.From(y, [1, 3]).Log().Detach().RequireGradient();
        var loss = Loss.CrossEntropy(logits, Tensor.From(s_target, [1, 3]));
        loss.Backward();
        return (loss.Item(), logits.Gradient!.ToArray<double>());
    }

    /// <summary>Writes loss and gradient of three guesses.</summary>
    public static void Run(TextWriter output)
    {
        output.WriteLine("t = (1, 0, 0)");
        output.WriteLine("y                 loss    gradient y − t");
        foreach (double[] y in (double[][])[[0.2, 0.5, 0.3], [0.8, 0.1, 0.1], [1, 0, 0]])
        {
            var (loss, gradient) = Of(y);
            output.WriteLine($"({string.Join(", ", y)})".PadRight(18) + $"{loss:F3}   ({string.Join(", ", gradient.Select(g => $"{g:0.0}"))})");
        }
    }
}
