namespace Kobai.Judging;

/// <summary>Every loss of the library with its definition.</summary>
public static class JudgedLosses
{
    public static JudgedLoss[] All { get; } = [.. PairLosses.All, .. LikelihoodLosses.All, .. MarginLosses.All, .. ClassLosses.All, .. BatchLosses.All];
}
