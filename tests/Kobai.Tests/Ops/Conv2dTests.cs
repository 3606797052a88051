using FsCheck;
using FsCheck.Fluent;
using Kobai.Tests.Threads;

namespace Kobai.Tests.Ops;

[Collection(nameof(WorkTests))]
public class Conv2dTests
{
    /// <summary>Images, channels, height, width; outputs, kernel height and width; stride, padding, dilation; groups.</summary>
    public static TheoryData<int[]> Sizes =>
    [
        [2, 3, 5, 7, 4, 3, 3, 1, 1, 1, 1], [1, 1, 28, 28, 6, 5, 5, 1, 2, 1, 1], [3, 6, 14, 14, 16, 5, 5, 1, 0, 1, 1],
        [2, 4, 9, 8, 6, 3, 2, 2, 1, 1, 2], [1, 2, 11, 10, 3, 3, 4, 3, 2, 2, 1], [2, 5, 6, 6, 5, 3, 3, 1, 1, 1, 5],
        [2, 3, 4, 5, 7, 1, 1, 1, 0, 1, 1], [2, 3, 5, 5, 2, 1, 1, 2, 0, 1, 1], [1, 3, 40, 70, 2, 3, 3, 1, 1, 1, 1],
        [1, 2, 2, 2, 1, 2, 2, 1, 4, 1, 1], [2, 2, 6, 6, 2, 3, 3, 5, 0, 1, 1], [0, 2, 4, 4, 3, 3, 3, 1, 1, 1, 1],
        [1, 40, 20, 65, 3, 7, 7, 1, 3, 1, 1], [70, 2, 4, 4, 3, 2, 2, 1, 0, 1, 1],
        [1, 40, 12, 13, 20, 3, 3, 1, 1, 1, 1], [1, 2, 5, 6, 300, 3, 3, 1, 1, 1, 1], [2, 34, 18, 1, 9, 3, 1, 1, 0, 1, 1],
    ];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Equals_the_definition(int[] s)
    {
        var (x, w, b) = Inputs(s);
        foreach (var type in new[] { DType.Float64, DType.Float32 })
        {
            var y = x.To(type).Conv2d(w.To(type), b.To(type), s[7], s[8], s[9], s[10]);
            var expected = Definition(x, w, b, s);
            Assert.Equal(expected.Shape, y.Shape);
            Reductions.AssertClose(expected.ToArray<double>(), y.ToArray<double>(), type == DType.Float32 ? 1e-4 : 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Gradients_are_the_adjoints_of_the_definition(int[] s)
    {
        var (x, w, b) = Inputs(s);
        var y = x.RequireGradient().Conv2d(w.RequireGradient(), b.RequireGradient(), s[7], s[8], s[9], s[10]);
        var dy = Reductions.Numbers([y.Count]).Reshape(y.Shape) + 0.25;
        y.Backward(dy);
        var (direction, kernels, biases) = (Reductions.Numbers(x.Shape) * 3 - 1, Reductions.Numbers(w.Shape) + 2, Tensor.Linspace(-3, 1, b.Count, DType.Float64));
        Tensor zero = Tensor.Zeros(b.Shape, DType.Float64);
        AssertDot(dy, Definition(direction, w, zero, s), x.Gradient!, direction);
        AssertDot(dy, Definition(x, kernels, zero, s), w.Gradient!, kernels);
        AssertDot(dy, Definition(x, w, b + biases, s) - Definition(x, w, b, s), b.Gradient!, biases);
    }

    // A convolution is linear in each of its inputs, so differences of any step are exact but for rounding.
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 2, 1)]
    [InlineData(1, 3, 2)]
    public void Gradients_match_central_differences(int stride, int dilation, int groups)
    {
        Tensor x = Reductions.Numbers([2, 4, 7, 8]), w = Reductions.Numbers([4, 4 / groups, 3, 2]), b = Reductions.Numbers([4]);
        Assert.InRange(
            GradientCheck.Run(v => v[0].Conv2d(v[1], v[2], stride, 1, dilation, groups), [x, w, b], step: 0.01), 0, 1e-10);
        Assert.InRange(
            GradientCheck.Run(v => v[0].Transpose(2, 3).Conv2d(v[1].Transpose(0, 1), groups: 2), [x, Reductions.Numbers([2, 4, 3, 3])], step: 0.01),
            0, 1e-10);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Thread_count_does_not_change_a_bit(int[] s)
    {
        var (x, w, b) = Inputs(s);
        Reductions.CheckThreads(() =>
        {
            Tensor[] leaves = [.. new[] { x, w, b }.Select(t => t.To(DType.Float32).RequireGradient())];
            var y = leaves[0].Conv2d(leaves[1], leaves[2], s[7], s[8], s[9], s[10]);
            y.Backward(y.Detach());
            return Tensor.Concatenate(0, [y.Detach().Reshape(y.Count), .. leaves.Select(t => t.Gradient!.Reshape(t.Count))]);
        });
    }

    [Fact]
    public void Any_sizes_agree_with_the_definition() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(AnySizes, s =>
    {
        var (x, w, b) = Inputs(s);
        Reductions.AssertClose(
            Definition(x, w, b, s).ToArray<double>(), x.Conv2d(w, b, s[7], s[8], s[9], s[10]).ToArray<double>(), 1e-12);
    }));

    [Fact]
    public void One_image_without_a_batch_is_an_image()
    {
        Tensor x = Reductions.Numbers([2, 5, 4]), w = Reductions.Numbers([3, 2, 2, 2]);
        Assert.Equal(x.Unsqueeze(0).Conv2d(w).Squeeze(0).ToArray<double>(), x.Conv2d(w).ToArray<double>());
        Assert.Equal([3, 4, 3], x.Conv2d(w).Shape);
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(4, 1)]
    [InlineData(4, 3)]
    [InlineData(5, 2)]
    public void Same_padding_keeps_the_size(int kernel, int dilation)
    {
        var y = Tensor.Ones([1, 1, 9, 8]).Conv2d(Tensor.Ones([1, 1, kernel, 2]), padding: Padding.Same, dilation: dilation);
        Assert.Equal([1, 1, 9, 8], y.Shape);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused_with_their_names()
    {
        Tensor x = Tensor.Ones([2, 3, 8, 8]), w = Tensor.Ones([4, 3, 3, 3]);
        AssertShape("Conv2d: x must be (images, channels, height, width), weight (outputs, channels / groups, height, width); x is (2, 3), weight is (4, 3, 3, 3).",
            () => Tensor.Ones([2, 3]).Conv2d(w));
        AssertShape("Conv2d: x must have as many channels as weight.Shape[1] · groups, and groups must divide the outputs weight.Shape[0]; x is (2, 3, 8, 8), weight is (4, 3, 3, 3), groups is 2.",
            () => x.Conv2d(w, groups: 2));
        AssertShape("Conv2d: bias must have one number for each output; weight is (4, 3, 3, 3), bias is (3).",
            () => x.Conv2d(w, Tensor.Ones([3])));
        AssertShape("Conv2d: the kernel must fit into the padded planes; x is (2, 3, 8, 8), weight is (4, 3, 3, 3), padding is 1 × 1, dilation is 5 × 5.",
            () => x.Conv2d(w, padding: 1, dilation: 5));
    }

    [Fact]
    public void Arguments_out_of_range_are_refused()
    {
        Tensor x = Tensor.Ones([2, 3, 8, 8]), w = Tensor.Ones([4, 3, 3, 3]);
        Assert.StartsWith("Conv2d: stride must be positive; it is 0 × 1.", Assert.Throws<ArgumentOutOfRangeException>(() => x.Conv2d(w, stride: (0, 1))).Message);
        Assert.StartsWith("Conv2d: dilation must be positive; it is -1 × -1.", Assert.Throws<ArgumentOutOfRangeException>(() => x.Conv2d(w, dilation: -1)).Message);
        Assert.StartsWith("Conv2d: groups must be positive; it is 0.", Assert.Throws<ArgumentOutOfRangeException>(() => x.Conv2d(w, groups: 0)).Message);
        Assert.StartsWith("Conv2d: padding must be 0 or more; it is -1 × -1.", Assert.Throws<ArgumentOutOfRangeException>(() => x.Conv2d(w, padding: -1)).Message);
        Assert.StartsWith("Conv2d: padding can be “same” at stride 1 only; stride is 2 × 2.",
            Assert.Throws<ArgumentException>(() => x.Conv2d(w, stride: 2, padding: Padding.Same)).Message);
        Assert.StartsWith("Conv2d: element types must be equal; x is Float64, weight is Float32. Convert with x.To(DType.Float32).",
            Assert.Throws<ArgumentException>(() => x.To(DType.Float64).Conv2d(w)).Message);
    }

    static void AssertShape(string message, Func<Tensor> run) => Assert.Equal(message, Assert.Throws<ShapeException>(run).Message);

    static void AssertDot(Tensor a, Tensor b, Tensor c, Tensor d)
    {
        double[] products = (c * d).ToArray<double>();
        Assert.Equal((a * b).Sum().Item(), products.Sum(), 1e-12 * Math.Max(1, products.Sum(Math.Abs)));
    }

    static (Tensor X, Tensor W, Tensor B) Inputs(int[] s) => (
        Reductions.Numbers([s[0], s[1], s[2], s[3]]), Reductions.Numbers([s[4], s[1] / s[10], s[5], s[6]]) / 2, Reductions.Numbers([s[4]]));

    static Tensor Definition(Tensor x, Tensor w, Tensor b, int[] s)
    {
        double[] input = x.ToArray<double>(), kernel = w.ToArray<double>(), bias = b.ToArray<double>();
        int stride = s[7], padding = s[8], dilation = s[9], channels = s[1] / s[10], perGroup = s[4] / s[10];
        int rows = (s[2] + 2 * padding - dilation * (s[5] - 1) - 1) / stride + 1, columns = (s[3] + 2 * padding - dilation * (s[6] - 1) - 1) / stride + 1;
        var y = new double[s[0] * s[4] * rows * columns];
        for (int i = 0; i < y.Length; i++)
        {
            int column = i % columns, row = i / columns % rows, output = i / columns / rows % s[4], image = i / columns / rows / s[4];
            y[i] = bias[output];
            for (int c = 0; c < channels; c++)
                for (int p = 0; p < s[5]; p++)
                    for (int q = 0; q < s[6]; q++)
                    {
                        int h = row * stride - padding + p * dilation, v = column * stride - padding + q * dilation;
                        if (h < 0 || h >= s[2] || v < 0 || v >= s[3]) continue;
                        int channel = output / perGroup * channels + c;
                        y[i] += kernel[((output * channels + c) * s[5] + p) * s[6] + q] * input[((image * s[1] + channel) * s[2] + h) * s[3] + v];
                    }
        }
        return Tensor.From(y, [s[0], s[4], rows, columns]);
    }

    static Arbitrary<int[]> AnySizes { get; } = (
        from numbers in Gen.Choose(1, 4).ListOf(10)
        from groups in Gen.Choose(1, 2)
        let s = numbers.ToArray()
        select (int[])[s[0], s[1] * groups, s[2] + 8, s[3] + 8, s[4] * groups, s[5], s[6], s[7], s[8] - 1, Math.Min(2, s[9]), groups]).ToArbitrary();
}
