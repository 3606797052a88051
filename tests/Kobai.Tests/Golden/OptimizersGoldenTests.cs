using Kobai.Optimizers;

namespace Kobai.Tests.Golden;

/// <summary>The cases of optimizers.json: the path of each optimizer on Σ ½c(x − t)² + ¼x⁴ against PyTorch's, in float64.</summary>
public class OptimizersGoldenTests
{
    [Theory]
    [InlineData("SGD")]
    [InlineData("Adam")]
    [InlineData("AdamW")]
    [InlineData("Adagrad")]
    [InlineData("Adadelta")]
    [InlineData("Adamax")]
    [InlineData("NAdam")]
    [InlineData("RAdam")]
    [InlineData("RMSprop")]
    [InlineData("ASGD")]
    [InlineData("Rprop")]
    [InlineData("LBFGS")]
    public void Paths_are_those_of_PyTorch(string name)
    {
        foreach (var c in GoldenFile.Cases("optimizers.json", name))
        {
            Tensor[] w = [.. c.Inputs[..2].Select(x => x.ToTensor().RequireGradient())];
            Tensor[] curvature = [.. c.Inputs[2..4].Select(x => x.ToTensor())], target = [.. c.Inputs[4..].Select(x => x.ToTensor())];
            var optimizer = Make(c, w);
            for (int step = 0; step < c.Outputs.Length / 2; step++)
            {
                optimizer.Step(() => Loss(0) + Loss(1));
                for (int k = 0; k < 2; k++) c.Close(w[k], c.Outputs[2 * step + k], $"step {step}", bySize: true);
            }

            Tensor Loss(int k)
            {
                var d = w[k] - target[k];
                return (0.5 * curvature[k] * d * d + 0.25 * w[k].Pow(4)).Sum();
            }
        }
    }

    static Optimizer Make(GoldenCase c, Tensor[] w)
    {
        double decay = c.Number("weight_decay", 0), rate = c.Number("lr", 1e-3);
        double[] betas = Pair("betas", 0.9, 0.999), etas = Pair("etas", 0.5, 1.2), sizes = Pair("step_sizes", 1e-6, 50);
        double epsilon = c.Number("eps", 1e-8);
        return c.Op switch
        {
            "SGD" => new Sgd(w, rate, c.Number("momentum", 0), c.Number("dampening", 0), decay, c.Flag("nesterov")),
            "Adam" => new Adam(w, rate, betas[0], betas[1], epsilon, decay, c.Flag("amsgrad")),
            "AdamW" => new AdamW(w, rate, betas[0], betas[1], epsilon, c.Number("weight_decay", 0.01), c.Flag("amsgrad")),
            "Adagrad" => new Adagrad(w, c.Number("lr", 0.01), c.Number("lr_decay", 0), decay,
                c.Number("initial_accumulator_value", 0), c.Number("eps", 1e-10)),
            "Adadelta" => new Adadelta(w, c.Number("lr", 1), c.Number("rho", 0.9), c.Number("eps", 1e-6), decay),
            "Adamax" => new Adamax(w, c.Number("lr", 2e-3), betas[0], betas[1], epsilon, decay),
            "NAdam" => new NAdam(w, c.Number("lr", 2e-3), betas[0], betas[1], epsilon, decay, c.Number("momentum_decay", 4e-3)),
            "RAdam" => new RAdam(w, rate, betas[0], betas[1], epsilon, decay),
            "RMSprop" => new RmsProp(w, c.Number("lr", 0.01), c.Number("alpha", 0.99), epsilon, decay, c.Number("momentum", 0), c.Flag("centered")),
            "ASGD" => new Asgd(w, c.Number("lr", 0.01), c.Number("lambd", 1e-4), c.Number("alpha", 0.75), c.Number("t0", 1e6), decay),
            "Rprop" => new Rprop(w, c.Number("lr", 0.01), etas[0], etas[1], sizes[0], sizes[1]),
            _ => new Lbfgs(w, c.Number("lr", 1), (int)c.Number("max_iter", 20), history: (int)c.Number("history_size", 100),
                strongWolfe: c.Has("line_search_fn")),
        };

        double[] Pair(string name, double first, double second) => c.Has(name)
            ? [.. c.Args.GetProperty(name).EnumerateArray().Select(b => b.GetDouble())]
            : [first, second];
    }
}
