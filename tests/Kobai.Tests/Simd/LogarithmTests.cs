using Kobai.Judging;
using Kobai.Simd;
using static Kobai.Tests.Simd.Special;

namespace Kobai.Tests.Simd;

public class LogarithmTests
{
    [Fact]
    public void Log_of_floats_is_within_1_ulp() => Accuracy.CheckFloats<Log>(0.95);

    [Fact]
    public void Log1p_of_floats_is_within_1_ulp() => Accuracy.CheckFloats<Log1p>(0.95);

    [Fact]
    public void Log_of_doubles_is_within_1_ulp()
    {
        Accuracy.CheckDoubles<Log>(0.95, Accuracy.Between(0.5, 2));
        Accuracy.CheckDoubles<Log>(0.95, Accuracy.Between(1 - 1e-6, 1 + 1e-6));
        Accuracy.CheckDoubles<Log>(0.95, Accuracy.Magnitudes(-1074, 1023).Select(Math.Abs));
    }

    [Fact]
    public void Log1p_of_doubles_is_within_1_ulp()
    {
        Accuracy.CheckDoubles<Log1p>(0.95, Accuracy.Between(-0.9999, 3));
        Accuracy.CheckDoubles<Log1p>(0.95, Accuracy.Magnitudes(-1060, -1));
        Accuracy.CheckDoubles<Log1p>(0.95, Accuracy.Magnitudes(-40, 1023).Select(Math.Abs));
        Accuracy.CheckDoubles<Log1p>(0.95, Accuracy.Magnitudes(-53, -1).Select(x => Math.Abs(x) - 1));
    }

    [Fact]
    public void Log1pOfUnit_of_floats_is_within_2_ulp() => Accuracy.CheckFloats<Log1pOfUnit>(2);

    [Fact]
    public void Log1pOfUnit_of_doubles_is_within_2_ulp()
    {
        Accuracy.CheckDoubles<Log1pOfUnit>(2, Accuracy.Between(0, 1));
        Accuracy.CheckDoubles<Log1pOfUnit>(2, Accuracy.Magnitudes(-1060, -1).Select(Math.Abs));
    }

    [Fact]
    public void Log_of_special_values() => Special.Check<Log>(
        (0.0, -Inf),
        (-0.0, -Inf),
        (1.0, 0.0),
        (-1.0, NaN),
        (-Inf, NaN),
        (Inf, Inf),
        (NaN, NaN));

    [Fact]
    public void Log1p_of_special_values() => Special.Check<Log1p>(
        (0.0, 0.0),
        (-0.0, -0.0),
        (-1.0, -Inf),
        (-1.5, NaN),
        (-Inf, NaN),
        (Inf, Inf),
        (NaN, NaN));

    [Fact]
    [Trait("Category", "Widths")]
    public void Log_gives_the_same_bits_at_every_width() =>
        Widths.Check<Log>("b76a751453ebba75 df369fc75899ef3f");

    [Fact]
    [Trait("Category", "Widths")]
    public void Log1p_gives_the_same_bits_at_every_width() =>
        Widths.Check<Log1p>("fe87356bd4309b64 b6b41474790a3052");

    readonly struct Log : IJudged
    {
        static V IJudged.Value<V>(V x) => V.Log(x);

        static Precise IJudged.Exact(double x) => Precise.Log(Precise.Of(x));
    }

    readonly struct Log1p : IJudged
    {
        static V IJudged.Value<V>(V x) => V.Log1p(x);

        static Precise IJudged.Exact(double x) => Precise.Log1p(Precise.Of(x));
    }

    // Numbers outside [0, 1] count as the nearer end.
    readonly struct Log1pOfUnit : IJudged
    {
        static V IJudged.Value<V>(V x) => V.Log1pOfUnit(V.Min(V.Max(x, V.Zero), V.One));

        static Precise IJudged.Exact(double x) => Precise.Log1p(Precise.Of(Math.Clamp(x, 0, 1)));
    }
}
