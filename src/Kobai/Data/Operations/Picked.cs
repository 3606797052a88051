namespace Kobai.Data;

/// <summary>The examples of a dataset at some places, in that order.</summary>
sealed class Picked<TTarget>(Dataset<TTarget> data, int[] places) : Dataset<TTarget>
{
    public override int Count => places.Length;

    public override IReadOnlyList<string> Classes => data.Classes;

    public override bool IsRandom => data.IsRandom;

    public override (Tensor Input, TTarget Target) Take(ReadOnlySpan<int> own) => data.Take(Places(own));

    public override (Tensor Input, TTarget Target) Take(ReadOnlySpan<int> own, Generator generator) =>
        data.Take(Places(own), generator);

    int[] Places(ReadOnlySpan<int> own)
    {
        Rows.CheckPlaces(own, Count);
        var taken = new int[own.Length];
        for (int i = 0; i < taken.Length; i++) taken[i] = places[own[i]];
        return taken;
    }
}
