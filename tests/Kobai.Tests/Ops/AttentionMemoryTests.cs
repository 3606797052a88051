using Kobai.Memory;

namespace Kobai.Tests.Ops;

[Collection("alone")]
public class AttentionMemoryTests
{
    [Fact]
    public void Long_sequences_take_a_small_part_of_the_memory_of_their_scores()
    {
        const int Length = 4096;
        Tensor[] leaves = [.. Enumerable.Range(0, 3).Select(_ => Tensor.Normal([Length, 64], generator: new Generator(1)).RequireGradient())];
        long before = Pool.LiveBytes, peak = 0;
        using var done = new CancellationTokenSource();
        var watch = new Thread(() =>
        {
            while (!done.IsCancellationRequested)
            {
                peak = Math.Max(peak, Pool.LiveBytes);
                Thread.SpinWait(100);
            }
        });
        watch.Start();
        using (Scope.Enter())
        {
            var y = leaves[0].Attention(leaves[1], leaves[2], AttentionMask.Causal);
            y.Backward(Tensor.Ones(y.Shape));
        }
        done.Cancel();
        watch.Join();
        long scores = (long)Length * Length * sizeof(float);
        Assert.InRange(peak - before, 1, scores / 3);
    }
}
