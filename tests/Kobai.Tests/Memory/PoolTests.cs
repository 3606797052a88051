using Kobai.Memory;

namespace Kobai.Tests.Memory;

[Collection("alone")]
public class PoolTests
{
    [Theory]
    [InlineData(1, 64)]
    [InlineData(64, 64)]
    [InlineData(65, 128)]
    [InlineData(4096, 4096)]
    [InlineData(4097, 4608)]
    [InlineData(1 << 20, 1 << 20)]
    [InlineData((1 << 20) + 1, (1 << 20) + (1 << 17))]
    public void Sizes_are_rounded_up_by_an_eighth_at_most(int bytes, int expected) =>
        Assert.Equal((nuint)expected, Pool.RoundUp((nuint)bytes));

    [Fact]
    public void A_returned_block_serves_the_next_tensor_of_its_size()
    {
        nint first = Pool.Take(Pool.RoundUp(1_000_003)), second;
        Pool.Return(first, Pool.RoundUp(1_000_003));
        second = Pool.Take(Pool.RoundUp(1_000_003));
        Pool.Return(second, Pool.RoundUp(1_000_003));
        Assert.Equal(first, second);
        Assert.Equal(0, first % 64);
    }

    [Fact]
    public void Large_blocks_begin_at_different_places_of_a_page_and_can_be_given_back_to_the_system()
    {
        nuint size = Pool.RoundUp(5_000_000);
        nint[] blocks = [.. Enumerable.Range(0, 8).Select(_ => Pool.Take(size))];
        foreach (nint block in blocks) BytesOf(block, size).Fill(1);
        Assert.All(blocks, block => Assert.Equal(0, block % 64));
        Assert.True(blocks.Select(block => block % 4096).Distinct().Count() > 4);
        Assert.All(blocks, block => Assert.Equal(-1, BytesOf(block, size).IndexOfAnyExcept((byte)1)));
        foreach (nint block in blocks) Pool.Return(block, size);
        Pool.Trim();
    }

    static unsafe Span<byte> BytesOf(nint block, nuint size) => new((void*)block, (int)size);

    [Fact]
    public void Code_without_scopes_stays_within_a_budget()
    {
        for (int i = 0; i < 1000; i++)
        {
            _ = Tensor.Ones([1 << 18]) + 1;
            Assert.InRange(Pool.LiveBytes, 0, 1L << 30);
        }
    }
}
