using Kobai.Layers;
using Kobai.Tests.Golden;

namespace Kobai.Tests.Training;

public class BatchStatisticsTests
{
    [Fact]
    public void Statistics_are_those_of_PyTorch_and_the_momentum_stays()
    {
        foreach (var c in GoldenFile.Cases("averages.json", "update_bn"))
        {
            c.Check((batches, _) =>
            {
                Sequential net = [new Linear(3, 4, type: DType.Float64), new BatchNorm(4, momentum: 0.2, type: DType.Float64)];
                using (NoGradient.Enter())
                {
                    net[0].Parameters[0].CopyFrom(batches[0][..4]);
                    net[0].Parameters[1].Fill(0);
                }
                net.Forward(batches[1]);
                net.Evaluate();
                BatchStatistics.Update(net, batches);
                Assert.False(net.IsTraining);
                var norm = (BatchNorm)net[1];
                Tensor[] found = [norm.RunningMean!.Clone(), norm.RunningVariance!.Clone()];
                net.Train();
                double mean = norm.RunningMean![0].Item();
                net.Forward(batches[1]);
                Assert.Equal(0.8 * mean + 0.2 * batches[1].MatMul(batches[0][0].Reshape(3, 1)).Mean().Item(), norm.RunningMean[0].Item(), 1e-12);
                return found;
            }, bySize: true);
        }
    }
}
