using System.Numerics;
using Kobai.Simd;

namespace Kobai.Tests.Simd;

[Trait("Category", "Widths")]
public class ISimdTests
{
    static readonly double[] Values =
    [
        0, 1, 2, 3, 0.5, 1.5, 2.5, 1e-40, 1e-310, 1.17549435e-38, 8388607.5, 4503599627370495.5, 1e30,
        double.PositiveInfinity, double.NaN, 0.1,
    ];

    [Fact]
    public void Sum_is_the_same_at_every_width() => Check<Add>((a, b) => a + b);

    [Fact]
    public void Difference_is_the_same_at_every_width() => Check<Subtract>((a, b) => a - b);

    [Fact]
    public void Product_is_the_same_at_every_width() => Check<Multiply>((a, b) => a * b);

    [Fact]
    public void Quotient_is_the_same_at_every_width() => Check<Divide>((a, b) => a / b);

    [Fact]
    public void Negation_is_the_same_at_every_width() => Check<Negate>((a, _) => -a);

    [Fact]
    public void Fma_rounds_once_at_every_width() => Check<Fma>((a, b) => Math.FusedMultiplyAdd(a, b, a));

    [Fact]
    public void Min_of_NaN_is_NaN_and_minus_0_is_below_0_at_every_width() => Check<Min>(Math.Min);

    [Fact]
    public void Max_of_NaN_is_NaN_and_0_is_above_minus_0_at_every_width() => Check<Max>(Math.Max);

    [Fact]
    public void MinNative_keeps_NaN_of_its_second_operand_at_every_width() => Check<MinNative>((a, b) => a < b ? a : b);

    [Fact]
    public void MaxNative_keeps_NaN_of_its_second_operand_at_every_width() => Check<MaxNative>((a, b) => a > b ? a : b);

    [Fact]
    public void Abs_is_the_same_at_every_width() => Check<Abs>((a, _) => Math.Abs(a));

    [Fact]
    public void Sqrt_is_the_same_at_every_width() => Check<Sqrt>((a, _) => Math.Sqrt(a));

    [Fact]
    public void CopySign_is_the_same_at_every_width() => Check<CopySign>(Math.CopySign);

    [Fact]
    public void Round_takes_ties_to_even_at_every_width() => Check<Round>((a, _) => Math.Round(a));

    [Fact]
    public void Less_is_false_of_NaN_at_every_width() => Check<Less>((a, b) => a < b ? a : -b);

    [Fact]
    public void LessOrEqual_is_false_of_NaN_at_every_width() => Check<LessOrEqual>((a, b) => a <= b ? a : -b);

    [Fact]
    public void Equal_is_false_of_NaN_at_every_width() => Check<Equal>((a, b) => a == b ? a : -b);

    [Fact]
    public void Bits_are_cut_and_joined_alike_at_every_width() =>
        Check<Bits>((a, b) => double.IsNegative(a) != double.IsNegative(b) ? -Math.Abs(a) : Math.Abs(a));

    [Fact]
    public void The_exponent_can_be_counted_up_and_down_by_bits() =>
        Check<Exponent>((a, _) => a is > 0.01 and < 10 ? a * 2 : a);

    [Fact]
    public void AnyTrue_and_AllTrue_see_every_lane()
    {
        CheckMasks<V1<float>, float>();
        CheckMasks<V128<float>, float>();
        CheckMasks<V256<float>, float>();
        CheckMasks<V512<float>, float>();
        CheckMasks<V1<double>, double>();
        CheckMasks<V128<double>, double>();
        CheckMasks<V256<double>, double>();
        CheckMasks<V512<double>, double>();
    }

