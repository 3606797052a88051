using System.Runtime.Intrinsics.X86;
using Kobai.Simd;

namespace Kobai.Tests.Simd;

public unsafe class SquareTests
{
    [Fact]
    public void A_square_of_floats_turns_and_nothing_around_it_is_touched() => Check<float>(value => value);

    [Fact]
    public void A_square_of_doubles_turns_and_nothing_around_it_is_touched() => Check<double>(value => value);

    [Fact]
    public void A_side_fills_a_register_of_256_bits()
    {
        Assert.Equal(Avx.IsSupported ? 8 : 0, Square.Side<float>());
        Assert.Equal(Avx.IsSupported ? 4 : 0, Square.Side<double>());
    }

    static void Check<T>(Func<int, T> number) where T : unmanaged
    {
        int side = (int)Square.Side<T>(), xStep = 11, yStep = 13;
        if (side == 0) return;
        T[] x = [.. Enumerable.Range(0, side * xStep).Select(number)], y = [.. Enumerable.Repeat(number(-1), side * yStep)];
        fixed (T* px = x, py = y) Square.Transpose(px, xStep, py, yStep);
        for (int i = 0; i < side; i++)
            for (int j = 0; j < yStep; j++)
                Assert.Equal(j < side ? x[j * xStep + i] : number(-1), y[i * yStep + j]);
    }
}
