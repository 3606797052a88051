using Kobai.Optimizers;

namespace Kobai.Tests.Golden;

/// <summary>The cases of optimizers.json: the path of each optimizer on Σ ½c(x − t)² + ¼x⁴ against PyTorch's, in float64.</summary>
public class OptimizersGoldenTests
{
    [Theory]
    [InlineData("SGD")]
    [InlineData("Adam")]
    [InlineData("AdamW")]
    public void Paths_are_those_of_PyTorch(string name)
    {
        foreach (var c in GoldenFile.Cases("optimizers.json", name))
        {
            Tensor[] w = [.. c.Inputs[..2].Select(x => x.ToTensor().RequireGradient())];
            Tensor[] curvature = [.. c.Inputs[2..4].Select(x => x.ToTensor())], target = [.. c.Inputs[4..].Select(x => x.ToTensor())];
            var optimizer = Make(c, w);
            for (int step = 0; step < c.Outputs.Length / 2; step++)
            {
                optimizer.ZeroGradient();
                for (int k = 0; k < 2; k++)
                {
                    var d = w[k] - target[k];
                    (0.5 * curvature[k] * d * d + 0.25 * w[k].Pow(4)).Sum().Backward();
                }
                optimizer.Step();
                for (int k = 0; k < 2; k++) c.Close(w[k], c.Outputs[2 * step + k], $"step {step}", bySize: true);
            }
        }
    }

    static Optimizer Make(GoldenCase c, Tensor[] w)
    {
        double decay = c.Number("weight_decay", 0);
        if (c.Op == "SGD")
        {
            return new Sgd(w, c.Number("lr"), c.Number("momentum", 0), c.Number("dampening", 0), decay, c.Flag("nesterov"));
        }
        double[] betas = c.Has("betas") ? [.. c.Args.GetProperty("betas").EnumerateArray().Select(b => b.GetDouble())] : [0.9, 0.999];
        double rate = c.Number("lr", 1e-3), epsilon = c.Number("eps", 1e-8);
        return c.Op == "Adam"
            ? new Adam(w, rate, betas[0], betas[1], epsilon, decay, c.Flag("amsgrad"))
            : new AdamW(w, rate, betas[0], betas[1], epsilon, c.Has("weight_decay") ? decay : 0.01, c.Flag("amsgrad"));
    }
}
