using Kobai.Layers;
using Kobai.Tests.Golden;

namespace Kobai.Tests.Layers;

public class InitializeTests
{
    static readonly Dictionary<string, Func<Tensor, GoldenCase, Generator, Tensor>> Methods = new()
    {
        ["uniform_"] = (w, c, g) => Initialize.Uniform(w, c.Number("a"), c.Number("b"), g),
        ["normal_"] = (w, c, g) => Initialize.Normal(w, c.Number("mean"), c.Number("std"), g),
        ["xavier_uniform_"] = (w, c, g) => Initialize.XavierUniform(w, c.Number("gain"), g),
        ["xavier_normal_"] = (w, _, g) => Initialize.XavierNormal(w, generator: g),
        ["kaiming_uniform_"] = (w, c, g) => Initialize.KaimingUniform(w, c.Number("a"), FanOf(c), generator: g),
        ["kaiming_normal_"] = (w, c, g) => Initialize.KaimingNormal(
            w, 0, FanOf(c), Enum.Parse<Nonlinearity>(c.Text("nonlinearity"), ignoreCase: true), g),
        ["sparse_"] = (w, c, g) => Initialize.Sparse(w, c.Number("sparsity"), c.Number("std", 0.01), g),
        ["dirac_"] = (w, c, _) => Initialize.Dirac(w, c.Int("groups")),
        ["eye_"] = (w, _, _) => Initialize.Eye(w),
    };

    public static TheoryData<string> Names => [.. Methods.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Numbers_are_those_of_PyTorch_bit_for_bit(string op)
    {
        foreach (var c in GoldenFile.Cases("initialize.json", op))
            Assert.Equal(c.Outputs[0].Data, Drawn(c, Methods[op]));
    }

    [Theory]
    [InlineData("trunc_normal_")]
    [InlineData("orthogonal_")]
    public void Computed_numbers_are_those_of_PyTorch_to_the_accuracy_of_their_type(string op)
    {
        foreach (var c in GoldenFile.Cases("initialize.json", op))
        {
            double[] drawn = Drawn(c, (w, _, g) => op == "orthogonal_"
                ? Initialize.Orthogonal(w, c.Number("gain", 1), g)
                : Initialize.TruncatedNormal(w, c.Number("mean", 0), c.Number("std", 1), c.Number("a", -2), c.Number("b", 2), g));
            Kobai.Tests.Ops.Reductions.AssertClose(c.Outputs[0].Data, drawn, c.Text("type") == "float32" ? 2e-6 : 1e-12);
        }
    }

    [Fact]
    public void Parameters_and_views_are_written_in_place()
    {
        var layer = new Linear(3, 2);
        Assert.Same(layer.Weight, Initialize.Constant(layer.Weight, 2));
        Assert.True(layer.Weight.RequiresGradient);
        var table = Tensor.Zeros([3, 2]);
        Initialize.Ones(table.T[1]);
        Assert.Equal([0f, 1, 0, 1, 0, 1], table.ToArray<float>());
        Initialize.Zeros(table);
        Assert.Equal(new float[6], table.ToArray<float>());
    }

    [Fact]
    public void Rows_of_a_wide_matrix_and_columns_of_a_tall_one_are_orthogonal()
    {
        var wide = Initialize.Orthogonal(Tensor.Zeros([30, 200], DType.Float64), generator: new(1));
        Assert.InRange((wide.MatMul(wide.T) - Tensor.Eye(30, DType.Float64)).Abs().Max().Item(), 0, 1e-14);
        var tall = Initialize.Orthogonal(Tensor.Zeros([200, 30], DType.Float64), 2, new(1));
        Assert.InRange((tall.T.MatMul(tall) - 4 * Tensor.Eye(30, DType.Float64)).Abs().Max().Item(), 0, 1e-14);
    }

    [Fact]
    public void Shapes_and_numbers_that_make_no_sense_are_refused()
    {
        Assert.Equal("XavierUniform: weight must be (outputs, inputs, …); weight is (3).",
            Assert.Throws<ShapeException>(() => Initialize.XavierUniform(Tensor.Zeros([3]))).Message);
        Assert.Equal("KaimingNormal: weight must be (outputs, inputs, …); weight is ().",
            Assert.Throws<ShapeException>(() => Initialize.KaimingNormal(Tensor.Scalar(1))).Message);
        Assert.Equal("Eye: a matrix is needed; weight is (3).", Assert.Throws<ShapeException>(() => Initialize.Eye(Tensor.Zeros([3]))).Message);
        Assert.Equal("Sparse: a matrix is needed; weight is (3).", Assert.Throws<ShapeException>(() => Initialize.Sparse(Tensor.Zeros([3]), 0.5)).Message);
        Assert.StartsWith("Sparse: the part of zeros is from 0 to 1; it is 2.",
            Assert.Throws<ArgumentOutOfRangeException>(() => Initialize.Sparse(Tensor.Zeros([3, 2]), 2)).Message);
        Assert.Equal("Orthogonal: weight must be (outputs, …) with at least two axes; weight is (3).",
            Assert.Throws<ShapeException>(() => Initialize.Orthogonal(Tensor.Zeros([3]))).Message);
        Assert.Equal("Dirac: weight must be (outputs, inputs, …) with one to three axes of a kernel, and groups must divide the outputs; weight is (3, 2, 1), groups is 2.",
            Assert.Throws<ShapeException>(() => Initialize.Dirac(Tensor.Zeros([3, 2, 1]), 2)).Message);
        Assert.StartsWith("TruncatedNormal: low must be below high and deviation positive; low is 1, high is 0, deviation is 1.",
            Assert.Throws<ArgumentException>(() => Initialize.TruncatedNormal(Tensor.Zeros([3]), low: 1, high: 0)).Message);
    }

    static double[] Drawn(GoldenCase c, Func<Tensor, GoldenCase, Generator, Tensor> method)
    {
        var type = c.Text("type") == "float32" ? DType.Float32 : DType.Float64;
        return method(Tensor.Full(c.Shape("shape"), 9, type), c, new(c.Long("seed"))).ToArray<double>();
    }

    static Fan FanOf(GoldenCase c) => c.Has("mode") && c.Text("mode") == "fan_out" ? Fan.Out : Fan.In;
}
