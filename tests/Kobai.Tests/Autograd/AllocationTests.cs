using Kobai.Layers;
using Kobai.Losses;
using Kobai.Optimizers;
using Kobai.Threads;

namespace Kobai.Tests.Autograd;

/// <summary>Steady training leaves the collector next to nothing to do.</summary>
[Collection("alone")]
public class AllocationTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public void A_step_of_a_network_of_three_layers_allocates_less_than_a_kilobyte(int threads, bool isAdam)
    {
        int before = Work.Threads;
        Work.Threads = threads;
        try
        {
            Sequential model = [new Linear(784, 512), new Relu(), new Linear(512, 256), new Relu(), new Linear(256, 10)];
            Optimizer optimizer = isAdam ? new Adam(model.Parameters) : new Sgd(model.Parameters, 0.01);
            Tensor x = Tensor.Normal([128, 784]);
            var labels = Labels.Create([.. Enumerable.Range(0, 128).Select(i => i % 10L)]);
            // A loss looks at the first hundred batches of a process more closely.
            Steps(120);
            long start = GC.GetAllocatedBytesForCurrentThread();
            Steps(20);
            Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - start) / 20, 1, 1023);

            void Steps(int count)
            {
                for (int i = 0; i < count; i++)
                {
                    using var scope = Scope.Enter();
                    optimizer.ZeroGradient();
                    Loss.CrossEntropy(model.Forward(x), labels).Backward();
                    optimizer.Step();
                }
            }
        }
        finally
        {
            Work.Threads = before;
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(100_000)]
    public void A_tensor_of_a_closed_scope_stays_refused_when_its_memory_serves_again(int size)
    {
        Tensor old;
        using (Scope.Enter()) old = Tensor.Ones([size]);
        using var scope = Scope.Enter();
        var next = Tensor.Zeros([size]);
        Assert.Throws<ObjectDisposedException>(() => old.Sum());
        Assert.Throws<ObjectDisposedException>(() => old.Fill(5));
        Assert.Throws<ObjectDisposedException>(() => old.Detach());
        Assert.Throws<ObjectDisposedException>(() => old.Keep());
        Assert.Equal(0, next.Sum().Item());
    }

    [Fact]
    public void A_released_record_is_named_when_its_place_records_something_else()
    {
        var x = Tensor.From([3.0]).RequireGradient();
        var y = x.Exp();
        y.Sum().Backward();
        var z = x.Log();
        Assert.StartsWith(
            "Backward: the record of Exp was released by an earlier backward pass.",
            Assert.Throws<InvalidOperationException>(() => y.Sum().Backward()).Message);
        x.ZeroGradient();
        z.Sum().Backward();
        Assert.Equal(1 / 3.0, x.Gradient!.Item(), 15);
    }

    [Fact]
    public void Results_that_share_a_released_part_are_refused_and_leave_the_others_whole()
    {
        var x = Tensor.From([3.0]).RequireGradient();
        Tensor shared = x.Exp(), a = shared * 2, b = shared * 3, c = x * 5;
        a.Backward();
        Assert.Throws<InvalidOperationException>(() => b.Backward());
        x.ZeroGradient();
        c.Backward();
        Assert.Equal(5, x.Gradient!.Item());
    }

    [Fact]
    public void A_gradient_that_a_function_keeps_is_not_overwritten_further_back()
    {
        const int size = 5000;
        Tensor? kept = null;
        var x = Tensor.Full([size], 2).RequireGradient();
        var y = x.Exp();
        var probe = y.Detach().Record("Probe", [y], dy =>
        {
            kept = dy;
            return [dy];
        });
        probe.Sigmoid().Sum().Backward();
        double s = 1 / (1 + Math.Exp(-Math.Exp(2)));
        Assert.Equal(s * (1 - s), kept![7].Item(), 1e-9);
    }

    [Fact]
    public void Weights_used_twice_collect_both_parts_and_those_of_earlier_passes()
    {
        Random.Seed(4);
        var layer = new Linear(6, 6, type: DType.Float64);
        var x = Tensor.Normal([5, 6], type: DType.Float64);
        layer.Forward(layer.Forward(x)).Pow(2).Sum().Backward();
        Tensor twice = layer.Weight.Gradient!.Clone(), bias = layer.Bias!.Gradient!.Clone();
        layer.Forward(layer.Forward(x)).Pow(2).Sum().Backward();
        Assert.True((layer.Weight.Gradient! - (twice * 2)).Abs().Max().Item() < 1e-12);
        Assert.True((layer.Bias.Gradient! - (bias * 2)).Abs().Max().Item() < 1e-12);

        Tensor w = layer.Weight.Detach().Clone().RequireGradient(), b = layer.Bias.Detach().Clone().RequireGradient();
        Tensor Map(Tensor v) => v.MatMul(w.T) + b;
        Map(Map(x)).Pow(2).Sum().Backward();
        Assert.True((w.Gradient! - twice).Abs().Max().Item() < 1e-12);
        Assert.True((b.Gradient! - bias).Abs().Max().Item() < 1e-12);
    }

    [Fact]
    public void A_function_that_gives_too_few_gradients_is_named()
    {
        Tensor x = Tensor.Ones([2]).RequireGradient(), y = Tensor.Ones([2]);
        var z = Tensor.Ones([2]).Record("Half", [x, y], dy => [dy]);
        Assert.Equal(
            "Backward: Half must give a gradient, or null, for each of its inputs; inputs: 2, given: 1.",
            Assert.Throws<InvalidOperationException>(() => z.Backward(Tensor.Ones([2]))).Message);
    }
}
