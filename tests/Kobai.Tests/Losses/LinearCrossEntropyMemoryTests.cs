using Kobai.Losses;
using Kobai.Memory;

namespace Kobai.Tests.Losses;

[Collection("alone")]
public class LinearCrossEntropyMemoryTests
{
    const long MiB = 1 << 20;

    [Fact]
    public void Beyond_inputs_and_gradients_it_takes_at_most_32_MiB()
    {
        // Of 512 hidden states to 32,768 classes: the logits alone would be 64 MiB, and 256 MiB for 2,048 hidden states.
        const int rows = 512, size = 512, count = 32768;
        Tensor hidden = Tensor.Zeros([rows, size], DType.Float32).RequireGradient(), classes = Tensor.Zeros([count, size], DType.Float32).RequireGradient();
        var labels = Labels.From(new int[rows]);
        Run(Tensor.Zeros([300, 8], DType.Float32).RequireGradient(), Tensor.Zeros([1000, 8], DType.Float32).RequireGradient(), Labels.From(new int[300]));
        Pool.Trim();
        GC.Collect();
        long before = Environment.WorkingSet, most = before;
        bool isDone = false;
        var watch = new Thread(() =>
        {
            while (!Volatile.Read(ref isDone))
            {
                most = Math.Max(most, Environment.WorkingSet);
                Thread.Sleep(1);
            }
        });
        watch.Start();
        Run(hidden, classes, labels);
        Volatile.Write(ref isDone, true);
        watch.Join();
        long gradients = (hidden.Count + classes.Count) * sizeof(float);
        Assert.InRange(most - before - gradients, -gradients, 32 * MiB);
        Assert.Equal((rows, count), (hidden.Gradient!.Shape[0], classes.Gradient!.Shape[0]));
    }

    static void Run(Tensor hidden, Tensor classes, Labels labels) => Loss.LinearCrossEntropy(hidden, classes, labels).Backward();
}