    static void CheckMasks<V, T>() where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var x = new T[V.Count];
        Assert.False(V.AnyTrue(V.Less(V.Load(ref x[0], 0), V.Zero)));
        Assert.True(V.AllTrue(V.Equal(V.Load(ref x[0], 0), V.Zero)));
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = -T.One;
            Assert.True(V.AnyTrue(V.Less(V.Load(ref x[0], 0), V.Zero)));
            Assert.False(V.AllTrue(V.Equal(V.Load(ref x[0], 0), V.Zero)));
            x[i] = T.Zero;
        }
    }

    static void Check<F>(Func<double, double, double> expected) where F : IOperation
    {
        Check<F, V1<double>, double>(expected);
        Check<F, V128<double>, double>(expected);
        Check<F, V256<double>, double>(expected);
        Check<F, V512<double>, double>(expected);

        // One operation on floats in double and then rounded is the operation on floats, but for a fused one.
        Func<double, double, double> single = typeof(F) == typeof(Fma)
            ? (a, b) => MathF.FusedMultiplyAdd((float)a, (float)b, (float)a)
            : expected;
        Check<F, V1<float>, float>(single);
        Check<F, V128<float>, float>(single);
        Check<F, V256<float>, float>(single);
        Check<F, V512<float>, float>(single);
    }

    static void Check<F, V, T>(Func<double, double, double> expected)
        where F : IOperation where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] values = [.. Values.Concat(Values.Select(x => -x)).Select(T.CreateTruncating)];
        bool native = typeof(F) == typeof(MinNative) || typeof(F) == typeof(MaxNative);
        foreach (T b in values)
        {
            var y = new T[values.Length];
            for (nuint i = 0; i < (nuint)y.Length; i += V.Count)
                V.Store(F.Of<V, T>(V.Load(ref values[0], i), V.Broadcast(b)), ref y[0], i);
            for (int i = 0; i < y.Length; i++)
            {
                T a = values[i];
                if (native && (T.IsNaN(a) || (a == b && T.IsZero(a)))) continue;
                T right = T.CreateTruncating(expected(double.CreateTruncating(a), double.CreateTruncating(b)));
                Special.Same(double.CreateTruncating(right), double.CreateTruncating(y[i]));
            }
        }
    }

    interface IOperation
    {
        static abstract V Of<V, T>(V a, V b)
            where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>;
    }

    readonly struct Add : IOperation
    {
        static V IOperation.Of<V, T>(V a, V b) => a + b;
    }

    readonly struct Subtract : IOperation
    {
        static V IOperation.Of<V, T>(V a, V b) => a - b;
    }

    readonly struct Multiply : IOperation
    {
        static V IOperation.Of<V, T>(V a, V b) => a * b;
    }

    readonly struct Divide : IOperation
    {
        static V IOperation.Of<V, T>(V a, V b) => a / b;
    }

    readonly struct Negate : IOperation
    {
        static V IOperation.Of<V, T>(V a, V b) => -a;
    }

    readonly struct Fma : IOperation
    {
        static V IOperation.Of<V, T>(V a, V b) => V.Fma(a, b, a);
    }

    readonly struct Min : IOperation
    {
        static V IOperation.Of<V, T>(V a, V b) => V.Min(a, b);
    }

    readonly struct Max : IOperation
    {
        static V IOperation.Of<V, T>(V a, V b) => V.Max(a, b);
    }

    readonly struct MinNative : IOperation
    {
        static V IOperation.Of<V, T>(V a, V b) => V.MinNative(a, b);
    }

    readonly struct MaxNative : IOperation
    {
        static V IOperation.Of<V, T>(V a, V b) => V.MaxNative(a, b);
    }

    readonly struct Abs : IOperation
    {
        static V IOperation.Of<V, T>(V a, V b) => V.Abs(a);
    }

    readonly struct Sqrt : IOperation
    {
        static V IOperation.Of<V, T>(V a, V b) => V.Sqrt(a);
    }

    readonly struct CopySign : IOperation
    {
        static V IOperation.Of<V, T>(V a, V b) => V.CopySign(a, b);
    }

    readonly struct Round : IOperation
    {
        static V IOperation.Of<V, T>(V a, V b) => V.Round(a);
    }

    readonly struct Less : IOperation
    {
        static V IOperation.Of<V, T>(V a, V b) => V.Select(V.Less(a, b), a, -b);
    }

    readonly struct LessOrEqual : IOperation
    {
        static V IOperation.Of<V, T>(V a, V b) => V.Select(V.LessOrEqual(a, b), a, -b);
    }

    readonly struct Equal : IOperation
    {
        static V IOperation.Of<V, T>(V a, V b) => V.Select(V.Equal(a, b), a, -b);
    }

    // The sign of a · b on |a|.
    readonly struct Bits : IOperation
    {
        static V IOperation.Of<V, T>(V a, V b)
        {
            V sign = V.Fill(-0.0);
            return V.Or(V.And(V.Xor(a, b), sign), V.Abs(a));
        }
    }

    // Twice a, by the exponent of 2 that is moved out and in again.
    readonly struct Exponent : IOperation
    {
        static V IOperation.Of<V, T>(V a, V b)
        {
            int shift = typeof(T) == typeof(float) ? 23 : 52;
            V one = V.SubtractBits(V.ShiftRight(V.Fill(2), shift), V.ShiftRight(V.One, shift));
            V twice = V.AddBits(a, V.ShiftLeft(one, shift));
            return V.Select(V.And(V.Less(V.Fill(0.01), a), V.Less(a, V.Fill(10))), twice, a);
        }
    }
}
