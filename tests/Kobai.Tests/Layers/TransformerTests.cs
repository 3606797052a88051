using Kobai.Layers;

namespace Kobai.Tests.Layers;

public class TransformerTests
{
    static readonly Tensor X = MultiHeadAttentionTests.Numbers([2, 5, 8], 1), Memory = MultiHeadAttentionTests.Numbers([2, 7, 8], 2);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradients_match_central_differences(bool normFirst)
    {
        var model = new Transformer(8, 2, 1, 1, 6, dropout: 0, new Gelu(), normFirst, type: DType.Float64, generator: new Generator(5));
        Assert.InRange(GradientCheck.Run(x => model.Forward(x[0], x[1], mask: AttentionMask.Causal), X[0, ..3], Memory[0, ..2]), 0, 1e-7);
    }

    [Fact]
    public void A_causal_mask_hides_what_comes_later()
    {
        var model = new TransformerEncoder(2, 8, 2, 6, dropout: 0, type: DType.Float64, generator: new Generator(5));
        var changed = X.Clone();
        changed[.., 3..] = Tensor.Zeros([2, 2, 8], DType.Float64);
        Assert.Equal(model.Forward(X, AttentionMask.Causal)[.., ..3].ToArray<double>(), model.Forward(changed, AttentionMask.Causal)[.., ..3].ToArray<double>());
        Assert.NotEqual(model.Forward(X)[.., ..3].ToArray<double>(), model.Forward(changed)[.., ..3].ToArray<double>());
    }

    [Fact]
    public void With_a_cache_each_step_gives_the_row_of_the_whole()
    {
        var encoder = new TransformerEncoder(2, 8, 2, 6, 0, normFirst: true, norm: true, rotary: new(), type: DType.Float64, generator: new Generator(5));
        var decoder = new TransformerDecoder(2, 8, 2, 6, 0, type: DType.Float64, generator: new Generator(6));
        using var noGradient = NoGradient.Enter();
        Check(encoder.Forward(X, AttentionMask.Causal), (step, cache) => encoder.Forward(step, AttentionMask.Causal, cache));
        Check(decoder.Forward(X, Memory, AttentionMask.Causal), (step, cache) => decoder.Forward(step, Memory, AttentionMask.Causal, cache: cache));

        static void Check(Tensor whole, Func<Tensor, KeyValueCache, Tensor> forward)
        {
            var cache = new KeyValueCache();
            MultiHeadAttentionTests.AssertClose(whole[.., ..2], forward(X[.., ..2], cache));
            for (int i = 2; i < 5; i++) MultiHeadAttentionTests.AssertClose(whole[.., i..(i + 1)], forward(X[.., i..(i + 1)], cache));
        }
    }

    [Fact]
    public void Dropout_goes_with_training_and_comes_from_the_generator()
    {
        double[] Run(bool training)
        {
            var model = new TransformerEncoder(2, 8, 2, 6, 0.3, type: DType.Float64, generator: new Generator(5));
            model.Train(training);
            return model.Forward(X).ToArray<double>();
        }
        Assert.Equal(Run(true), Run(true));
        Assert.NotEqual(Run(true), Run(false));
    }

    [Fact]
    public void Layers_of_a_stack_start_alike_and_the_generator_moves_as_for_one()
    {
        Generator one = new(9), three = new(9);
        var layer = new TransformerEncoderLayer(8, 2, 6, generator: one);
        var stack = new TransformerEncoder(3, 8, 2, 6, generator: three);
        Assert.All(stack.Layers, each => Assert.Equal(layer.Linear1.Weight.ToArray<float>(), each.Linear1.Weight.ToArray<float>()));
        Assert.NotSame(stack.Layers[0].Linear1.Weight, stack.Layers[1].Linear1.Weight);
        Assert.Equal(one.NextUInt64(), three.NextUInt64());
        Assert.Empty(new TransformerEncoder(0, 8, 2).Layers);
    }
}
