using FsCheck;
using FsCheck.Fluent;
using Kobai.Tests.Threads;

namespace Kobai.Tests.Ops;

[Collection(nameof(WorkTests))]
public class SoftmaxTests
{
    /// <summary>Lines short and long, few and many, with and without a stride.</summary>
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 10, 1 }, { 3, 5, 1 }, { 9, 10, 1 }, { 300, 3, 1 }, { 2, 1, 1 }, { 2, 65, 1 }, { 20, 64, 1 }, { 5, 1300, 1 },
        { 2, 10, 3 }, { 3, 7, 17 }, { 1, 4, 600 }, { 2, 300, 5 }, { 1, 5000, 2 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Equals_the_definition(int outer, int n, int inner)
    {
        foreach (var x in Reductions.Layouts(3 * Reductions.Numbers([outer, n, inner])))
        {
            double tolerance = x.DType == DType.Float32 ? 3e-7 : 4e-15;
            AssertRelative(Reductions.Along(x, 1, Definition), x.Softmax(1).ToArray<double>(), tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Gradient_equals_the_definition(int outer, int n, int inner)
    {
        var x = Reductions.Numbers([outer, n, inner]).RequireGradient();
        var weights = Tensor.Linspace(-1, 2, x.Count, DType.Float64).Reshape(x.Shape);
        var y = x.Softmax(1);
        y.Backward(weights);
        var mean = (y.Detach() * weights).Sum(1, keepDims: true);
        Reductions.AssertClose((y.Detach() * (weights - mean)).ToArray<double>(), x.Gradient!.ToArray<double>(), 1e-14);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void Gradient_matches_central_differences(int axis) =>
        Assert.InRange(GradientCheck.Run(x => x[0].Softmax(axis), Reductions.Numbers([3, 4, 2])), 0, 1e-8);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Thread_count_does_not_change_a_bit(int outer, int n, int inner)
    {
        var x = Reductions.Numbers([40 * outer, n, inner], DType.Float32);
        Reductions.CheckThreads(() => x.Softmax(1));
    }

    [Fact]
    public void Small_probabilities_keep_their_digits()
    {
        var x = Tensor.From([39.7f, -40.3f, 3.14159f, -27.18281f]);
        AssertRelative(Definition(x.ToArray<double>()), x.Softmax().ToArray<double>(), 3e-7);
    }

    [Fact]
    public void Probabilities_are_positive_and_add_up_to_one() => Check.QuickThrowOnFailure(Prop.ForAll(Lines, line =>
    {
        double[] y = Tensor.From(line).Softmax().ToArray<double>();
        return y.All(p => p is >= 0 and <= 1) && Math.Abs(y.Sum() - 1) < 1e-14;
    }));

    [Fact]
    public void A_shift_by_a_power_of_two_changes_nothing() => Check.QuickThrowOnFailure(Prop.ForAll(Lines, line =>
    {
        var x = Tensor.From([.. line.Select(v => Math.Round(v * 256) / 256)]);
        return x.Softmax().ToArray<double>().SequenceEqual((x + 1024).Softmax().ToArray<double>());
    }));

    [Fact]
    public void Infinities_follow_the_limits_where_there_is_one()
    {
        const double inf = double.PositiveInfinity, nan = double.NaN;
        Assert.Equal([0.5, 0, 0.5], Tensor.From([1, -inf, 1]).Softmax().ToArray<double>());
        Assert.Equal([nan, nan], Tensor.From([-inf, -inf]).Softmax().ToArray<double>());
        Assert.Equal([nan, nan], Tensor.From([1, inf]).Softmax().ToArray<double>());
        Assert.Equal([nan, nan], Tensor.From([1, nan]).Softmax().ToArray<double>());
        Assert.Equal([0, 1], Tensor.From([-float.MaxValue, float.MaxValue]).Softmax().ToArray<double>());
    }

    [Fact]
    public void Nothing_gives_nothing()
    {
        Assert.Equal([0, 3], Tensor.Zeros([0, 3]).Softmax().Shape);
        Assert.Equal([3, 0], Tensor.Zeros([3, 0]).Softmax().Shape);
    }

    [Fact]
    public void An_axis_that_does_not_exist_is_refused() => Assert.Equal(
        "Softmax: axis 2 does not exist; the shape (2, 3) has 2.",
        Assert.Throws<ShapeException>(() => Tensor.Zeros([2, 3]).Softmax(2)).Message);

    internal static Arbitrary<double[]> Lines { get; } =
        Gen.NonEmptyListOf(Gen.Choose(-80_000, 80_000).Select(i => i / 1000.0)).Select(list => list.ToArray()).ToArbitrary();

    internal static void AssertRelative(double[] expected, double[] actual, double tolerance)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Abs(expected[i]),
                $"element {i}: expected {expected[i]}, got {actual[i]}");
        }
    }

    static double[] Definition(double[] x)
    {
        double largest = x.Max();
        double[] e = [.. x.Select(v => Math.Exp(v - largest))];
        double sum = e.Sum();
        return [.. e.Select(v => v / sum)];
    }
}
