using Kobai.Threads;

namespace Kobai.Tests.Ops;

public class RecurrenceTests
{
    static readonly Labels Lengths = [2, 4, 1];

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Gradients_match_central_differences(bool reverse, bool padded)
    {
        Check<RnnUnit<TanhOp.Formula>>(1, reverse, padded);
        Check<LstmUnit>(4, reverse, padded);
        Check<LstmUnit>(4, reverse, padded, projected: 2);
        Check<GruUnit>(3, reverse, padded);
    }

    static void Check<U>(int gates, bool reverse, bool padded, int projected = 0) where U : struct, IRecurrentUnit
    {
        var generator = new Generator(7);
        Tensor Some(params ReadOnlySpan<nint> sizes) => Tensor.Uniform(Shape.Create(sizes), -1, 1, DType.Float64, generator);
        int state = projected > 0 ? projected : 5;
        Tensor[] inputs =
        [
            Some(4, 3, 2), Some(3, state), Some(3, 5), Some(gates * 5, 2), Some(gates * 5, state), Some(gates * 5), Some(gates * 5),
            .. projected > 0 ? [Some(projected, 5)] : Array.Empty<Tensor>(),
        ];
        Assert.InRange(GradientCheck.Run(v =>
        {
            var scan = new Recurrence<U>(new(v[3], v[4], v[5], v[6], v.ElementAtOrDefault(7)), 4, 3, padded ? Lengths : null, reverse);
            var (output, last, cell) = scan.Run("Scan", v[0], v[1], U.HasCell ? v[2] : null);
            return Tensor.Concatenate(0, output.Reshape(output.Count), last.Reshape(last.Count), (cell ?? last).Reshape((cell ?? last).Count));
        }, inputs, step: 1e-5), 0, 1e-8);
    }
}

/// <summary>The same bits at any thread count, with work for more than one.</summary>
[Collection("alone")]
public class RecurrenceThreadsTests
{
    [Fact]
    public void Values_and_gradients_have_the_same_bits_at_any_thread_count()
    {
        int before = Work.Threads;
        try
        {
            var bits = new[] { 1, 3 }.Select(threads =>
            {
                Work.Threads = threads;
                var layer = new Kobai.Layers.Gru(7, 150, generator: new(1));
                var y = layer.Forward(Tensor.Normal([4, 70, 7], generator: new(2)));
                (y * y).Sum().Backward();
                return layer.Parameters.SelectMany(p => p.Gradient!.ToArray<float>()).Concat(y.ToArray<float>()).ToArray();
            }).ToArray();
            Assert.Equal(bits[0], bits[1]);
        }
        finally
        {
            Work.Threads = before;
        }
    }
}
