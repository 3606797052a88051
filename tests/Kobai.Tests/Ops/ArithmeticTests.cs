namespace Kobai.Tests.Ops;

public class ArithmeticTests
{
    static readonly Tensor A = Tensor.From([1.5, -2, 3, 4, 0.5, -6], [2, 3]);

    [Fact]
    public void Gradients_of_the_four_operations_match_central_differences_when_broadcast()
    {
        Tensor[] others = [A, Tensor.From([2.0, 3, -4]), Tensor.From([2.0, -3], [2, 1]), Tensor.Scalar(3, DType.Float64), Tensor.From([2.0], [1, 1])];
        foreach (var b in others)
        {
            Assert.InRange(GradientCheck.Run(x => x[0] + x[1], A, b), 0, 1e-8);
            Assert.InRange(GradientCheck.Run(x => x[0] - x[1], A, b), 0, 1e-8);
            Assert.InRange(GradientCheck.Run(x => x[0] * x[1], A, b), 0, 1e-8);
            Assert.InRange(GradientCheck.Run(x => x[0] / x[1], A, b), 0, 1e-8);
            Assert.InRange(GradientCheck.Run(x => x[1] / x[0], A, b), 0, 1e-8);
        }
    }

    [Fact]
    public void Numbers_stand_on_either_side()
    {
        Assert.InRange(GradientCheck.Run(x => 2 - x[0] * 3 + 1 / x[0] - (x[0] - 4) / 2 + (1 + x[0]) * 2, A), 0, 1e-8);
        Assert.Equal([3, 1], (2 - Tensor.From([-1.0, 1])).ToArray<double>());
    }

    [Fact]
    public void Shapes_that_do_not_broadcast_are_refused_by_name()
    {
        var error = Assert.Throws<ShapeException>(() => A + Tensor.From([1.0, 2]));
        Assert.Equal("Add: sizes must be equal or 1, aligned at the last axis; a is (2, 3), b is (2).", error.Message);
    }

    [Fact]
    public void Types_that_differ_are_refused_with_the_cure()
    {
        var error = Assert.Throws<ArgumentException>(() => A * Tensor.Ones([2, 3]));
        Assert.StartsWith("Multiply: element types must be equal; a is Float64, b is Float32. Convert one with To(DType.Float64).", error.Message);
    }

    [Fact]
    public void Large_broadcasts_equal_the_plain_loop()
    {
        var a = Tensor.Linspace(-1, 1, 300 * 400, DType.Float64).Reshape(300, 400);
        var row = Tensor.Linspace(1, 2, 400, DType.Float64);
        var column = Tensor.Linspace(3, 4, 300, DType.Float64).Reshape(300, 1);
        double[] x = a.ToArray<double>(), r = row.ToArray<double>(), c = column.ToArray<double>();
        double[] y = (a * row - column).ToArray<double>();
        for (int i = 0; i < y.Length; i++) Assert.Equal(x[i] * r[i % 400] - c[i / 400], y[i]);
    }

    [Fact]
    public void Large_broadcasts_over_three_axes_equal_the_plain_loop()
    {
        var a = Tensor.Linspace(-1, 1, 9 * 100 * 90, DType.Float64).Reshape(9, 100, 90);
        var planes = Tensor.Linspace(1, 2, 9 * 90, DType.Float64).Reshape(9, 1, 90);
        var rows = Tensor.Linspace(3, 4, 100, DType.Float64).Reshape(100, 1);
        double[] x = a.ToArray<double>(), p = planes.ToArray<double>(), r = rows.ToArray<double>();
        double[] sum = (a + planes).ToArray<double>(), product = (rows * a).ToArray<double>();
        double[] chosen = Tensor.Where(rows < 3.5, a, planes).ToArray<double>(), part = (-a[.., 1.., ..80]).ToArray<double>();
        for (int i = 0; i < x.Length; i++)
        {
            int plane = i / 9000, row = i / 90 % 100, column = i % 90;
            double other = p[plane * 90 + column];
            Assert.Equal(x[i] + other, sum[i]);
            Assert.Equal(x[i] * r[row], product[i]);
            Assert.Equal(r[row] < 3.5 ? x[i] : other, chosen[i]);
            if (row > 0 && column < 80) Assert.Equal(-x[i], part[(plane * 99 + row - 1) * 80 + column]);
        }
    }
}
