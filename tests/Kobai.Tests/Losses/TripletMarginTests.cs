using Kobai.Losses;
using Kobai.Simd;

namespace Kobai.Tests.Losses;

public class TripletMarginTests
{
    static readonly double[] A = [.. ExactJudge.Spread(30, 1, -2, 1), 1, 2, 3, 0, 0, 0];
    static readonly double[] P = [.. ExactJudge.Spread(30, 2, -2, 1), 1, 2, 3.0001, 1, 0, 0];
    static readonly double[] N = [.. ExactJudge.Spread(30, 3, -2, 1), 1, 2.00015, 3, 1.999999, 1e-4, 0];

    [Theory]
    [InlineData(2.0, false)]
    [InlineData(2.0, true)]
    [InlineData(1.0, false)]
    [InlineData(3.0, true)]
    [InlineData(1.5, false)]
    public void Loss_and_slopes_are_exact_to_4_units_in_the_last_place(double p, bool swap) =>
        VectorJudge.Check((x, r) => Loss.TripletMargin(x[0], x[1], x[2], 0.8, p, 1e-6, swap, r), (_, x) =>
        {
            Wide Distance(Wide[] a, Wide[] b)
            {
                Wide sum = new(0);
                for (int j = 0; j < 3; j++) sum += Power(Wide.Abs(a[j] - b[j] + new Wide(1e-6)), new(p));
                return Power(sum, new Wide(1) / new Wide(p));
            }
            Wide far = Distance(x[0], x[2]);
            if (swap) far = Wide.Min(far, Distance(x[1], x[2]));
            return Wide.Max(new(0), Distance(x[0], x[1]) - far + new Wide(0.8));
        }, 3, A, P, N);

    [Fact]
    public void Reductions_and_gradients_agree()
    {
        Tensor a = Tensor.From(A[..9], [3, 3]), p = Tensor.From(P[..9], [3, 3]), n = Tensor.From(N[..9], [3, 3]);
        VectorJudge.CheckReductions((v, r) => Loss.TripletMargin(v[0], v[1], v[2], reduction: r), a, p, n);
        VectorJudge.CheckReductions((v, r) => Loss.TripletMargin(v[0], v[1], v[2], margin: 20, swap: true, reduction: r), a, p, n);
        Assert.Equal(Loss.TripletMargin(a[..1], p[..1], n[..1]).Item(), Loss.TripletMargin(a[0], p[0], n[0]).Item());
    }

    [Fact]
    public void A_distance_of_ones_own_gives_the_same_loss()
    {
        Tensor a = Tensor.From(A[..9], [3, 3]), p = Tensor.From(P[..9], [3, 3]), n = Tensor.From(N[..9], [3, 3]);
        Tensor Euclid(Tensor x, Tensor y) => (x - y + 1e-6).Norm(2, -1);
        foreach (bool swap in (ReadOnlySpan<bool>)[false, true])
        {
            Assert.Equal(
                Loss.TripletMargin(a, p, n, 2.0, swap: swap).Item(), Loss.TripletMargin(a, p, n, Euclid, 2.0, swap).Item(), 1e-14);
            VectorJudge.CheckReductions((v, r) => Loss.TripletMargin(v[0], v[1], v[2], Euclid, 2.0, swap, r), a, p, n);
        }
    }

    [Fact]
    public void Equal_vectors_have_finite_slopes()
    {
        var a = Tensor.From([1f, 2], [1, 2]).RequireGradient();
        Loss.TripletMargin(a, Tensor.From([1f, 2], [1, 2]), Tensor.From([1f, 2], [1, 2]), epsilon: 0).Backward();
        Assert.Equal([0f, 0], a.Gradient!.ToArray<float>());
    }

    [Theory]
    [InlineData(DType.Float32, 1e38)]
    [InlineData(DType.Float64, 1e300)]
    public void Squares_that_overflow_do_no_harm(DType type, double size)
    {
        Tensor zero = Tensor.Zeros([1, 2], type), p = (Tensor.From([0.75, 1], [1, 2]) * size).To(type);
        Assert.Equal(1.25 * size, Loss.TripletMargin(zero, p, zero).Item(), size * 1e-7);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Tensor x = Tensor.Ones([2, 3]);
        Assert.Equal(
            "TripletMargin: anchor and negative must have the same shape (nothing is broadcast); anchor is (2, 3), negative is (1, 3).",
            Assert.Throws<ShapeException>(() => Loss.TripletMargin(x, x, x[..1])).Message);
        Assert.StartsWith(
            "TripletMargin: p must be 1 or more, and finite.",
            Assert.Throws<ArgumentOutOfRangeException>(() => Loss.TripletMargin(x, x, x, p: 0.5)).Message);
        Assert.Equal(
            "TripletMargin: vectors are needed, (N, D) or (D); anchor is ().",
            Assert.Throws<ShapeException>(() => Loss.TripletMargin(Tensor.Scalar(1), Tensor.Scalar(1), Tensor.Scalar(1))).Message);
    }

    static Wide Power(Wide x, Wide y) => (double)y switch
    {
        1 => x,
        2 => x * x,
        3 => x * x * x,
        0.5 => Wide.Sqrt(x),
        1.5 => x * Wide.Sqrt(x),
        _ => (double)x == 0 ? x : Wide.Pow(x, y),
    };
}
