namespace Kobai.Tests.Tensors;

[Collection("alone")]
public class RandomTests
{
    [Fact]
    public void Seeding_Random_seeds_the_default_generator()
    {
        Random.Seed(1234567890123);
        Assert.Equal(1234567890123, Generator.Default.InitialSeed);
        Assert.Equal(Generator.Default.GetState(), new Generator(1234567890123).GetState());
        var expected = Tensor.Normal([7], generator: new(1234567890123));
        Assert.Equal(expected.ToArray<float>(), Tensor.Normal([7]).ToArray<float>());
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void A_tensor_holds_what_its_generator_draws(DType type)
    {
        var (tensors, spans) = (new Generator(3), new Generator(3));
        var x = Tensor.Uniform([5, 7], -2, 3, type, tensors);
        var y = Tensor.Normal([5, 7], 1, 0.5, type, tensors);
        var z = Tensor.Bernoulli([5, 7], 0.3, type, tensors);
        Assert.All([x, y, z], t => Assert.Equal(type, t.DType));
        Assert.All([x, y, z], t => Assert.Equal([5, 7], t.Shape));
        if (type == DType.Float32) Same(new float[35], (g, s) => g.Uniform(s, -2, 3), (g, s) => g.Normal(s, 1, 0.5));
        else Same(new double[35], (g, s) => g.Uniform(s, -2, 3), (g, s) => g.Normal(s, 1, 0.5));

        void Same<T>(T[] drawn, Action<Generator, T[]> uniform, Action<Generator, T[]> normal)
            where T : unmanaged, System.Numerics.INumberBase<T>
        {
            uniform(spans, drawn);
            Assert.Equal(drawn, x.ToArray<T>());
            normal(spans, drawn);
            Assert.Equal(drawn, y.ToArray<T>());
            spans.Bernoulli<T>(drawn, 0.3);
            Assert.Equal(drawn, z.ToArray<T>());
        }
    }

    [Fact]
    public void Drawing_in_pieces_gives_the_numbers_of_one_span_at_every_length()
    {
        for (int length = 0; length < 120; length++)
        {
            float[] whole = new float[length], pieces = new float[length + 1];
            new Generator(length).Normal(whole);
            var generator = new Generator(length);
            RandomExtensions.InPieces<float>(ref pieces[0], length, piece: 32, x => generator.Normal(x));
            Assert.Equal(whole, pieces[..length]);
        }
    }

    [Fact]
    public void An_empty_shape_draws_nothing()
    {
        var generator = new Generator(0);
        Assert.Equal(0, Tensor.Normal([0, 3], generator: generator).Count);
        Assert.Equal(2357136044u, generator.NextUInt32());
    }
}
