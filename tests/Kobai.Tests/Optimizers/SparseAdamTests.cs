using Kobai.Optimizers;
using Kobai.Tests.Golden;

namespace Kobai.Tests.Optimizers;

public class SparseAdamTests
{
    [Fact]
    public void Paths_are_those_of_PyTorch()
    {
        foreach (var c in GoldenFile.Cases("sparse_adam.json", "sparse_adam"))
        {
            Tensor table = c.Inputs[0].ToTensor().RequireGradient(), target = c.Inputs[1].ToTensor();
            double[] betas = c.Has("betas") ? [.. c.Args.GetProperty("betas").EnumerateArray().Select(e => e.GetDouble())] : [0.9, 0.999];
            var optimizer = new SparseAdam([table], c.Number("lr", 1e-3), betas[0], betas[1], c.Number("eps", 1e-8));
            int step = 0;
            foreach (var batch in c.Args.GetProperty("batches").EnumerateArray())
            {
                Labels index = Labels.Create([.. batch.EnumerateArray().Select(e => e.GetInt64())]);
                optimizer.ZeroGradient();
                (table.Embedding(index, c.Has("padding") ? c.Int("padding") : null) * target.IndexSelect(0, index)).Sum().Backward();
                optimizer.Step();
                c.Close(table, c.Outputs[step], $"step {step}", bySize: true);
                step++;
            }
        }
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        var w = Tensor.Ones([2, 2]).RequireGradient();
        Assert.StartsWith("SparseAdam: beta1 must be 0 or more and below 1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new SparseAdam([w], beta1: 1)).Message);
        Assert.StartsWith("SparseAdam: epsilon must be 0 or more.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new SparseAdam([w], epsilon: -1)).Message);
    }
}
