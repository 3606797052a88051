namespace Kobai.Losses;

/// <summary>A loss reduced to one number that remembers its sum and its denominator.</summary>
static class Reduced
{
    /// <summary>sum / denominator as a tensor without axes.</summary>
    public static Tensor Of(double sum, double denominator, DType type)
    {
        var loss = Tensor.Scalar(sum / denominator, type);
        loss.Ratio = new(sum, denominator);
        return loss;
    }

    /// <summary>What the sum over <paramref name="count"/> losses is divided by, for a batch of <paramref name="samples"/>.</summary>
    public static double Denominator(Reduction reduction, nint count, nint samples) => reduction switch
    {
        Reduction.Mean => count,
        Reduction.BatchMean => samples,
        _ => 1,
    };
}
