using Kobai.Tests.Threads;

namespace Kobai.Tests.Ops;

/// <summary>BatchNorm, LayerNorm, RmsNorm and GroupNorm against compositions of plain operations.</summary>
[Collection(nameof(WorkTests))]
public class NormalizationTests
{
    public static TheoryData<int[]> Shapes => [[5, 4], [3, 4, 2], [2, 4, 3, 5], [3, 4, 33], [40, 4, 700]];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Equal_the_definition_far_from_0(int[] sizes)
    {
        var shape = Shape.Create([.. sizes.Select(n => (nint)n)]);
        var x = Reductions.Numbers(shape) + 1000;
        int[] all = [.. Enumerable.Range(2, sizes.Length - 2)], last = [sizes.Length - 1];
        AssertClose(Definition(x, [0, .. all]), x.BatchNorm());
        AssertClose(Definition(x, last), x.LayerNorm([shape[^1]]));
        AssertClose(x / ((x * x).Mean(last, true) + 1e-5).Sqrt(), x.RmsNorm([shape[^1]], epsilon: 1e-5));
        var grouped = x.Reshape([shape[0], 2, x.Count / shape[0] / 2]);
        AssertClose(Definition(grouped, [2]).Reshape(shape), x.GroupNorm(2));
    }

    // Rows that an offset, a first element far out, or a spread near the last place would spoil in single precision.
    public static TheoryData<double, double, double> FloatRows => new()
    {
        { 0, 1, 0 }, { 1000, 1, 0 }, { -30, 1e-3, 0 }, { 5, 1, 1e3 }, { 5, 1, -1e6 }, { 1, 1e-6, 0 }, { 1e30, 1e25, 0 }, { 0, 1e-20, 1 },
    };

    [Theory]
    [MemberData(nameof(FloatRows))]
    public void Floats_are_normalized_and_pulled_back_with_all_their_digits(double offset, double spread, double first)
    {
        var x = (offset + spread * Reductions.Numbers([3, 1003])).To(DType.Float32);
        x.Slice(1, 0, 1).CopyFrom(Tensor.Full([1], offset + first));
        Tensor g = Reductions.Numbers([1003, 3]).T.Contiguous(), wide = x.To(DType.Float64).RequireGradient();
        var leaf = x.Clone().RequireGradient();
        Tensor y = leaf.LayerNorm([1003], epsilon: 0), expected = Definition(wide, [1], 0);
        y.Backward(g.To(DType.Float32));
        expected.Backward(g.To(DType.Float32).To(DType.Float64));
        AssertWithin(3e-7, expected, y);
        AssertWithin(5e-7, wide.Gradient!, leaf.Gradient!);
        Assert.Equal(y.Detach().ToArray<float>(), x.GroupNorm(1, epsilon: 0).ToArray<float>());
    }

    // Relative to the largest number of each row.
    static void AssertWithin(double tolerance, Tensor expected, Tensor actual)
    {
        var error = (expected.Detach() - actual.Detach().To(DType.Float64)).Abs().Max(1).ToArray<double>();
        var largest = expected.Detach().Abs().Max(1).ToArray<double>();
        for (int i = 0; i < error.Length; i++) Assert.InRange(error[i] / largest[i], 0, tolerance);
    }

