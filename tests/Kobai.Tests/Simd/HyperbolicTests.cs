using Kobai.Judging;
using Kobai.Simd;
using static Kobai.Tests.Simd.Special;

namespace Kobai.Tests.Simd;

public class HyperbolicTests
{
    [Fact]
    public void Tanh_of_floats_is_within_1_ulp() => Accuracy.CheckFloats<Tanh>(0.9);

    [Fact]
    public void Tanh_of_doubles_is_within_1_ulp()
    {
        Accuracy.CheckDoubles<Tanh>(0.95, Accuracy.Between(-22, 22));
        Accuracy.CheckDoubles<Tanh>(0.95, Accuracy.Between(-1, 1));
        Accuracy.CheckDoubles<Tanh>(0.95, Accuracy.Magnitudes(-1060, 8));
    }

    [Fact]
    public void Tanh_of_special_values() => Special.Check<Tanh>(
        (0.0, 0.0),
        (-0.0, -0.0),
        (1000.0, 1.0),
        (Inf, 1.0),
        (-Inf, -1.0),
        (NaN, NaN));

    [Fact]
    [Trait("Category", "Widths")]
    public void Tanh_gives_the_same_bits_at_every_width() =>
        Widths.Check<Tanh>("983caca24b028800 de2b6699b09e64d4");

    readonly struct Tanh : IJudged
    {
        static V IJudged.Value<V>(V x) => V.Tanh(x);

        static Precise IJudged.Exact(double x) => Precise.Tanh(Precise.Of(x));
    }
}
