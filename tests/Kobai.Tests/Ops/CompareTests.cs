namespace Kobai.Tests.Ops;

public class CompareTests
{
    static readonly double[] Values = [double.NegativeInfinity, -1, -0.0, 0, 1, double.PositiveInfinity, double.NaN];

    public static TheoryData<DType> Types => [DType.Float32, DType.Float64];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_pair_compares_as_IEEE_754_says(DType type)
    {
        var a = Tensor.From(Values, [7, 1]).To(type);
        var b = Tensor.From(Values).To(type);
        Check(a < b, (x, y) => x < y);
        Check(a > b, (x, y) => x > y);
        Check(a <= b, (x, y) => x <= y);
        Check(a >= b, (x, y) => x >= y);
        Check(a.Equal(b), (x, y) => x == y);
        Check(a.NotEqual(b), (x, y) => x != y);

        void Check(Tensor result, Func<double, double, bool> holds)
        {
            Assert.Equal(type, result.DType);
            Assert.False(result.IsTracked);
            for (nint i = 0; i < 7; i++)
                for (nint j = 0; j < 7; j++)
                    Assert.Equal(holds(Values[i], Values[j]) ? 1 : 0, Sample.At(result, i, j));
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Numbers_stand_on_either_side(DType type)
    {
        var x = Tensor.From(Values).To(type);
        foreach (double c in Values)
        {
            Assert.Equal((x < Tensor.Scalar(c, type)).ToArray<double>(), (x < c).ToArray<double>());
            Assert.Equal((x > Tensor.Scalar(c, type)).ToArray<double>(), (x > c).ToArray<double>());
            Assert.Equal((x <= Tensor.Scalar(c, type)).ToArray<double>(), (x <= c).ToArray<double>());
            Assert.Equal((x >= Tensor.Scalar(c, type)).ToArray<double>(), (x >= c).ToArray<double>());
            Assert.Equal((x > c).ToArray<double>(), (c < x).ToArray<double>());
            Assert.Equal((x < c).ToArray<double>(), (c > x).ToArray<double>());
            Assert.Equal((x >= c).ToArray<double>(), (c <= x).ToArray<double>());
            Assert.Equal((x <= c).ToArray<double>(), (c >= x).ToArray<double>());
            Assert.Equal(x.Equal(Tensor.Scalar(c, type)).ToArray<double>(), x.Equal(c).ToArray<double>());
            Assert.Equal(x.NotEqual(Tensor.Scalar(c, type)).ToArray<double>(), x.NotEqual(c).ToArray<double>());
        }
    }

    [Fact]
    public void Views_and_empty_tensors_compare()
    {
        var x = Sample.Counting(2, 3);
        Assert.Equal([1, 0, 1, 0, 1, 0], (x.T < 3).ToArray<double>());
        Assert.Equal([0, 3], (Tensor.Zeros([0, 3]) < Tensor.Zeros([3])).Shape);
        Assert.Equal(1, (Tensor.Scalar(1) <= 1).Item());
    }

    [Fact]
    public void No_gradient_flows_through_a_mask()
    {
        var x = Sample.Counting(3).RequireGradient();
        (x * (x > 1)).Sum().Backward();
        Assert.Equal([0, 0, 1], x.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Shapes_that_do_not_broadcast_are_refused() => Assert.Equal(
        "GreaterOrEqual: sizes must be equal or 1, aligned at the last axis; a is (2), b is (3).",
        Assert.Throws<ShapeException>(() => Tensor.Zeros([2]) >= Tensor.Zeros([3])).Message);
}
