using Kobai.Threads;

namespace Kobai.Tests.Ops;

[Collection("alone")]
public class DepthwiseTests
{
    [Theory]
    [InlineData(5, 6, 3, 3, 1, 1, 1)]
    [InlineData(5, 6, 3, 2, 2, 1, 1)]
    [InlineData(17, 40, 5, 3, 1, 2, 2)]
    [InlineData(9, 37, 3, 3, 3, 0, 1)]
    [InlineData(2, 1, 3, 5, 1, 2, 1)]
    [InlineData(1, 70, 1, 3, 1, 0, 2)]
    public void Each_plane_is_a_convolution_by_itself(int height, int width, int kernelHeight, int kernelWidth, int stride, int padding, int dilation)
    {
        var generator = new Generator(3);
        Tensor Some(params ReadOnlySpan<nint> sizes) => Tensor.Normal(Shape.Create(sizes), type: DType.Float64, generator: generator);
        Tensor x = Some(3, 4, height, width).RequireGradient(), w = Some(4, 1, kernelHeight, kernelWidth).RequireGradient(), b = Some(4).RequireGradient();
        Tensor x1 = x.Detach().RequireGradient(), w1 = w.Detach().RequireGradient(), b1 = b.Detach().RequireGradient();
        var y = x.Conv2d(w, b, stride, padding, dilation, groups: 4);
        var planes = Enumerable.Range(0, 4).Select(c => x1[.., c..(c + 1)].Conv2d(w1[c..(c + 1)], b1[c..(c + 1)], stride, padding, dilation));
        var expected = Tensor.Concatenate(1, [.. planes]);
        Assert.Equal(expected.ToArray<double>(), y.ToArray<double>());
        var upstream = Some([.. y.Shape]);
        y.Backward(upstream);
        expected.Backward(upstream);
        foreach (var (actual, other) in new[] { (x, x1), (w, w1), (b, b1) })
            Reductions.AssertClose(other.Gradient!.ToArray<double>(), actual.Gradient!.ToArray<double>(), 1e-12);
    }

    [Fact]
    public void Gradients_match_central_differences()
    {
        Tensor x = Tensor.Linspace(-2, 2, 90, DType.Float64).Sin().Reshape(2, 3, 3, 5), w = Tensor.Linspace(-1, 1, 18, DType.Float64).Reshape(3, 1, 2, 3);
        foreach (int stride in new[] { 1, 2 })
        {
            Assert.InRange(GradientCheck.Run(v => v[0].Conv2d(v[1], null, stride, 1, groups: 3), x, w), 0, 1e-8);
            Assert.InRange(GradientCheck.Run(v => v[0].ConvTranspose2d(v[1], null, stride, 1, groups: 3), x, w), 0, 1e-8);
        }
    }

    [Fact]
    public void Values_and_gradients_have_the_same_bits_at_any_thread_count()
    {
        int before = Work.Threads;
        try
        {
            var bits = new[] { 1, 3 }.Select(threads =>
            {
                Work.Threads = threads;
                Tensor x = Tensor.Normal([5, 7, 40, 40], generator: new(1)).RequireGradient(), w = Tensor.Normal([7, 1, 3, 3], generator: new(2)).RequireGradient();
                var y = x.Conv2d(w, padding: 1, groups: 7);
                (y * y).Sum().Backward();
                return (float[])[.. y.ToArray<float>(), .. x.Gradient!.ToArray<float>(), .. w.Gradient!.ToArray<float>()];
            }).ToArray();
            Assert.Equal(bits[0], bits[1]);
        }
        finally
        {
            Work.Threads = before;
        }
    }
}
