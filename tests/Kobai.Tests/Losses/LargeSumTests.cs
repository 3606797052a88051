using Kobai.Judging;

namespace Kobai.Tests.Losses;

// The number of threads is one for all.
[Collection("alone")]
public class LargeSumTests
{
    [Fact]
    public void The_mean_of_ten_million_losses_is_exact_to_float_and_has_the_same_bits_at_any_number_of_threads()
    {
        var (error, sameBits) = LargeSum.Measure(10_000_000);
        Assert.InRange(error, 0, 1e-7);
        Assert.True(sameBits);
    }
}
