using FsCheck;
using FsCheck.Fluent;
using Kobai.Tests.Threads;

namespace Kobai.Tests.Ops;

[Collection(nameof(WorkTests))]
public class RotaryPositionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Equals_the_definition(bool halves)
    {
        var x = Numbers([2, 30, 6], 1);
        var y = x.RotaryPosition(3, halves, 500);
        for (int p = 0; p < 30; p++)
        {
            for (int i = 0; i < 3; i++)
            {
                int left = halves ? i : 2 * i, right = halves ? i + 3 : 2 * i + 1;
                double angle = (p + 3) * Math.Pow(500, -2.0 * i / 6), a = x[1, p, left].Item(), b = x[1, p, right].Item();
                Assert.Equal(a * Math.Cos(angle) - b * Math.Sin(angle), y[1, p, left].Item(), 1e-13);
                Assert.Equal(a * Math.Sin(angle) + b * Math.Cos(angle), y[1, p, right].Item(), 1e-13);
            }
        }
    }

    [Fact]
    public void Lengths_stay_and_dot_products_depend_on_the_distance_alone() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(0, 5000).Two().Select(pair => (pair.Item1, pair.Item2)).ToArbitrary(), Gen.Choose(0, 5000).ToArbitrary(), (places, shift) =>
        {
            foreach (bool halves in new[] { false, true })
            {
                Tensor q = Numbers([1, 8], places.Item1), k = Numbers([1, 8], places.Item2);
                double Product(int at, int other) => (q.RotaryPosition(at, halves) * k.RotaryPosition(other, halves)).Sum().Item();
                double length = q.RotaryPosition(places.Item1, halves).Pow(2).Sum().Item();
                Assert.Equal(q.Pow(2).Sum().Item(), length, 1e-12);
                Assert.Equal(Product(places.Item1, places.Item2), Product(places.Item1 + shift, places.Item2 + shift), 1e-9);
            }
        }));

    [Fact]
    public void Gradient_matches_central_differences()
    {
        Assert.InRange(GradientCheck.Run(x => x[0].RotaryPosition(2), Numbers([2, 3, 4], 1)), 0, 1e-8);
        Assert.InRange(GradientCheck.Run(x => x[0].RotaryPosition(2, halves: true), Numbers([2, 3, 4], 1)), 0, 1e-8);
    }

    [Fact]
    public void Thread_count_does_not_change_a_bit()
    {
        var x = Numbers([4, 700, 32], 1).To(DType.Float32);
        Reductions.CheckThreads(() => x.RotaryPosition());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Equal(
            "RotaryPosition: the input must be (…, length, features) with an even number of features; it is (4, 3).",
            Assert.Throws<ShapeException>(() => Tensor.Zeros([4, 3]).RotaryPosition()).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Zeros([4, 2]).RotaryPosition(-1));
        Assert.Equal([0, 2], Tensor.Zeros([0, 2]).RotaryPosition().Shape);
        Assert.Equal([2, 0], Tensor.Zeros([2, 0]).RotaryPosition().Shape);
    }

    static Tensor Numbers(Shape shape, int seed) => Tensor.Normal(shape, type: DType.Float64, generator: new Generator(seed));
}
