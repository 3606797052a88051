namespace Kobai.Versus;

/// <summary>What one row took on both sides, with some threads.</summary>
/// <param name="Row">The row.</param>
/// <param name="Threads">How many threads each side could use.</param>
/// <param name="Kobai">Seconds per step, a number for each round.</param>
/// <param name="PyTorch">The same for PyTorch at its best.</param>
/// <param name="Floor">The least a step can take on this machine, or 0 where nothing measured bounds it.</param>
/// <param name="Peaks">The largest resident memory of both, in bytes; 0 where both sides ran other rows before.</param>
/// <param name="Difference">The largest relative difference between the numbers both computed.</param>
sealed record Result(
    Row Row, int Threads, double[] Kobai, double[] PyTorch, double Floor, (long Kobai, long PyTorch) Peaks, double Difference)
{
    public double KobaiMedian => Median(Kobai);

    public double PyTorchMedian => Median(PyTorch);

    /// <summary>How many times as long PyTorch took.</summary>
    public double Ratio => PyTorchMedian / KobaiMedian;

    /// <summary>How far the rounds of a side lie apart, beside their median.</summary>
    public static double Spread(double[] times) => (times.Max() - times.Min()) / Median(times);

    static double Median(double[] times)
    {
        double[] sorted = [.. times.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
