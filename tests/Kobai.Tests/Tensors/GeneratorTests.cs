using FsCheck;
using FsCheck.Fluent;

namespace Kobai.Tests.Tensors;

public class GeneratorTests
{
    [Fact]
    public void Begins_seed_0_as_PyTorch_does()
    {
        var generator = new Generator(0);
        Assert.Equal(2357136044u, generator.NextUInt32());
        Assert.Equal((2546248239ul << 32) | 3071714933, generator.NextUInt64());

        generator.Seed(0);
        Assert.Equal([4, 0, 7, 3, 2, 5, 1, 6], generator.Permutation(8));

        var x = new float[3];
        generator.Seed(0);
        generator.Normal(x);
        Assert.Equal([1.5409961f, -0.2934289f, -2.1787894f], x);
    }

    [Fact]
    public void Only_the_low_32_bits_of_a_seed_matter() =>
        Assert.Equal(new Generator(5).NextUInt32(), new Generator(5 + (1L << 32)).NextUInt32());

    [Fact]
    public void Seeding_forgets_the_second_number_of_a_pair()
    {
        var generator = new Generator(1);
        var x = new double[1];
        generator.Normal(x);
        double first = x[0];
        generator.Seed(1);
        generator.Normal(x);
        Assert.Equal(first, x[0]);
    }

    [Fact]
    public void A_restored_state_continues_the_stream_from_any_place() =>
        Prop.ForAll(Gen.Choose(0, 1500).ToArbitrary(), drawn =>
        {
            var generator = new Generator(drawn);
            var x = new float[7];
            for (int i = 0; i < drawn; i++) generator.NextUInt32();
            generator.Normal(x);                     // leaves the second number of a pair behind

            var copy = new Generator(0);
            copy.SetState(generator.GetState());
            var (expected, actual) = (new double[40], new double[40]);
            foreach (var (g, y) in new[] { (generator, expected), (copy, actual) })
            {
                g.Normal(y.AsSpan(0, 3));
                g.Uniform(y.AsSpan(3));
            }
            Assert.Equal(expected, actual);
            Assert.Equal(drawn, copy.InitialSeed);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Refuses_a_state_that_is_not_one()
    {
        var generator = new Generator(0);
        var e = Assert.Throws<ArgumentException>(() => generator.SetState(new byte[12]));
        Assert.Equal("SetState: a state has 2520 bytes; this one has 12. (Parameter 'state')", e.Message);
        var state = generator.GetState();
        state.AsSpan().Fill(0xFF);
        e = Assert.Throws<ArgumentException>(() => generator.SetState(state));
        Assert.Equal("SetState: the bytes are not those of a generator. (Parameter 'state')", e.Message);
    }

    [Fact]
    public void Uniform_numbers_stay_in_their_range_and_fill_it()
    {
        var x = new float[100_000];
        new Generator(2).Uniform(x, -3, 5);
        Assert.All(x, v => Assert.InRange(v, -3, 5));
        Assert.Equal(1, x.Average(), 0.03);                       // standard error 0.007
        Assert.Equal(64 / 12.0, x.Average(v => (v - 1) * (double)(v - 1)), 0.06);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(1000)]
    public void Normal_numbers_have_their_mean_and_deviation_at_every_length(int length)
    {
        var generator = new Generator(3);
        var x = new float[length];
        double sum = 0, squares = 0;
        int count = 0;
        while (count < 100_000)
        {
            generator.Normal(x, 2, 3);
            foreach (float v in x) (sum, squares) = (sum + v, squares + ((v - 2) * (double)(v - 2)));
            count += length;
        }
        Assert.Equal(2, sum / count, 0.04);                       // standard error 0.01
        Assert.Equal(9, squares / count, 0.15);
    }

    [Fact]
    public void Bernoulli_exponential_and_integers_have_their_means()
    {
        var generator = new Generator(4);
        var x = new float[100_000];
        generator.Bernoulli<float>(x, 0.2);
        Assert.Equal(0.2, x.Average(), 0.006);
        generator.Exponential<float>(x, 4);
        Assert.Equal(0.25, x.Average(), 0.004);
        var n = new int[100_000];
        generator.Integers<int>(n, -2, 3);
        Assert.Equal([-2, -1, 0, 1, 2], n.Distinct().Order());
        Assert.Equal(0, n.Average(), 0.02);
    }

    [Fact]
    public void Probabilities_of_0_and_1_are_certain()
    {
        var x = new float[1000];
        new Generator(0).Bernoulli<float>(x, 0);
        Assert.All(x, v => Assert.Equal(0, v));
        new Generator(0).Bernoulli<float>(x, 1);
        Assert.All(x, v => Assert.Equal(1, v));
    }

    [Fact]
    public void A_permutation_holds_every_number_once() =>
        Prop.ForAll(Gen.Choose(0, 500).ToArbitrary(), length =>
            Assert.Equal(Enumerable.Range(0, length), new Generator(length).Permutation(length).Order()))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Shuffling_and_permuting_are_the_same_draw()
    {
        string[] items = ["a", "b", "c", "d", "e"];
        int[] order = new Generator(9).Permutation(5);
        string[] expected = [.. order.Select(i => items[i])];
        new Generator(9).Shuffle<string>(items);
        Assert.Equal(expected, items);
    }

    [Fact]
    public void Drawing_nothing_leaves_the_stream_where_it_is()
    {
        var generator = new Generator(0);
        generator.Uniform(Span<float>.Empty);
        generator.Normal(Span<float>.Empty);
        generator.Normal(Span<double>.Empty);
        generator.Shuffle<int>([1]);
        Assert.Equal(2357136044u, generator.NextUInt32());
    }

    [Fact]
    public void Threads_that_share_a_generator_draw_each_number_once()
    {
        const int each = 5000;
        var generator = new Generator(6);
        var drawn = new uint[4][];
        Parallel.For(0, drawn.Length, t => drawn[t] = Draw(generator, each));
        Assert.Equal(Draw(new Generator(6), drawn.Length * each).Order(), drawn.SelectMany(d => d).Order());

        static uint[] Draw(Generator g, int count) => [.. Enumerable.Range(0, count).Select(_ => g.NextUInt32())];
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        var generator = new Generator(0);
        var x = new float[2];
        Says("Uniform: low must not exceed high, and both must be finite; low is 2, high is 1. (Parameter 'low')",
            () => generator.Uniform(x, 2, 1));
        Says("Normal: deviation must not be negative; it is -1. (Parameter 'deviation')",
            () => generator.Normal(x, 0, -1));
        Says("Bernoulli: a probability must be in [0, 1]; it is 1.5. (Parameter 'probability')",
            () => generator.Bernoulli<float>(x, 1.5));
        Says("Bernoulli: a probability must be in [0, 1]; it is NaN. (Parameter 'probabilities')",
            () => generator.Bernoulli<float>(x, [0, float.NaN]));
        Says("Bernoulli: lengths must be equal; x has 2, probabilities has 1. (Parameter 'probabilities')",
            () => generator.Bernoulli<float>(x, [0.5f]));
        Says("Exponential: rate must be positive; it is 0. (Parameter 'rate')",
            () => generator.Exponential<float>(x, 0));
        Says("Integers: low must be below high; low is 3, high is 3. (Parameter 'low')",
            () => generator.Integers<int>(new int[1], 3, 3));
        Assert.Throws<OverflowException>(() => generator.Integers<byte>(new byte[1], 0, 1000));

        static void Says(string message, Action draw) =>
            Assert.Equal(message, Assert.Throws<ArgumentException>(draw).Message);
    }
}
