namespace Kobai.Metrics;

static class Checks
{
    internal static void SameLength(string metric, int predicted, int expected)
    {
        if (predicted != expected)
            throw new ArgumentException(
                $"{metric}: one prediction per expected value; predicted has {predicted}, expected has {expected}.");
        if (expected == 0)
            throw new ArgumentException($"{metric}: at least one value is needed; predicted and expected are empty.");
    }

    internal static void InRange(string metric, long value, int classes)
    {
        if ((ulong)value >= (ulong)classes)
            throw new ArgumentException($"{metric}: class {value} is not in 0..{classes - 1}.");
    }
}
