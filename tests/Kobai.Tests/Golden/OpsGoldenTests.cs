namespace Kobai.Tests.Golden;

/// <summary>The cases of ops.json: values and gradients of every operation against PyTorch, in float64.</summary>
public class OpsGoldenTests
{
    /// <summary>Each element has a formula of its own, so each must be close by itself.</summary>
    static readonly Dictionary<string, Func<Tensor[], GoldenCase, Tensor>> ElementWise = new(StringComparer.Ordinal)
    {
        ["exp"] = (x, _) => x[0].Exp(),
        ["expm1"] = (x, _) => x[0].Expm1(),
        ["log"] = (x, _) => x[0].Log(),
        ["log1p"] = (x, _) => x[0].Log1p(),
        ["sqrt"] = (x, _) => x[0].Sqrt(),
        ["rsqrt"] = (x, _) => x[0].Rsqrt(),
        ["abs"] = (x, _) => x[0].Abs(),
        ["sign"] = (x, _) => x[0].Sign(),
        ["sin"] = (x, _) => x[0].Sin(),
        ["cos"] = (x, _) => x[0].Cos(),
        ["tanh"] = (x, _) => x[0].Tanh(),
        ["sigmoid"] = (x, _) => x[0].Sigmoid(),
        ["relu"] = (x, _) => x[0].Relu(),
        ["softplus"] = (x, _) => x[0].Softplus(),
    };

    /// <summary>Terms may cancel, if only where the gradient of a broadcast operand sums them.</summary>
    static readonly Dictionary<string, Func<Tensor[], GoldenCase, Tensor[]>> Others = new(StringComparer.Ordinal)
    {
        ["add"] = (x, _) => [x[0] + x[1]],
        ["sub"] = (x, _) => [x[0] - x[1]],
        ["mul"] = (x, _) => [x[0] * x[1]],
        ["div"] = (x, _) => [x[0] / x[1]],
        ["sum"] = (x, c) => [x[0].Sum(c.Ints("dims"), c.Flag("keep"))],
        ["expand"] = (x, c) => [x[0].Expand(c.Shape("shape"))],
    };

    public static TheoryData<string> ElementWiseNames => [.. ElementWise.Keys];

    public static TheoryData<string> OtherNames => [.. Others.Keys];

    [Theory]
    [MemberData(nameof(ElementWiseNames))]
    public void Element_by_element(string op)
    {
        foreach (var c in GoldenFile.Cases("ops.json", op)) c.Check((x, args) => [ElementWise[op](x, args)]);
    }

    [Theory]
    [MemberData(nameof(OtherNames))]
    public void On_tensors(string op)
    {
        foreach (var c in GoldenFile.Cases("ops.json", op)) c.Check(Others[op], bySize: true);
    }
}
