using Kobai.Optimizers;

namespace Kobai.Tests.Optimizers;

public class MuonTests
{
    [Theory]
    [InlineData(3, 3)]
    [InlineData(2, 5)]
    [InlineData(6, 2)]
    public void A_step_is_nearly_orthogonal_and_scaled_by_the_shape(int rows, int columns)
    {
        var w = Tensor.Zeros([rows, columns], DType.Float64).RequireGradient();
        var weight = Tensor.Normal([rows, columns], generator: new(1)).To(DType.Float64);
        new Muon([w], learningRate: 1).Step(() => (w * weight).Sum());
        Tensor step = rows > columns ? w.Detach().T : w.Detach();
        double scale = Math.Sqrt(Math.Max(1, (double)rows / columns));
        Tensor gram = step.MatMul(step.T) / (scale * scale);
        double[] g = gram.ToArray<double>();
        int n = Math.Min(rows, columns);
        for (int i = 0; i < n * n; i++)
        {
            if (i % (n + 1) == 0) Assert.InRange(g[i], 0.4, 1.5);
            else Assert.InRange(g[i], -0.35, 0.35);
        }
    }

    [Fact]
    public void A_parameter_that_is_no_matrix_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new Muon([Tensor.Ones([3]).RequireGradient()]));
        Assert.StartsWith("Muon: every parameter must be a matrix; one has the shape (3). Give the others to AdamW.", error.Message, StringComparison.Ordinal);
    }
}
