using Kobai.Layers;
using Kobai.Optimizers;

namespace Kobai.Examples;

/// <summary>The training of a model of characters, told as it goes, and what the model writes afterwards.</summary>
static class Report
{
    public static IReadOnlyList<double> Of(
        TextWriter output, Characters text, Layer model, Optimizer optimizer, Func<Labels, Tensor> logits, Settings settings, int usualSteps,
        Generator generator, Func<Func<Labels, Tensor>> writer)
    {
        int steps = settings.Count("steps", usualSteps), windows = settings.Count("windows", 16), length = settings.Count("length", 64);
        double temperature = settings.Number("temperature", 0.5);
        output.WriteLine($"{text.Length:N0} characters, {text.Size} different; {model.ParameterCount:N0} parameters");
        output.WriteLine($"loss of a model that knows nothing: ln {text.Size} = {Math.Log(text.Size):F3}");
        output.WriteLine();
        output.WriteLine(" step    loss   choices left (e to the loss)");
        var losses = new List<double>();
        foreach (double loss in text.Train(model, logits, optimizer, steps, windows, length, generator))
        {
            losses.Add(loss);
            if (losses.Count == 1 || losses.Count % int.Max(1, steps / 10) == 0)
                output.WriteLine($"{losses.Count,5}   {loss,5:F3}   {Math.Exp(loss),12:F1}");
        }
        output.WriteLine();
        foreach (string line in text.Write(writer(), "The ", 240, temperature, generator).Split('\n')) output.WriteLine($"  | {line}");
        return losses;
    }
}
