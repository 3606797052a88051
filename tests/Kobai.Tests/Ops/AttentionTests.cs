using FsCheck;
using FsCheck.Fluent;
using Kobai.Tests.Simd;
using Kobai.Tests.Threads;

namespace Kobai.Tests.Ops;

[Collection(nameof(WorkTests))]
public class AttentionTests
{
    /// <summary>Lengths below, at and above those of blocks.</summary>
    public static TheoryData<int, int, int> Lengths => new() { { 1, 1, 1 }, { 5, 7, 2 }, { 128, 128, 1 }, { 129, 257, 2 }, { 300, 100, 20 } };

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Equals_the_composition(int queries, int keys, int heads)
    {
        foreach (var type in new[] { DType.Float32, DType.Float64 })
        {
            foreach (var mask in Masks(queries, keys, type))
            {
                Tensor[] x = Inputs(queries, keys, heads, type), leaves = Leaves(x), others = Leaves(x);
                var y = leaves[0].Attention(leaves[1], leaves[2], mask);
                var expected = others[0].AttentionWeights(others[1], mask).MatMul(others[2]);
                var upstream = Numbers(y.Shape, type, 4);
                y.Backward(upstream);
                expected.Backward(upstream);
                double tolerance = type == DType.Float32 ? 3e-6 : 1e-14;
                AssertClose(expected, y, tolerance);
                foreach (var (leaf, other) in leaves.Zip(others)) AssertClose(other.Gradient!, leaf.Gradient!, tolerance);
            }
        }
    }

    [Fact]
    public void Gradient_matches_central_differences()
    {
        Tensor[] x = [.. Inputs(4, 5, 2, DType.Float64), Numbers([4, 5], DType.Float64, 9)];
        var pairs = Tensor.From([1.0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 1, 0, 1, 0, 1, 1], [4, 5]);
        Assert.InRange(GradientCheck.Run(x => x[0].Attention(x[1], x[2], new() { Bias = x[3], Allowed = pairs }), x), 0, 1e-8);
        Assert.InRange(GradientCheck.Run(x => x[0].Attention(x[1], x[2], new() { Bias = x[3], IsCausal = true }), x), 0, 1e-8);
        Assert.InRange(GradientCheck.Run(x => x[0].Attention(x[1], x[2], dropout: 0.4, generator: new Generator(1)), x[..3]), 0, 1e-8);
        Assert.InRange(GradientCheck.Run(x => x[0].Attention(x[0], x[0], scale: 0.7), x[0]), 0, 1e-8);
    }

