using System.Numerics;
using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Losses;

/// <summary>Σ p t, Σ p (1 − t) and Σ (1 − p) t of a run of elements, and of doubles the smallest size but 0.</summary>
/// <remarks>Where a number is outside [0, 1], one of the products is below 0; -0 may be taken for such a number.</remarks>
readonly record struct OverlapSums(Wide Hit, Wide Falsely, Wide Missed, double Least, bool IsInDomain)
{
    /// <summary>The sums of no elements.</summary>
    public static OverlapSums OfNothing => new(default, default, default, 1, IsInDomain: true);

    public static OverlapSums operator +(OverlapSums a, OverlapSums b) =>
        new(a.Hit + b.Hit, a.Falsely + b.Falsely, a.Missed + b.Missed, Math.Min(a.Least, b.Least), a.IsInDomain && b.IsInDomain);

    /// <summary>The sums of up to some thousand elements, each product and each addition with its rounding error.</summary>
    [SkipLocalsInit]
    [MethodImpl(Jit.Apart)]
    public static unsafe OverlapSums Of<T>(T* p, T* t, nint n) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        V256<double> one = V256<double>.Fill(1), zero = V256<double>.Fill(0), least = one, signs = zero;
        V256<double> hit = zero, falsely = zero, missed = zero, hitLow = zero, falselyLow = zero, missedLow = zero;
        T* last = stackalloc T[8];
        new Span<T>(last, 8).Clear();
        nint rest = n % 4;
        new Span<T>(p + n - rest, (int)rest).CopyTo(new(last, 4));
        new Span<T>(t + n - rest, (int)rest).CopyTo(new(last + 4, 4));
        for (nint i = 0; i < n; i += 4)
        {
            bool isWhole = i + 4 <= n;
            V256<double> x = new(Sums.Four(isWhole ? p + i : last)), y = new(Sums.Four(isWhole ? t + i : last + 4));
            V256<double> notX = one - x, notXLow = one - notX - x, notY = one - y, notYLow = one - notY - y;
            Add(x, y, zero, ref hit, ref hitLow, ref signs);
            Add(x, notY, notYLow, ref falsely, ref falselyLow, ref signs);
            Add(y, notX, notXLow, ref missed, ref missedLow, ref signs);
            if (typeof(T) == typeof(double)) least = V256<double>.MinNative(least, V256<double>.MinNative(Size(x), Size(y)));
        }
        double* lanes = stackalloc double[4];
        return new(Total(hit, hitLow), Total(falsely, falselyLow), Total(missed, missedLow), Smallest(), !V256<double>.AnyTrue(signs));

        // sum += a (b + bLow)
        [MethodImpl(Jit.Inlined)]
        static void Add(
            V256<double> a, V256<double> b, V256<double> bLow, ref V256<double> sum, ref V256<double> low,
            ref V256<double> signs)
        {
            V256<double> product = a * b, error = V256<double>.Fma(a, bLow, V256<double>.Fma(a, b, -product));
            V256<double> next = sum + product, part = next - sum;
            low += error + (sum - (next - part) + (product - part));
            sum = next;
            signs = V256<double>.Or(signs, product);
        }

        [MethodImpl(Jit.Inlined)]
        static V256<double> Size(V256<double> x) =>
            V256<double>.Select(V256<double>.Equal(x, V256<double>.Fill(0)), V256<double>.Fill(1), V256<double>.Abs(x));

        Wide Total(V256<double> sum, V256<double> low)
        {
            Wide total = default;
            V256<double>.Store(sum, ref *lanes, 0);
            for (int i = 0; i < 4; i++) total += new Wide(lanes[i]);
            V256<double>.Store(low, ref *lanes, 0);
            return total + new Wide(lanes[0] + lanes[1] + (lanes[2] + lanes[3]));
        }

        double Smallest()
        {
            V256<double>.Store(least, ref *lanes, 0);
            return Math.Min(Math.Min(lanes[0], lanes[1]), Math.Min(lanes[2], lanes[3]));
        }
    }
}
