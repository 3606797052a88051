namespace Kobai.Tests.Ops;

public class LogicTests
{
    static readonly double[] Values = [0, -0.0, 1, -2, double.NaN, 1e-300];

    [Fact]
    public void Any_number_but_0_is_true()
    {
        Tensor a = Tensor.From(Values, [6, 1]), b = Tensor.From(Values);
        for (nint i = 0; i < 6; i++)
        {
            bool p = Values[i] != 0;
            Assert.Equal(p ? 0 : 1, Sample.At(!b, i));
            for (nint j = 0; j < 6; j++)
            {
                bool q = Values[j] != 0;
                Assert.Equal(p && q ? 1 : 0, Sample.At(a & b, i, j));
                Assert.Equal(p || q ? 1 : 0, Sample.At(a | b, i, j));
            }
        }
        Assert.Equal([1, 0], (Tensor.From([1.0, 2, 0, 4], [2, 2]).T[0] & Tensor.From([1.0, 1])).ToArray<double>());
    }

    [Fact]
    public void De_Morgan_holds_for_masks()
    {
        var x = Sample.Counting(9);
        Tensor a = x < 5, b = x >= 3;
        Assert.Equal((!(a & b)).ToArray<double>(), (!a | !b).ToArray<double>());
        Assert.Equal([0, 0, 0, 1, 1, 0, 0, 0, 0], (a & b).ToArray<double>());
    }

    [Fact]
    public void Shapes_that_do_not_broadcast_are_refused() => Assert.Equal(
        "And: sizes must be equal or 1, aligned at the last axis; a is (2), b is (3).",
        Assert.Throws<ShapeException>(() => Tensor.Zeros([2]) & Tensor.Zeros([3])).Message);
}
