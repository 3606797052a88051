namespace Kobai.Simd;

/// <summary>The remainder of a division by π/2 of any double, exact to twice the precision.</summary>
/// <remarks>
/// Of the digits of 2/π only those matter that neither give multiples of 4 nor vanish. M. Payne and R. Hanek,
/// Radian reduction for trigonometric functions, ACM SIGNUM Newsletter 18 (1983).
/// </remarks>
static class HalfPi
{
    // The bits of 2/π, after 64 zeros before the binary point.
    static ReadOnlySpan<ulong> TwoOverPi =>
    [
        0, 0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561, 0xb7246e3a424dd2e0,
        0x06492eea09d1921c, 0xfe1deb1cb129a73e, 0xe88235f52ebb4484, 0xe99c7026b45f7e41, 0x3991d639835339f4,
        0x9c845f8bbdf9283b, 0x1ff897ffde05980f, 0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7, 0x4f463f669e5fea2d,
        0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab, 0xf0cfbc209af4361d,
    ];

    /// <summary>Writes a finite x, |x| ≥ 1, as n·π/2 + high + low with |high| ≤ π/4, and gives n mod 4.</summary>
    public static int Reduce(double x, out double high, out double low)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        ulong mantissa = (ulong)(bits & 0xfffffffffffff) | (1UL << 52);
        int exponent = (int)((bits >> 52) & 0x7ff) - 1075;

        // x·2/π mod 4 as a fixed-point number: 2 bits of the quadrant, then the fraction.
        int start = exponent + 62;
        ulong top = mantissa * Word(start);
        UInt128 middle = (UInt128)mantissa * Word(start + 64);
        UInt128 bottom = (UInt128)mantissa * Word(start + 128);
        UInt128 turn = new UInt128(top, 0) + middle + (bottom >> 64);

        int n = (int)(turn >> 126);
        Int128 fraction = (Int128)((turn << 2) | (ulong)((ulong)bottom >> 62));
        if (fraction < 0) n++;

        double first = (double)fraction;
        double second = (double)(fraction - (Int128)first);
        const double unit = 2.938735877055719e-39; // 2⁻¹²⁸
        (first, second) = (first * unit, second * unit);
        double product = first * 1.5707963267948966;
        double error = Math.FusedMultiplyAdd(first, 1.5707963267948966, -product)
            + (first * 6.123233995736766e-17) + (second * 1.5707963267948966);
        high = product + error;
        low = error - (high - product);
        if (x < 0) (n, high, low) = (-n, -high, -low);
        return n & 3;
    }

    /// <summary>64 bits of 2/π from a bit on.</summary>
    static ulong Word(int bit)
    {
        int word = bit >> 6, shift = bit & 63;
        return shift == 0 ? TwoOverPi[word] : (TwoOverPi[word] << shift) | (TwoOverPi[word + 1] >> (64 - shift));
    }
}
