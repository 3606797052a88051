using Kobai.Judging;
using Kobai.Simd;
using static Kobai.Tests.Simd.Special;

namespace Kobai.Tests.Simd;

public class LogisticTests
{
    [Fact]
    public void Sigmoid_of_floats_is_within_1_ulp() => Accuracy.CheckFloats<Sigmoid>(0.9);

    [Fact]
    public void Sigmoid_of_doubles_is_within_1_ulp()
    {
        Accuracy.CheckDoubles<Sigmoid>(0.95, Accuracy.Between(-745.2, 60));
        Accuracy.CheckDoubles<Sigmoid>(0.95, Accuracy.Between(-40, 40));
        Accuracy.CheckDoubles<Sigmoid>(0.95, Accuracy.Magnitudes(-60, 3));
    }

    [Fact]
    public void Slope_is_within_4_ulp_although_1_less_the_value_has_lost_its_digits()
    {
        Accuracy.CheckFloats<Slope>(2.6);
        Accuracy.CheckDoubles<Slope>(2.6, Accuracy.Between(-745, 745));
        Accuracy.CheckDoubles<Slope>(2.6, Accuracy.Between(-4, 40));
    }

    [Fact]
    public void Slope_of_special_values() => Special.Check<Slope>(
        (0.0, 0.25),
        (1000.0, 0.0),
        (-1000.0, 0.0),
        (Inf, 0.0),
        (-Inf, 0.0),
        (NaN, NaN));

    [Fact]
    public void Sigmoid_of_special_values() => Special.Check<Sigmoid>(
        (0.0, 0.5),
        (-0.0, 0.5),
        (1000.0, 1.0),
        (-1000.0, 0.0),
        (Inf, 1.0),
        (-Inf, 0.0),
        (NaN, NaN));

    [Fact]
    [Trait("Category", "Widths")]
    public void Sigmoid_gives_the_same_bits_at_every_width() =>
        Widths.Check<Sigmoid>("041ca82d3bedd1a2 2ff7b91231c7a0f8");

    readonly struct Slope : IJudged
    {
        static V IJudged.Value<V>(V x) => Of<SigmoidOp.Formula, V>(default, x);

        static V Of<F, V>(F f, V x) where F : struct, IFunction where V : struct, ISimd<V> => f.Slope(x, f.Value(x));

        static Precise IJudged.Exact(double x) => Precise.Sigmoid(Precise.Of(x)) * Precise.Sigmoid(Precise.Of(-x));
    }

    readonly struct Sigmoid : IJudged
    {
        static V IJudged.Value<V>(V x) => V.Sigmoid(x);

        static Precise IJudged.Exact(double x) => Precise.Sigmoid(Precise.Of(x));
    }
}
