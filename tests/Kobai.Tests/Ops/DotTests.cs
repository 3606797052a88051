using Kobai.Tests.Threads;

namespace Kobai.Tests.Ops;

[Collection(nameof(WorkTests))]
public class DotTests
{
    [Fact]
    public void Dot_equals_the_exact_sum_of_products()
    {
        foreach (int n in new[] { 0, 1, 15, 16, 100, 150_000 })
            foreach (var x in Reductions.Layouts(Reductions.Numbers([n])))
            {
                double exact = (double)x.ToArray<double>().Select((v, i) => (decimal)v * (decimal)v).Sum();
                Assert.Equal(exact, x.Dot(x).Item(), x.DType == DType.Float64 ? 1e-10 : 1e-7 * Math.Max(1, exact));
            }
        var large = Reductions.Numbers([300_000]);
        Reductions.CheckThreads(() => large.Dot(large));
    }

    [Fact]
    public void Outer_multiplies_each_by_each() =>
        Assert.Equal([4, 5, 8, 10, 12, 15], Tensor.From([1.0, 2, 3]).Outer(Tensor.From([4.0, 5])).ToArray<double>());

    [Fact]
    public void Gradients_match_central_differences()
    {
        Tensor a = Reductions.Numbers([5]), b = Reductions.Numbers([10]).View([5], [2]), c = Reductions.Numbers([3]);
        Assert.InRange(GradientCheck.Run(x => x[0].Dot(x[1]), a, b), 0, 1e-8);
        Assert.InRange(GradientCheck.Run(x => x[0].Outer(x[1]), a, c), 0, 1e-8);
    }

    [Fact]
    public void Only_vectors_that_fit_are_taken()
    {
        var a = Tensor.Zeros([3]);
        Assert.Equal("Dot: lengths must be equal; a is (3), b is (4).",
            Assert.Throws<ShapeException>(() => a.Dot(Tensor.Zeros([4]))).Message);
        Assert.Equal("Dot: two vectors are needed; a is (3), b is (3, 1).",
            Assert.Throws<ShapeException>(() => a.Dot(Tensor.Zeros([3, 1]))).Message);
        Assert.Equal("Outer: two vectors are needed; a is (), b is (3).",
            Assert.Throws<ShapeException>(() => Tensor.Scalar(1).Outer(a)).Message);
        Assert.StartsWith("Dot: element types must be equal; a is Float32, b is Float64. Convert one with To(DType.Float32).",
            Assert.Throws<ArgumentException>(() => a.Dot(a.To(DType.Float64))).Message);
    }
}
