namespace Kobai.Tests.Ops;

/// <summary>Activations with parameters; those without are found by ElementwiseFormulasTests.</summary>
public class ActivationsTests
{
    const double Inf = double.PositiveInfinity;

    static readonly Dictionary<string, Func<Tensor, Tensor>> Functions = new(StringComparer.Ordinal)
    {
        ["Gelu"] = x => x.Gelu(),
        ["Gelu, approximate"] = x => x.Gelu(approximate: true),
        ["Silu"] = x => x.Silu(),
        ["Mish"] = x => x.Mish(),
        ["Elu"] = x => x.Elu(0.7),
        ["Selu"] = x => x.Selu(),
        ["Celu"] = x => x.Celu(2.5),
        ["LeakyRelu"] = x => x.LeakyRelu(0.2),
        ["HardTanh"] = x => x.HardTanh(-2, 0.25),
        ["Relu6"] = x => x.Relu6(),
        ["HardSigmoid"] = x => x.HardSigmoid(),
        ["HardSwish"] = x => x.HardSwish(),
        ["HardShrink"] = x => x.HardShrink(0.35),
        ["SoftShrink"] = x => x.SoftShrink(0.35),
        ["TanhShrink"] = x => x.TanhShrink(),
        ["Softsign"] = x => x.Softsign(),
        ["LogSigmoid"] = x => x.LogSigmoid(),
        ["Threshold"] = x => x.Threshold(0.25, -3),
        ["Softplus"] = x => x.Softplus(2.5),
        ["Softplus, threshold"] = x => x.Softplus(2, 3.1),
        ["Glu"] = x => x.Reshape(2, 6).Glu(0),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_match_central_differences(string name)
    {
        var x = Tensor.From([-5.5, -3.4, -2.3, -1.1, -0.7, -0.2, 0.1, 0.9, 1.8, 3.4, 5.5, 6.5]);
        Assert.InRange(GradientCheck.Run(v => Functions[name](v[0]), x), 0, 1e-8);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_overflows_and_NaN_stays(string name)
    {
        foreach (var type in new[] { DType.Float64, DType.Float32 })
        {
            var x = Tensor.From([-1e30, -1000, -90, -40, 40, 90, 1000, 1e30, -1e30, -1000, 0, 90]).To(type).RequireGradient();
            var y = Functions[name](x);
            y.Sum().Backward();
            Assert.All(y.ToArray<double>(), v => Assert.True(double.IsFinite(v)));
            Assert.All(x.Gradient!.ToArray<double>(), v => Assert.True(double.IsFinite(v)));
            if (name == "Glu") continue;
            Assert.Equal(double.NaN, Functions[name](Tensor.From([double.NaN]).To(type)).Item());
        }
    }

    [Theory]
    [InlineData("Gelu", 0, Inf)]
    [InlineData("Silu", 0, Inf)]
    [InlineData("Mish", 0, Inf)]
    [InlineData("Elu", -0.7, Inf)]
    [InlineData("HardSwish", 0, Inf)]
    [InlineData("LogSigmoid", -Inf, 0)]
    [InlineData("Softplus", 0, Inf)]
    public void Infinities_go_to_the_limits(string name, double below, double above)
    {
        Assert.Equal(below, Functions[name](Tensor.From([-Inf])).Item() + 0.0);
        Assert.Equal(above, Functions[name](Tensor.From([Inf])).Item() + 0.0);
    }

    [Fact]
    public void Small_tails_keep_their_digits()
    {
        // −10·Φ(−10) and −5·Φ(−5)
        AssertRelative([-7.61985302416052606597e-23, -1.43325785939596955837e-6], Tensor.From([-10.0, -5]).Gelu().ToArray<double>(), 1e-15);
        AssertRelative([-40 * Math.Exp(-40)], Tensor.From([-40.0]).Silu().ToArray<double>(), 1e-15);
    }

    [Fact]
    public void Gates_need_an_even_size() => Assert.Equal(
        "Glu: axis -1 must have an even size; x is (2, 3).",
        Assert.Throws<ShapeException>(() => Tensor.Ones([2, 3]).Glu()).Message);

    [Fact]
    public void Parameters_that_make_no_sense_are_refused()
    {
        var x = Tensor.Ones([2]);
        Assert.StartsWith("Celu: alpha must not be 0.", Assert.Throws<ArgumentOutOfRangeException>(() => x.Celu(0)).Message);
        Assert.StartsWith("HardTanh: min must be below max; min is 1, max is 1.", Assert.Throws<ArgumentOutOfRangeException>(() => x.HardTanh(1, 1)).Message);
        Assert.StartsWith("SoftShrink: the bound must not be negative; it is -1.", Assert.Throws<ArgumentOutOfRangeException>(() => x.SoftShrink(-1)).Message);
        Assert.StartsWith("Softplus: beta must be positive; it is 0.", Assert.Throws<ArgumentOutOfRangeException>(() => x.Softplus(0)).Message);
    }

    static void AssertRelative(double[] expected, double[] actual, double tolerance) =>
        SoftmaxTests.AssertRelative(expected, actual, tolerance);
}