    [Theory]
    [InlineData(300, 300, 50)] // blocks of 128 queries
    [InlineData(140, 3000, 11)] // and of fewer than on the way back
    public void What_is_kept_and_what_is_made_again_give_the_same_bits(int queries, int keys, int heads)
    {
        // Eight heads are kept; all heads together are too large for that.
        Tensor[] x = Inputs(queries, keys, heads, DType.Float32), all = Leaves(x), few = Leaves(Few(x));
        foreach (var leaves in new[] { all, few })
        {
            var y = leaves[0].Attention(leaves[1], leaves[2], AttentionMask.Causal, dropout: 0.2, generator: new Generator(7));
            y.Backward(Numbers(y.Shape, DType.Float32, 4));
        }
        foreach (var (expected, gradient) in few.Zip(Few([.. all.Select(leaf => leaf.Gradient!)])))
            Assert.Equal(expected.Gradient!.ToArray<float>(), gradient.ToArray<float>());

        static Tensor[] Few(Tensor[] x) => [.. x.Select(t => t.Slice(0, 0, 8).Contiguous())];
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Thread_count_does_not_change_a_bit(int queries, int keys, int heads)
    {
        Tensor[] leaves = Leaves([.. Inputs(queries, keys, heads, DType.Float32), Numbers([queries, keys], DType.Float32, 9)]);
        Reductions.CheckThreads(() =>
        {
            foreach (var leaf in leaves) leaf.ZeroGradient();
            var y = leaves[0].Attention(leaves[1], leaves[2], new() { IsCausal = true, Bias = leaves[3] }, dropout: 0.2, generator: new Generator(7));
            y.Backward(Tensor.Ones(y.Shape));
            return Tensor.Concatenate(0, [.. leaves.Select(leaf => leaf.Gradient!.Reshape(-1)), y.Detach().Reshape(-1)]);
        });
    }

    [Theory]
    [InlineData(DType.Float32, "842e43994acb9801")]
    [InlineData(DType.Float64, "808c9aa43fb935f0")]
    [Trait("Category", "Widths")]
    public void Every_register_width_gives_the_same_bits(DType type, string expected)
    {
        Tensor[] leaves = Leaves(Inputs(130, 140, 2, type));
        var y = leaves[0].Attention(leaves[1], leaves[2], AttentionMask.Causal, dropout: 0.1, generator: new Generator(3));
        y.Backward(Numbers(y.Shape, type, 4));
        double[] all = [.. y.ToArray<double>(), .. leaves.SelectMany(leaf => leaf.Gradient!.ToArray<double>())];
        Assert.Equal(expected, $"{Widths.Fingerprint(all):x16}");
    }

    [Fact]
    public void A_query_that_sees_no_key_gives_zero_and_so_does_its_gradient()
    {
        AttentionMask mask = new() { Allowed = Tensor.From([0.0, 0, 0, 0, 1, 0, 1, 1, 1, 0, 0, 0], [3, 4]) };
        Tensor[] x = Leaves(Inputs(3, 4, 1, DType.Float64));
        var y = x[0].Attention(x[1], x[2], mask);
        Assert.Equal(new double[3], y[0, 0].ToArray<double>());
        Assert.Equal(x[2][0, 0].ToArray<double>(), y[0, 2].ToArray<double>());
        y[0, 0].Sum().Backward();
        Assert.All(x.SelectMany(leaf => leaf.Gradient!.ToArray<double>()), g => Assert.Equal(0, g));

        var unknown = Tensor.Full([1, 4, 3], double.NaN, DType.Float64);
        Assert.Equal(new double[3], x[0].Attention(x[1], unknown, mask)[0, 0].ToArray<double>());
    }

    [Fact]
    public void Keys_past_a_length_are_not_read()
    {
        Tensor[] x = Inputs(3, 4, 1, DType.Float64);
        var expected = x[0].Attention(x[1][.., ..2], x[2][.., ..2]);
        x[1][0, 2..] = Tensor.Full([2, 3], double.NaN, DType.Float64);
        x[2][0, 2..] = Tensor.Full([2, 3], double.NaN, DType.Float64);
        Assert.Equal(expected.ToArray<double>(), x[0].Attention(x[1], x[2], new() { KeyLengths = [2] }).ToArray<double>());
    }

    [Fact]
    public void NaN_reaches_the_queries_that_see_it()
    {
        Tensor[] x = Inputs(3, 3, 1, DType.Float64);
        x[1][0, 1] = Tensor.Full([3], double.NaN, DType.Float64);
        var y = x[0].Attention(x[1], x[2], AttentionMask.Causal);
        Assert.All(y[0, 0].ToArray<double>(), v => Assert.True(double.IsFinite(v)));
        Assert.All(y[0, 1..].ToArray<double>(), v => Assert.Equal(double.NaN, v));
    }

    [Fact]
    public void Large_scores_do_not_overflow()
    {
        var q = Tensor.From([1e20f, -1e20f], [2, 1]);
        var k = Tensor.From([1e10f, -1e10f, 0], [3, 1]);
        Assert.Equal([1, 2], q.Attention(k, Tensor.From([1f, 2, 3], [3, 1])).ToArray<float>());
    }

    [Fact]
    public void Each_result_lies_between_the_least_and_the_largest_value() => Check.QuickThrowOnFailure(Prop.ForAll(SoftmaxTests.Lines, line =>
    {
        var v = Tensor.From(line, [line.Length, 1]);
        double y = Tensor.From([1.0], [1, 1]).Attention(Tensor.From([.. line.Select(Math.Sin)], [line.Length, 1]), v).Item();
        double slack = 1e-12 * line.Max(Math.Abs);
        return y >= line.Min() - slack && y <= line.Max() + slack;
    }));

    [Fact]
    public void The_order_of_the_keys_does_not_matter()
    {
        Tensor[] x = Inputs(40, 200, 2, DType.Float64);
        var order = Labels.Permutation(200, new Generator(3));
        AssertClose(x[0].Attention(x[1], x[2]), x[0].Attention(x[1].IndexSelect(1, order), x[2].IndexSelect(1, order)), 1e-14);
    }

    [Fact]
    public void Dropout_drops_the_share_that_was_asked_for_and_keeps_the_mean()
    {
        var weights = Tensor.Zeros([512, 1]).Attention(Tensor.Zeros([512, 1]), Tensor.Eye(512), dropout: 0.3, generator: new Generator(5)) * 512;
        float[] all = weights.ToArray<float>();
        Assert.All(all.Distinct(), w => Assert.True(w == 0 || Math.Abs(w - 1 / 0.7) < 1e-6));
        Assert.InRange(all.Count(w => w == 0) / (double)all.Length, 0.297, 0.303);
        Assert.All(Enumerable.Range(0, 512), i => Assert.InRange(weights[i].Sum().Item() / 512, 0.8, 1.2));
        Assert.All(Enumerable.Range(0, 512), i => Assert.InRange(weights[.., i].Sum().Item() / 512, 0.8, 1.2));
    }

    [Fact]
    public void Dropout_is_the_same_from_the_same_seed_and_another_from_the_next()
    {
        Tensor[] x = Inputs(20, 20, 1, DType.Float64);
        double[] Run(Generator generator) => x[0].Attention(x[1], x[2], dropout: 0.5, generator: generator).ToArray<double>();
        var generator = new Generator(1);
        double[] first = Run(generator), second = Run(generator);
        Assert.Equal(first, Run(new Generator(1)));
        Assert.NotEqual(first, second);
        Assert.All(x[0].Attention(x[1], x[2], dropout: 1).ToArray<double>(), v => Assert.Equal(0, v));
    }

    [Fact]
    public void Nothing_gives_nothing()
    {
        Assert.Equal([2, 0, 3], Tensor.Zeros([2, 0, 4]).Attention(Tensor.Zeros([2, 5, 4]), Tensor.Zeros([2, 5, 3])).Shape);
        Assert.Equal([0, 2, 3], Tensor.Zeros([0, 2, 4]).Attention(Tensor.Zeros([0, 5, 4]), Tensor.Zeros([0, 5, 3])).Shape);
        Assert.Equal(new float[6], Tensor.Ones([2, 4]).Attention(Tensor.Zeros([0, 4]), Tensor.Zeros([0, 3])).ToArray<float>());
    }

    public static TheoryData<int[], int[], int[], string> Wrong => new()
    {
        { [4], [5, 4], [5, 4], "Attention: each operand needs the axes (…, length, features); q is (4), k is (5, 4), v is (5, 4)." },
        { [3, 4], [5, 3], [5, 4], "Attention: q and k must have equally many features, the last axis; q is (3, 4), k is (5, 3), v is (5, 4)." },
        { [3, 4], [5, 4], [6, 4], "Attention: k and v must be equally long, the last axis but one; q is (3, 4), k is (5, 4), v is (6, 4)." },
        {
            [3, 3, 4], [2, 5, 4], [2, 5, 4],
            "Attention: batch sizes must be equal or 1, or the heads of q a multiple of those of k and v; q is (3, 3, 4), k is (2, 5, 4), v is (2, 5, 4)."
        },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Shapes_that_do_not_fit_are_refused(int[] q, int[] k, int[] v, string message) => Assert.Equal(message,
        Assert.Throws<ShapeException>(() => Tensor.Zeros(Sizes(q)).Attention(Tensor.Zeros(Sizes(k)), Tensor.Zeros(Sizes(v)))).Message);

    [Fact]
    public void Masks_that_do_not_fit_are_refused()
    {
        var x = Tensor.Zeros([2, 3, 4]);
        string Refused<E>(AttentionMask mask) where E : Exception => Assert.Throws<E>(() => x.Attention(x, x, mask)).Message;
        Assert.Equal("Attention: Allowed must broadcast to the scores; scores are (2, 3, 3), Allowed is (4, 3).", Refused<ShapeException>(new() { Allowed = Tensor.Ones([4, 3]) }));
        Assert.Equal("Attention: Bias must broadcast to the scores; scores are (2, 3, 3), Bias is (3, 2, 3, 3).", Refused<ShapeException>(new() { Bias = Tensor.Ones([3, 2, 3, 3]) }));
        Assert.Equal(
            "Attention: Keys must have the first axes of the batch, then one number for each key; batch is (2), there are 3 keys, Keys is (3, 3).",
            Refused<ShapeException>(new() { Keys = Tensor.Ones([3, 3]) }));
        Assert.Equal(
            "Attention: KeyLengths must have the first axes of the batch; batch is (2), KeyLengths is (3).", Refused<ShapeException>(new() { KeyLengths = [1, 2, 3] }));
        Assert.StartsWith("Attention: a length of keys goes from 0 to 3; one is 4.", Refused<ArgumentOutOfRangeException>(new() { KeyLengths = [4, 2] }), StringComparison.Ordinal);
        Assert.StartsWith("Attention: element types must be equal; q is Float32, the bias is Float64.", Refused<ArgumentException>(new() { Bias = Tensor.Zeros([3, 3], DType.Float64) }), StringComparison.Ordinal);
        Assert.StartsWith("Attention: the probability goes from 0 to 1.", Assert.Throws<ArgumentOutOfRangeException>(() => x.Attention(x, x, dropout: 1.1)).Message, StringComparison.Ordinal);
    }

    internal static IEnumerable<AttentionMask?> Masks(int queries, int keys, DType type)
    {
        yield return null;
        yield return new() { IsCausal = true, Offset = keys / 3 };
        yield return new() { Allowed = Numbers([queries, keys], DType.Float64, 5) > 0, Keys = Numbers([keys], DType.Float64, 6) > -0.5 };
        yield return new() { KeyLengths = Labels.From([keys / 2], []), Bias = Numbers([keys], type, 8) };
    }

    static Tensor[] Inputs(int queries, int keys, int heads, DType type) =>
        [Numbers([heads, queries, 3], type, 1), Numbers([heads, keys, 3], type, 2), Numbers([heads, keys, 3], type, 3)];

    static Tensor Numbers(Shape shape, DType type, int seed) => Tensor.Normal(shape, type: DType.Float64, generator: new Generator(seed)).To(type);

    static Tensor[] Leaves(Tensor[] x) => [.. x.Select(t => t.Clone().RequireGradient())];

    static Shape Sizes(int[] sizes) => Shape.Create([.. sizes.Select(size => (nint)size)]);

    static void AssertClose(Tensor expected, Tensor actual, double tolerance)
    {
        double[] e = expected.ToArray<double>(), a = actual.ToArray<double>();
        Assert.Equal(expected.Shape, actual.Shape);
        double size = Math.Max(1, e.Max(Math.Abs));
        Assert.All(e.Zip(a), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, tolerance * size));
    }
}
