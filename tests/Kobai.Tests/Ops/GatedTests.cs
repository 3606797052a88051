namespace Kobai.Tests.Ops;

public class GatedTests
{
    [Fact]
    public void Gradients_match_central_differences()
    {
        var x = Tensor.Linspace(-2, 3, 48, DType.Float64).Sin().Reshape(2, 6, 4);
        foreach (int axis in new[] { 0, 1, -1 })
        {
            Assert.InRange(GradientCheck.Run(v => v[0].Glu(axis) + v[0].GeGlu(axis) + v[0].SwiGlu(axis) + v[0].ReGlu(axis), x), 0, 1e-8);
            Assert.InRange(GradientCheck.Run(v => v[0].Transpose(0, 2).SwiGlu(axis), x.Transpose(0, 2).Reshape(4, 6, 2)), 0, 1e-8);
        }
    }

    [Fact]
    public void Long_halves_are_cut_into_chunks_and_short_ones_brought_together()
    {
        foreach (var shape in new Shape[] { [2, 40000], [20001, 6], [1, 2], [0, 4], [4, 0] })
        {
            var x = Tensor.Normal(shape, generator: new(1)).RequireGradient();
            var y = x.SwiGlu();
            int half = (int)shape[1] / 2;
            Tensor a = x.Detach()[.., ..half], b = x.Detach()[.., half..];
            Assert.Equal((a * b.Silu()).ToArray<float>(), y.ToArray<float>());
            y.Sum().Backward();
            Assert.Equal(b.Silu().ToArray<float>(), x.Gradient![.., ..half].ToArray<float>());
        }
    }

    [Fact]
    public void An_odd_axis_is_refused() => Assert.Equal("SwiGlu: axis -1 must have an even size; x is (2, 3).",
        Assert.Throws<ShapeException>(() => Tensor.Ones([2, 3]).SwiGlu()).Message);
}
