namespace Kobai.Losses;

/// <summary>A loss reduced to one number that remembers its sum and its denominator.</summary>
static class Reduced
{
    /// <summary>sum / denominator as a tensor without axes.</summary>
    public static Tensor Of(double sum, double denominator, DType type) => Of(sum, denominator, sum / denominator, type);

    /// <summary>The sum of losses / denominator as a tensor without axes.</summary>
    public static unsafe Tensor Of(double[] losses, double denominator, DType type)
    {
        double sum;
        fixed (double* p = losses) sum = Simd.Sums.Of(p, losses.Length);
        return double.IsInfinity(sum) ? OfLarge(Tensor.From(losses), denominator, type) : Of(sum, denominator, type);
    }

    /// <summary>The sum of losses / denominator, where the sum alone is above the largest double.</summary>
    public static Tensor OfLarge(Tensor losses, double denominator, DType type)
    {
        double small = Math.ScaleB(1, -64);
        return Of(double.PositiveInfinity, denominator, (losses * small).Sum().Item() / denominator / small, type);
    }

    /// <summary>Losses in double precision, summed and divided with their record, or as they are, in a type.</summary>
    public static Tensor Of(Tensor losses, double denominator, Reduction reduction, DType type)
    {
        if (reduction == Reduction.None) return losses.To(type);
        var sum = losses.Sum();
        var loss = (sum / denominator).To(type);
        loss.Ratio = new(sum.Item(), denominator);
        return loss;
    }

    /// <summary>What the sum over <paramref name="count"/> losses is divided by, for a batch of <paramref name="samples"/>.</summary>
    public static double Denominator(Reduction reduction, nint count, nint samples) => reduction switch
    {
        Reduction.Mean => count,
        Reduction.BatchMean => samples,
        _ => 1,
    };

    static Tensor Of(double sum, double denominator, double value, DType type)
    {
        var loss = Tensor.Scalar(value, type);
        loss.Ratio = new(sum, denominator);
        return loss;
    }
}
