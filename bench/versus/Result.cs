namespace Kobai.Versus;

/// <summary>What one row took on both sides, with some threads.</summary>
/// <param name="Row">The row.</param>
/// <param name="Threads">How many threads each side could use.</param>
/// <param name="Kobai">A measurement for each round.</param>
/// <param name="PyTorch">The same for PyTorch at its best.</param>
/// <param name="Floor">The least a step can take on this machine, or 0 where nothing measured bounds it.</param>
/// <param name="Difference">The largest relative difference between the numbers both computed.</param>
/// <param name="Setting">The environment in which PyTorch was fastest.</param>
sealed record Result(
    Row Row, int Threads, Measurement[] Kobai, Measurement[] PyTorch, double Floor, double Difference, string Setting)
{
    public double KobaiMedian => Median(Kobai.Select(m => m.Seconds));

    public double PyTorchMedian => Median(PyTorch.Select(m => m.Seconds));

    /// <summary>How many times as long PyTorch took.</summary>
    public double Ratio => PyTorchMedian / KobaiMedian;

    /// <summary>The ratio that is aimed at.</summary>
    public double Aim => Row.Aim(Threads);

    /// <summary>Half of how far the middle half of the rounds of a side lies apart, beside their median.</summary>
    public static double Spread(Measurement[] rounds)
    {
        double[] sorted = [.. rounds.Select(m => m.Seconds).Order()];
        return (sorted[^(1 + (sorted.Length / 4))] - sorted[sorted.Length / 4]) / 2 / Median(sorted);
    }

    public static double Median(IEnumerable<double> numbers)
    {
        double[] sorted = [.. numbers.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
