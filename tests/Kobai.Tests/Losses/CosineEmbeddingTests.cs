using Kobai.Losses;
using Kobai.Simd;

namespace Kobai.Tests.Losses;

public class CosineEmbeddingTests
{
    static readonly double[] X = [.. ExactJudge.Spread(30, 1, -2, 1), 0, 0, 0, 1, 2, 3, 1, 2, 2, 1, 0, 0, 1e6, 2e6, 3e6];
    static readonly double[] Y = [.. ExactJudge.Spread(30, 2, -2, 1), 1, 2, 3, 1.0001, 2.0003, 3, 1, 2, 2, 1e-5, 1, 0, 1e6, 2e6, 3e6];

    [Theory]
    [InlineData(1, 0.0)]
    [InlineData(-1, 0.05)]
    [InlineData(-1, -0.7)]
    public void Loss_and_slopes_are_exact_to_4_units_in_the_last_place(int target, double margin)
    {
        // Parallel vectors have a cosine that is 1 to twenty digits: their slopes are judged by an own test.
        int rows = 14;
        VectorJudge.Check((x, r) => Loss.CosineEmbedding(x[0], x[1], Targets(x[0], target), margin, r), (_, x) =>
        {
            Wide xy = new(0), xx = new(1e-12), yy = new(1e-12);
            for (int j = 0; j < 3; j++) (xy, xx, yy) = (xy + (x[0][j] * x[1][j]), xx + (x[0][j] * x[0][j]), yy + (x[1][j] * x[1][j]));
            Wide cosine = xy / Wide.Sqrt(xx * yy);
            return target == 1 ? new Wide(1) - cosine : Wide.Max(new(0), cosine - new Wide(margin));
        }, 3, X[..(3 * (rows - 2))], Y[..(3 * (rows - 2))]);
    }

    [Fact]
    public void Equal_vectors_keep_the_loss_that_epsilon_leaves()
    {
        foreach (var type in Enum.GetValues<DType>())
        {
            Tensor x = Tensor.From([3.0, 4.0], [1, 2]).To(type), t = Tensor.Ones([1], type);
            Assert.Equal(1e-12 / 25, Loss.CosineEmbedding(x, x, t).Item(), 1e-26 + (type == DType.Float32 ? 1e-20 : 0));
            Assert.Equal(1e-12 / 25e16, Loss.CosineEmbedding(x * 1e8, x * 1e8, t).Item(), 1e-36);
        }
    }

    [Theory]
    [InlineData(DType.Float32, 2e38)]
    [InlineData(DType.Float64, 1e300)]
    public void Squares_that_overflow_do_no_harm(DType type, double size)
    {
        Tensor x = (Tensor.From([1.0, 0], [1, 2]) * size).To(type).RequireGradient(), y = (Tensor.From([1.0, 1], [1, 2]) * size).To(type);
        var loss = Loss.CosineEmbedding(x, y, Tensor.Ones([1], type));
        loss.Backward();
        Assert.Equal(1 - Math.Sqrt(0.5), loss.Item(), 1e-7);
        Assert.Equal(-Math.Sqrt(0.5), x.Gradient![0, 1].Item() * size, 1e-7);
    }

    [Fact]
    public void Reductions_and_gradients_agree()
    {
        Tensor x = Tensor.From(X[..9], [3, 3]), y = Tensor.From(Y[..9], [3, 3]), t = Tensor.From([1.0, -1, 1]);
        VectorJudge.CheckReductions((v, r) => Loss.CosineEmbedding(v[0], v[1], t, -0.9, r), x, y);
        Assert.Equal(Loss.CosineEmbedding(x[..1], y[..1], t[..1]).Item(), Loss.CosineEmbedding(x[0], y[0], t[0]).Item());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Tensor x = Tensor.Ones([2, 3]);
        Assert.Equal(
            "CosineEmbedding: the vectors must be (N, D) and target (N); first is (2, 3), target is (2, 1).",
            Assert.Throws<ShapeException>(() => Loss.CosineEmbedding(x, x, Tensor.Ones([2, 1]))).Message);
        Assert.StartsWith(
            "CosineEmbedding: target[0] is 0, neither −1 nor +1.",
            Assert.Throws<ArgumentException>(() => Loss.CosineEmbedding(x, x, Tensor.Zeros([2]))).Message);
    }

    static Tensor Targets(Tensor x, int target) => Tensor.Full([x.Shape[0]], target, x.DType);
}
