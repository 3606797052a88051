using System.Text.Json.Serialization;

namespace Kobai;

/// <summary>The mean of losses over batches, each with the weight of its denominator.</summary>
sealed class LossMean
{
    public double Sum { get; set; }

    public double Denominator { get; set; }

    public int Batches { get; set; }

    [JsonIgnore]
    public double Value => Sum / Denominator;

    /// <summary>Takes in the loss of a batch.</summary>
    /// <returns>Its denominator: what its mean was divided by, or the size of the batch where that is not known.</returns>
    /// <exception cref="ShapeException">The loss is not one number.</exception>
    public double Add(Tensor loss, Tensor input)
    {
        if (loss.Count != 1)
        {
            throw new ShapeException($"Trainer: the loss must be one number; it is of shape {loss.Shape}. Is its reduction None?");
        }
        var (sum, denominator) = loss.Ratio is { } ratio
            ? (ratio.Sum, ratio.Denominator)
            : (loss.Item() * input.Shape[0], input.Shape[0]);
        Sum += sum;
        Denominator += denominator;
        Batches++;
        return denominator;
    }
}
