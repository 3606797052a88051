using Kobai.Optimizers;

namespace Kobai.Tests.Golden;

/// <summary>The cases of clipping.json: gradients clipped by PyTorch in float64, and their norm before.</summary>
public class ClippingGoldenTests
{
    [Fact]
    public void Gradients_clipped_by_norm_are_those_of_PyTorch()
    {
        foreach (var c in GoldenFile.Cases("clipping.json", "clip_grad_norm_"))
        {
            double p = c.Args.GetProperty("p").ValueKind == System.Text.Json.JsonValueKind.String ? double.PositiveInfinity : c.Number("p");
            Check(c, w => [Tensor.Scalar(w.ClipGradientNorm(c.Number("limit"), p), DType.Float64)]);
        }
    }

    [Fact]
    public void Gradients_clipped_by_value_are_those_of_PyTorch()
    {
        foreach (var c in GoldenFile.Cases("clipping.json", "clip_grad_value_"))
        {
            Check(c, w =>
            {
                w.ClipGradientValue(c.Number("limit"));
                return [];
            });
        }
    }

    static void Check(GoldenCase c, Func<Tensor[], Tensor[]> clip) => c.Check((gradients, _) =>
    {
        Tensor[] w = Array.ConvertAll(gradients, g => Tensor.Zeros(g.Shape, DType.Float64).RequireGradient());
        for (int i = 0; i < w.Length; i++) w[i].Backward(gradients[i]);
        var results = clip(w);
        return [.. w.Select(x => x.Gradient!), .. results];
    });
}
