namespace Kobai.Tests.Tensors;

public class MersenneTwisterTests
{
    [Fact]
    public void The_ten_thousandth_number_of_seed_5489_is_the_one_the_standard_names()
    {
        // ISO/IEC 14882, [rand.predef]: the 10000th value of a default-constructed mt19937.
        var twister = new MersenneTwister(5489);
        for (int i = 1; i < 10_000; i++) twister.Next();
        Assert.Equal(4123659995u, twister.Next());
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(42u)]
    [InlineData(uint.MaxValue)]
    public void Draws_what_the_textbook_draws(uint seed)
    {
        var twister = new MersenneTwister(seed);
        foreach (uint expected in Textbook(seed).Take(3000)) Assert.Equal(expected, twister.Next());
    }

    [Fact]
    public void The_first_of_two_words_is_the_high_half()
    {
        ulong[] words = [.. Textbook(7).Take(2).Select(w => (ulong)w)];
        Assert.Equal((words[0] << 32) | words[1], new MersenneTwister(7).Next64());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(623)]
    [InlineData(625)]
    [InlineData(2000)]
    public void Filling_in_pieces_of_any_length_gives_the_numbers_one_by_one(int piece)
    {
        MersenneTwister one = new(3), many = new(3);
        var x = new float[piece];
        for (int drawn = 0; drawn < 3000; drawn += piece)
        {
            many.Fill(x, -0.25f, 1.5f);
            foreach (float number in x)
                Assert.Equal(MathF.FusedMultiplyAdd(one.NextSingle(), 1.5f, -0.25f), number);
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 7)]
    [InlineData(623, 400)]
    [InlineData(0, 700)]
    public void Filling_with_doubles_and_outcomes_gives_them_one_by_one_from_any_place(int skipped, int length)
    {
        MersenneTwister one = new(3), many = new(3);
        for (int i = 0; i < skipped; i++) Assert.Equal(one.Next(), many.Next());
        var x = new double[length];
        many.Fill(x, 2, 3);
        foreach (double number in x) Assert.Equal(Math.FusedMultiplyAdd(one.NextDouble(), 3, 2), number);
        foreach (double p in new[] { 0, 1e-300, 0.1, 0.5, 1 - 1e-16, 1 })
        {
            many.Fill<double>(x, p);
            foreach (double number in x) Assert.Equal(one.NextDouble() < p ? 1 : 0, number);
        }
    }

    static IEnumerable<uint> Textbook(uint seed)
    {
        var s = new uint[624];
        s[0] = seed;
        for (uint i = 1; i < 624; i++) s[i] = (1812433253 * (s[i - 1] ^ (s[i - 1] >> 30))) + i;
        while (true)
        {
            for (int k = 0; k < 624; k++)
            {
                uint y = (s[k] & 0x80000000) | (s[(k + 1) % 624] & 0x7FFFFFFF);
                s[k] = s[(k + 397) % 624] ^ (y >> 1) ^ (y % 2 == 1 ? 0x9908B0DF : 0);
            }
            foreach (uint word in s)
            {
                uint y = word;
                y ^= y >> 11;
                y ^= (y << 7) & 0x9D2C5680;
                y ^= (y << 15) & 0xEFC60000;
                yield return y ^ (y >> 18);
            }
        }
    }
}
