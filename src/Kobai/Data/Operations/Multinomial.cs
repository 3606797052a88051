namespace Kobai.Data;

/// <summary>Draws of places by weight, as <c>torch.multinomial</c> on a CPU makes them.</summary>
static class Multinomial
{
    public static void Check(double[] weights, int examples, int draws, bool replacement)
    {
        if (weights.Length != examples)
            throw new ArgumentException(
                $"WeightedBatches: weights must be as many as examples; got {weights.Length} for {examples}.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(draws, "count");
        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0 && double.IsFinite(weights[i])))
                throw new ArgumentException(
                    $"WeightedBatches: weights must be finite and 0 or more; weight {i} is {weights[i]}.");
        }
        int positive = weights.Count(weight => weight > 0);
        if (positive == 0) throw new ArgumentException("WeightedBatches: a weight must be above 0; all are 0.");
        if (!replacement && positive < draws)
        {
            throw new ArgumentException(
                $"WeightedBatches: {draws} examples cannot be drawn without replacement from {positive} with a weight above 0.");
        }
    }

    public static int[] Draw(double[] weights, int draws, bool replacement, Generator generator) =>
        replacement && draws > 1 ? WithReplacement(weights, draws, generator) : Without(weights, draws, generator);

    // The first place whose share of the sum, added up to it, reaches a uniform number.
    static int[] WithReplacement(double[] weights, int draws, Generator generator)
    {
        var upTo = new double[weights.Length];
        double sum = 0;
        for (int i = 0; i < upTo.Length; i++) upTo[i] = sum += weights[i];
        for (int i = 0; i < upTo.Length; i++) upTo[i] /= sum;
        upTo[^1] = 1;
        var drawn = new int[draws];
        var uniform = new double[1];
        for (int i = 0; i < draws; i++)
        {
            generator.Uniform(uniform);
            int low = 0, high = upTo.Length;
            while (low < high)
            {
                int middle = low + (high - low) / 2;
                if (upTo[middle] < uniform[0]) low = middle + 1;
                else high = middle;
            }
            drawn[i] = low;
        }
        return drawn;
    }

    // Of exponential numbers eᵢ, wᵢ / eᵢ is largest with probability wᵢ / Σw, and so on downward (Efraimidis and
    // Spirakis 2006).
    static int[] Without(double[] weights, int draws, Generator generator)
    {
        var keys = new double[weights.Length];
        generator.Exponential<double>(keys);
        for (int i = 0; i < keys.Length; i++) keys[i] = weights[i] / keys[i];
        return [.. Enumerable.Range(0, keys.Length).OrderByDescending(i => keys[i]).Take(draws)];
    }
}
