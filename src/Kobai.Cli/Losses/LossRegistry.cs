namespace Kobai.Cli.Losses;

/// <summary>Every loss of the library, with the names it is found by.</summary>
static class LossRegistry
{
    /// <summary>The losses, from numbers over probabilities to pairs and sequences.</summary>
    public static IReadOnlyList<LossEntry> All { get; } =
    [
        .. RegressionLosses.All,
        .. BinaryLosses.All,
        .. ClassLosses.All,
        .. DistributionLosses.All,
        .. PairLosses.All,
        .. RegionLosses.All,
        .. SequenceLosses.All,
        .. AdaptiveLosses.All,
    ];

    static readonly Dictionary<string, LossEntry> ByName = All
        .SelectMany(entry => entry.Aliases.Prepend(entry.Name).Select(name => (Key: Names.Key(name), Entry: entry)).DistinctBy(pair => pair.Key, StringComparer.Ordinal))
        .ToDictionary(pair => pair.Key, pair => pair.Entry, StringComparer.Ordinal);

    /// <summary>The loss of a name.</summary>
    /// <exception cref="LossException">There is none; the message names the nearest.</exception>
    public static LossEntry Find(string name) => ByName.TryGetValue(Names.Key(name), out LossEntry? entry)
        ? entry
        : throw new LossException(
            $"there is no loss '{name}'.{Names.Hint(name, All.SelectMany(each => each.Aliases.Prepend(each.Name)))} 'kobai loss list' shows them.");
}