    [Fact]
    public void Rows_that_are_constant_infinite_or_empty()
    {
        Assert.Equal([0f, 0, 0], Tensor.From([7.1f, 7.1f, 7.1f]).LayerNorm([3]).ToArray<float>());
        Assert.All(Tensor.From([1f, float.PositiveInfinity, 2]).LayerNorm([3]).ToArray<float>(), y => Assert.Equal(float.NaN, y));
        Assert.All(Tensor.From([float.NegativeInfinity, 1f, 2]).LayerNorm([3]).ToArray<float>(), y => Assert.Equal(float.NaN, y));
        Assert.Equal([2, 0], Tensor.Zeros([2, 0]).LayerNorm([0]).Shape);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Thread_count_does_not_change_a_bit(int[] sizes)
    {
        var x = Reductions.Numbers(Shape.Create([.. sizes.Select(n => (nint)n)]), DType.Float32);
        foreach (Func<Tensor, Tensor> op in new Func<Tensor, Tensor>[] { v => v.BatchNorm(), v => v.GroupNorm(2), v => v.LayerNorm([v.Shape[^1]]) })
        {
            Reductions.CheckThreads(() =>
            {
                var leaf = x.Clone().RequireGradient();
                var y = op(leaf);
                y.Backward(y.Detach().Exp());
                return leaf.Gradient!;
            });
        }
    }

    [Theory]
    [InlineData(6, 4)]
    [InlineData(2, 4, 3)]
    [InlineData(2, 4, 5, 4)]
    public void Gradients_match_central_differences(params int[] sizes)
    {
        var shape = Shape.Create([.. sizes.Select(n => (nint)n)]);
        Tensor x = Reductions.Numbers(shape), w = Tensor.From([0.5, -1, 2, 1.5]), b = Tensor.From([1.0, 2, 3, 4]);
        Tensor rows = Reductions.Numbers([shape[^1]]), mean = Tensor.From([0.1, 0.2, 0.3, 0.4]), variance = Tensor.From([1.0, 2, 3, 4]);
        Check(v => v[0].BatchNorm(v[1], v[2]), x, w, b);
        Check(v => v[0].BatchNorm(v[1], v[2], 1e-5, mean, variance, training: false), x, w, b);
        Check(v => v[0].GroupNorm(2, v[1], v[2]), x, w, b);
        Check(v => v[0].LayerNorm([shape[^1]], v[1], v[2]), x, rows, rows + 1);
        Check(v => v[0].LayerNorm(Shape.Create(shape.Sizes[1..]), v[1]), x, Reductions.Numbers(Shape.Create(shape.Sizes[1..])) + 1);
        Check(v => v[0].RmsNorm([shape[^1]], v[1]), x, rows);
        Check(v => v[0].Transpose(0, 1).LayerNorm([4]), x.Reshape([4, x.Count / 4]));

        static void Check(Func<Tensor[], Tensor> f, params Tensor[] inputs) => Assert.InRange(GradientCheck.Run(f, inputs), 0, 1e-6);
    }

    [Fact]
    public void Running_statistics_follow_the_batch_in_training_and_stand_still_in_use()
    {
        Tensor mean = Tensor.From([0.0]), variance = Tensor.From([1.0]), x = Tensor.From([1.0, 3], [2, 1]);
        x.BatchNorm(runningMean: mean, runningVariance: variance, momentum: 0.5);
        Assert.Equal((1, 1.5), (mean.Item(), variance.Item()));
        x.BatchNorm(runningMean: mean, runningVariance: variance, training: false);
        Assert.Equal((1, 1.5), (mean.Item(), variance.Item()));
    }

    [Fact]
    public void Shapes_and_types_that_do_not_fit_are_refused()
    {
        var x = Tensor.Ones([2, 3]);
        AssertShape("BatchNorm: x must be (images, channels, …); x is (2).", () => Tensor.Ones([2]).BatchNorm());
        AssertShape("BatchNorm: weight must have one number for each channel, axis 1 of x; x is (2, 3), weight is (2).", () => x.BatchNorm(Tensor.Ones([2])));
        AssertShape("BatchNorm: more than one element for each channel is needed in training; x is (1, 3).", () => x[..1].BatchNorm());
        AssertShape("LayerNorm: x must end in the shape that is normalized; x is (2, 3), shape is (2).", () => x.LayerNorm([2]));
        AssertShape("LayerNorm: bias must have the shape that is normalized; bias is (2), shape is (3).", () => x.LayerNorm([3], bias: Tensor.Ones([2])));
        AssertShape("RmsNorm: x must end in the shape that is normalized; x is (2, 3), shape is ().", () => x.RmsNorm([]));
        AssertShape("GroupNorm: groups must divide the channels, axis 1 of x; x is (2, 3), groups is 2.", () => x.GroupNorm(2));
        AssertShape("GroupNorm: weight must have one number for each channel, axis 1 of x; x is (2, 3), weight is (2).", () => x.GroupNorm(3, Tensor.Ones([2])));
        Assert.StartsWith("LayerNorm: element types must be equal; x is Float32, weight is Float64. Convert with x.To(DType.Float64).",
            Assert.Throws<ArgumentException>(() => x.LayerNorm([3], Tensor.Ones([3], DType.Float64))).Message);
        Assert.StartsWith("BatchNorm: element types must be equal; x is Float32, bias is Float64. Convert with x.To(DType.Float64).",
            Assert.Throws<ArgumentException>(() => x.BatchNorm(bias: Tensor.Ones([3], DType.Float64))).Message);
        Assert.StartsWith("GroupNorm: element types must be equal; x is Float32, bias is Float64. Convert with x.To(DType.Float64).",
            Assert.Throws<ArgumentException>(() => x.GroupNorm(3, bias: Tensor.Ones([3], DType.Float64))).Message);
    }

    static void AssertShape(string message, Func<Tensor> run) => Assert.Equal(message, Assert.Throws<ShapeException>(run).Message);

    static Tensor Definition(Tensor x, int[] axes, double epsilon = 1e-5) =>
        (x - x.Mean(axes, true)) / (x.Variance(axes, 0, true) + epsilon).Sqrt();

    static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Reductions.AssertClose(expected.ToArray<double>(), actual.ToArray<double>(), 1e-11);
    }
}
