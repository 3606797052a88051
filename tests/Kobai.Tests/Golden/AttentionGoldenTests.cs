namespace Kobai.Tests.Golden;

/// <summary>The cases of attention.json: values and gradients of the composition by PyTorch.</summary>
public class AttentionGoldenTests
{
    [Theory]
    [InlineData("attention")]
    [InlineData("grouped")]
    public void Attention_has_the_values_and_gradients_of_PyTorch(string op)
    {
        foreach (var c in GoldenFile.Cases("attention.json", op))
            c.Check((x, args) => [x[0].Attention(x[1], x[2], Mask(args, x), Scale(args))], bySize: true);
    }

    [Theory]
    [InlineData("attention")]
    [InlineData("grouped")]
    public void The_product_of_weights_and_values_is_the_same(string op)
    {
        foreach (var c in GoldenFile.Cases("attention.json", op))
        {
            c.Check((x, args) =>
            {
                nint groups = op == "grouped" ? x[0].Shape[^3] / x[2].Shape[^3] : 1;
                var values = groups == 1 ? x[2]
                    : x[2].Unsqueeze(-3).Tile([.. Enumerable.Repeat((nint)1, x[2].Rank - 2), groups, 1, 1]).Reshape([.. x[0].Shape.Sizes[..^2], .. x[2].Shape.Sizes[^2..]]);
                return [x[0].AttentionWeights(x[1], Mask(args, x), Scale(args)).MatMul(values)];
            }, bySize: true);
        }
    }

    [Fact]
    public void Every_case_of_the_file_is_held_against_it() =>
        Assert.Equal(
            GoldenFile.Cases("attention.json").Select(c => c.Op).Distinct().Order(StringComparer.Ordinal),
            AttentionLayersGoldenTests.Ops.Concat(["attention", "grouped"]).Order(StringComparer.Ordinal));

    static double? Scale(GoldenCase c) => c.Has("scale") ? c.Number("scale") : null;

    static AttentionMask Mask(GoldenCase c, Tensor[] inputs) => new()
    {
        IsCausal = c.Flag("causal"),
        Offset = c.Has("offset") ? c.Int("offset") : 0,
        Allowed = c.Tensor("pairs"),
        Keys = c.Tensor("keys"),
        KeyLengths = c.Has("lengths") ? c.Labels("lengths") : null,
        Bias = inputs.ElementAtOrDefault(3),
    };
}
