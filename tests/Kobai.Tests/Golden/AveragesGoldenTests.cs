using Kobai.Optimizers;

namespace Kobai.Tests.Golden;

/// <summary>The cases of averages.json: averages of parameters by PyTorch's AveragedModel in float64.</summary>
public class AveragesGoldenTests
{
    [Fact]
    public void The_equal_average_is_that_of_PyTorch() => Check("equal", (_, w) => new StochasticWeightAveraging([w]));

    [Fact]
    public void The_moving_average_is_that_of_PyTorch() =>
        Check("exponential", (c, w) => new ExponentialMovingAverage([w], c.Number("decay")));

    static void Check(string name, Func<GoldenCase, Tensor, WeightAverage> make)
    {
        foreach (var c in GoldenFile.Cases("averages.json", name))
        {
            c.Check((points, _) =>
            {
                var w = Tensor.Zeros(points[0].Shape, DType.Float64).RequireGradient();
                var average = make(c, w);
                return Array.ConvertAll(points, point =>
                {
                    using (NoGradient.Enter()) w.CopyFrom(point);
                    average.Update();
                    return average.Averages[0].Clone();
                });
            }, bySize: true);
        }
    }
}
