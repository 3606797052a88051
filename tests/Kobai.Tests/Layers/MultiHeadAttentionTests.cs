using Kobai.Layers;

namespace Kobai.Tests.Layers;

public class MultiHeadAttentionTests
{
    static readonly Tensor X = Numbers([2, 5, 8], 1);

    [Fact]
    public void The_weights_are_those_of_the_output()
    {
        var layer = Layer(dropout: 0.5);
        var (output, weights) = ((MultiHeadAttention)layer.Evaluate()).ForwardWithWeights(X, X, X, AttentionMask.Causal, averaged: false);
        Assert.Equal([2, 2, 5, 5], weights.Shape);
        Assert.All(weights.Sum(-1).ToArray<double>(), sum => Assert.InRange(sum, 1 - 1e-14, 1 + 1e-14));
        Assert.Equal(0, weights[.., .., 0, 1..].Sum().Item());
        AssertClose(layer.Forward(X, X, X, AttentionMask.Causal), output);
    }

    [Fact]
    public void Dropout_drops_weights_in_training_only()
    {
        var layer = Layer(dropout: 0.5);
        Assert.NotEqual(layer.Forward(X).ToArray<double>(), layer.Forward(X).ToArray<double>());
        var weights = layer.ForwardWithWeights(X, X, X, averaged: false).Weights.ToArray<double>();
        Assert.InRange(weights.Count(w => w == 0), 20, 80);
        layer.Evaluate();
        Assert.Equal(layer.Forward(X).ToArray<double>(), layer.Forward(X).ToArray<double>());
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void With_a_cache_each_step_gives_the_row_of_the_whole(bool rotary, bool extraKeys)
    {
        var layer = new MultiHeadAttention(
            8, 2, learnedKey: extraKeys, zeroKey: extraKeys, rotary: rotary ? new() : null, type: DType.Float64, generator: new Generator(2));
        using var noGradient = NoGradient.Enter();
        var whole = layer.Forward(X, X, X, AttentionMask.Causal);
        var cache = new KeyValueCache();
        for (int i = 0; i < 5; i++)
        {
            var step = X[.., i..(i + 1)];
            Assert.Equal(i, cache.Length);
            AssertClose(whole[.., i..(i + 1)], layer.Forward(step, step, step, AttentionMask.Causal, cache));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_cache_with_a_limit_holds_the_last_steps(int limit)
    {
        var (layer, x) = (Layer(rotary: new()), X);
        using var noGradient = NoGradient.Enter();
        var cache = new KeyValueCache(limit);
        for (int i = 0; i < 5; i++)
        {
            using var scope = Scope.Enter();
            Tensor step = x[.., i..(i + 1)], last = x[.., Math.Max(0, i + 1 - limit)..(i + 1)];
            var expected = layer.Forward(last, last, last, AttentionMask.Causal)[.., ^1..];
            AssertClose(expected, layer.Forward(step, step, step, AttentionMask.Causal, cache));
            Assert.Equal(Math.Min(i + 1, limit), cache.Length);
        }
    }

    [Fact]
    public void Extra_keys_are_seen_whatever_the_mask()
    {
        var layer = Layer(learnedKey: true);
        var weights = layer.ForwardWithWeights(X, X, X, new() { KeyLengths = [0, 3], Allowed = Tensor.Ones([5, 1]) }).Weights;
        Assert.Equal([2, 5, 6], weights.Shape);
        Assert.All(weights[0, .., ^1].ToArray<double>(), w => Assert.Equal(1, w, 1e-15));
        Assert.Equal(0, weights[1, .., 3..5].Sum().Item());
    }

    [Fact]
    public void Gradients_match_central_differences()
    {
        var layer = Layer(learnedKey: true, rotary: new RotaryPosition());
        Assert.InRange(GradientCheck.Run(x => layer.Forward(x[0], x[0], x[0], AttentionMask.Causal), Numbers([3, 8], 2)), 0, 1e-8);
        Assert.InRange(GradientCheck.Run(x => layer.ForwardWithWeights(x[0], x[0], x[0]).Weights, Numbers([3, 8], 2)), 0, 1e-8);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Equal(
            "MultiHeadAttention: the inputs must be (N, L, 8), (N, S, 8) and (N, S, 8), or without N; query is (5, 8), key is (2, 5, 8), value is (2, 5, 8).",
            Assert.Throws<ShapeException>(() => Layer().Forward(X[0], X, X)).Message);
        Assert.StartsWith(
            "MultiHeadAttention: the heads must divide the size; the size is 8, there are 3 heads.",
            Assert.Throws<ArgumentException>(() => new MultiHeadAttention(8, 3)).Message, StringComparison.Ordinal);
        Assert.Equal("MultiHeadAttention(8, 2 heads), 288 parameters", Layer().ToString().Split(Environment.NewLine)[0]);
    }

    internal static Tensor Numbers(Shape shape, int seed) => Tensor.Normal(shape, type: DType.Float64, generator: new Generator(seed));

    internal static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.All(expected.ToArray<double>().Zip(actual.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-13));
    }

    static MultiHeadAttention Layer(double dropout = 0, bool learnedKey = false, RotaryPosition? rotary = null) =>
        new(8, 2, dropout, learnedKey: learnedKey, rotary: rotary, type: DType.Float64, generator: new Generator(3));
}
