using System.Text.Json;

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
        ["mean"] = (x, c) => [x[0].Mean(c.Ints("dims"), c.Flag("keep"))],
        ["var"] = (x, c) => [x[0].Variance(c.Ints("dims"), c.Flag("unbiased") ? 1 : 0, c.Flag("keep"))],
        ["amin"] = (x, c) => [x[0].Min(c.Ints("dims"), c.Flag("keep"))],
        ["amax"] = (x, c) => [x[0].Max(c.Ints("dims"), c.Flag("keep"))],
        ["logsumexp"] = (x, c) => [c.Has("dim") ? x[0].LogSumExp(c.Int("dim")) : x[0].LogSumExp(c.Ints("dims"), c.Flag("keep"))],
        ["softmax"] = (x, c) => [x[0].Softmax(c.Int("dim"))],
        ["log_softmax"] = (x, c) => [x[0].LogSoftmax(c.Int("dim"))],
        ["argmin"] = (x, c) => [AsTensor(x[0].ArgMin(c.Int("dim")))],
        ["argmax"] = (x, c) => [AsTensor(x[0].ArgMax(c.Int("dim")))],
        ["cumsum"] = (x, c) => [x[0].CumulativeSum(c.Int("dim"))],
        ["sort"] = (x, c) => Both(x[0].Sort(c.Int("dim"), c.Flag("descending"))),
        ["topk"] = (x, c) => Both(x[0].TopK(c.Int("k"), c.Int("dim"), c.Flag("largest"))),
        ["max"] = (x, c) => Both(First(x[0].TopK(1, c.Int("dim")), c.Int("dim"))),
        ["min"] = (x, c) => Both(First(x[0].TopK(1, c.Int("dim"), largest: false), c.Int("dim"))),
        ["matmul"] = (x, c) => [Turned(x[0], c.Flag("transpose_a")).MatMul(Turned(x[1], c.Flag("transpose_b")))],
        ["expand"] = (x, c) => [x[0].Expand(c.Shape("shape"))],
        ["square"] = (x, _) => [x[0].Pow(2)],
        ["pow"] = (x, _) => [x[0].Pow(x[1])],
        ["pow_scalar"] = (x, c) => [x[0].Pow(c.Number("exponent"))],
        ["clamp"] = (x, c) => [x[0].Clamp(c.Number("min", double.NegativeInfinity), c.Number("max", double.PositiveInfinity))],
        ["maximum"] = (x, _) => [Tensor.Maximum(x[0], x[1])],
        ["minimum"] = (x, _) => [Tensor.Minimum(x[0], x[1])],
        ["where"] = (x, c) => [Tensor.Where(Mask(c, "condition"), x[0], x[1])],
        ["masked_fill"] = (x, c) => [x[0].MaskedFill(Mask(c, "mask"), c.Number("value"))],
        ["gather"] = (x, c) => [x[0].Gather(c.Int("dim"), c.Labels("index"))],
        ["index_select"] = (x, c) => [x[0].IndexSelect(c.Int("dim"), c.Labels("index"))],
        ["cat"] = (x, c) => [Tensor.Concatenate(c.Int("dim"), x)],
        ["stack"] = (x, c) => [Tensor.Stack(c.Int("dim"), x)],
        ["split"] = (x, c) => x[0].Split(c.Int("dim"), c.Shape("sizes").Sizes),
        ["permute"] = (x, c) => [x[0].Permute(c.Ints("dims"))],
        ["transpose"] = (x, c) => [x[0].Transpose(c.Ints("dims")[0], c.Ints("dims")[1])],
        ["squeeze"] = (x, c) => [x[0].Squeeze(c.Int("dim"))],
        ["unsqueeze"] = (x, c) => [x[0].Unsqueeze(c.Int("dim"))],
        ["reshape"] = (x, c) => [(c.Has("permute") ? x[0].Permute(c.Ints("permute")) : x[0]).Reshape(c.Shape("shape"))],
        ["index"] = (x, c) => [Indexed(x[0], c)],
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

    [Fact]
    public void Every_operation_of_the_file_is_held_against_it() =>
        Assert.Equal(GoldenFile.Cases("ops.json").Select(c => c.Op).Distinct().Order(), ElementWise.Keys.Concat(Others.Keys).Order());

    static Tensor Mask(GoldenCase c, string name) => AsTensor(c.Labels(name));

    // An index is a number, or a list of first, end and step.
    static Tensor Indexed(Tensor x, GoldenCase c)
    {
        var y = x;
        int axis = 0;
        foreach (var index in c.Args.GetProperty("index").EnumerateArray())
        {
            if (index.ValueKind == JsonValueKind.Number) y = y[[.. Enumerable.Repeat((TensorIndex)(..), axis), index.GetInt32() is var i && i < 0 ? ^-i : i]];
            else y = y.Slice(axis++, index[0].GetInt32(), index[1].GetInt32(), index[2].GetInt32());
        }
        return y;
    }

    static Tensor[] Both((Tensor Values, Labels Indices) y) => [y.Values, AsTensor(y.Indices)];

    static (Tensor, Labels) First((Tensor Values, Labels Indices) y, int axis)
    {
        var values = y.Values.Squeeze(axis);
        return (values, y.Indices.Reshape(values.Shape));
    }

    static Tensor AsTensor(Labels labels) => Tensor.From([.. labels.Values.ToArray().Select(v => (double)v)], labels.Shape);

    // A view of the transposed matrix, so that gradients of views are compared too.
    static Tensor Turned(Tensor x, bool turn) => !turn ? x : x
        .View([x.Shape[1], x.Shape[0]], [1, x.Shape[1]])
        .Record("Turned", [x], dy => [dy.View(x.Shape, [dy.Strides[1], dy.Strides[0]])]);
}
