using Kobai.Products;

namespace Kobai.Tests.Products;

public unsafe class PairsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(29)]
    public void What_is_split_is_joined_again(int count)
    {
        float[] x = [.. Enumerable.Range(0, count + 1).Select(i => i + 1f)], joined = new float[count + 1];
        float[] even = new float[(count + 1) / 2 + 1], odd = new float[count / 2 + 1];
        fixed (float* px = x, pe = even, po = odd, pj = joined)
        {
            Pairs.Split(px, pe, po, count);
            Pairs.Join(pe, po, pj, count);
        }
        Assert.Equal([.. x[..count].Where((_, i) => i % 2 == 0), 0], even);
        Assert.Equal([.. x[..count].Where((_, i) => i % 2 == 1), 0], odd);
        Assert.Equal([.. x[..count], 0], joined);
    }
}
