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

    readonly struct Sigmoid : IJudged
    {
        static V IJudged.Value<V>(V x) => V.Sigmoid(x);

        static Precise IJudged.Exact(double x) => Precise.Sigmoid(Precise.Of(x));
    }
}
