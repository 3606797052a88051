namespace Kobai.Data;

/// <summary>The examples of two datasets, one after the other.</summary>
sealed class Chain<TTarget>(Dataset<TTarget> first, Dataset<TTarget> second) : Dataset<TTarget>
{
    public override int Count => checked(first.Count + second.Count);

    public override IReadOnlyList<string> Classes => first.Classes;

    public override bool IsRandom => first.IsRandom || second.IsRandom;

    public override (Tensor Input, TTarget Target) Take(ReadOnlySpan<int> places) => Take(places, Generator.Default);

    public override (Tensor Input, TTarget Target) Take(ReadOnlySpan<int> places, Generator generator)
    {
        Rows.CheckPlaces(places, Count);
        List<int> left = [], right = [];
        foreach (int place in places)
        {
            if (place < first.Count) left.Add(place);
            else right.Add(place - first.Count);
        }
        if (right.Count == 0) return first.Take([.. left], generator);
        if (left.Count == 0) return second.Take([.. right], generator);

        var (x1, y1) = first.Take([.. left], generator);
        var (x2, y2) = second.Take([.. right], generator);
        var order = new int[places.Length];
        int fromLeft = 0, fromRight = left.Count;
        for (int i = 0; i < order.Length; i++) order[i] = places[i] < first.Count ? fromLeft++ : fromRight++;
        return (Rows.Take(Rows.Join<Tensor>([x1, x2]), order), Rows.Take(Rows.Join<TTarget>([y1, y2]), order));
    }
}
