namespace Kobai.Data;

/// <summary>Items that a function makes a batch of.</summary>
sealed class Collated<TItem, TTarget>(
    IReadOnlyList<TItem> items, Func<IReadOnlyList<TItem>, (Tensor Input, TTarget Target)> collate,
    IReadOnlyList<string> classes) : Dataset<TTarget>
{
    public override int Count => items.Count;

    public override IReadOnlyList<string> Classes => classes;

    public override (Tensor Input, TTarget Target) Take(ReadOnlySpan<int> places)
    {
        Rows.CheckPlaces(places, Count);
        var taken = new TItem[places.Length];
        for (int i = 0; i < taken.Length; i++) taken[i] = items[places[i]];
        return collate(taken);
    }
}
