using System.Globalization;
using Kobai.Losses;
using Kobai.Threads;

namespace Kobai.Judging;

/// <summary>The mean of very many losses: its relative error, and whether its bits depend on the number of threads.</summary>
public static class LargeSum
{
    /// <summary>The mean of the absolute errors of items that are exponentially distributed, by 1, 2 and 4 threads.</summary>
    /// <returns>The relative error of the mean, and whether all had the same bits.</returns>
    public static (double Error, bool SameBits) Measure(int items)
    {
        var x = new float[items];
        Generator generator = new(1);
        generator.Exponential<float>(x, 1);
        // Two doubles hold the sum of the floats without any error worth the name.
        double high = 0, low = 0;
        foreach (float v in x)
        {
            double next = high + v, rounded = next - high;
            low += (high - (next - rounded)) + (v - rounded);
            high = next;
        }
        double exact = (high + low) / items;

        int before = Work.Threads;
        try
        {
            using var scope = Scope.Enter();
            Tensor input = Tensor.From(x), target = Tensor.Zeros([items]);
            float[] means = [.. new[] { 1, 2, 4 }.Select(threads =>
            {
                Work.Threads = threads;
                return (float)Loss.AbsoluteError(input, target).Item();
            })];
            return (Math.Abs(means[0] - exact) / exact, means.Distinct().Count() == 1);
        }
        finally
        {
            Work.Threads = before;
        }
    }

    public static string Describe(int items)
    {
        var (error, sameBits) = Measure(items);
        return string.Create(CultureInfo.InvariantCulture,
            $"The mean of {items:N0} float32 losses, exponentially distributed, has a relative error of {error:0.0e+0} and {(sameBits ? "the same bits" : "different bits")} with 1, 2 and 4 threads.");
    }
}
