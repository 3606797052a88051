using Kobai.Simd;

namespace Kobai.Tests.Simd;

[Trait("Category", "Widths")]
public unsafe class SearchTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(1024)]
    [InlineData(3000)]
    public void The_first_failing_place_is_found_wherever_it_is(int length)
    {
        float[] x = [.. Enumerable.Range(0, length).Select(i => (float)(i % 7))];
        Assert.Equal(-1, First(x));
        for (int bad = length - 1; bad >= 0; bad -= 1 + (bad / 9))
        {
            x[bad] = bad % 2 == 0 ? float.NaN : -1;
            Assert.Equal(bad, First(x));
        }
    }

    static nint First(float[] x)
    {
        fixed (float* p = x) return Search.FirstFailing(default(NotNegative), p, x.Length);
    }

    readonly struct NotNegative : IPredicate
    {
        public V Holds<V>(V x) where V : struct, ISimd<V> => V.LessOrEqual(V.Zero, x);
    }
}
