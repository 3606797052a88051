namespace Kobai.Data;

/// <summary>A dataset whose batches go through a function when they are taken.</summary>
sealed class Mapped<TSource, TTarget>(
    Dataset<TSource> data, Func<Tensor, TSource, Generator, (Tensor Input, TTarget Target)> map, bool isRandom, bool keepsClasses)
    : Dataset<TTarget>
{
    public override int Count => data.Count;

    public override IReadOnlyList<string> Classes => keepsClasses ? data.Classes : [];

    public override bool IsRandom => isRandom || data.IsRandom;

    public override (Tensor Input, TTarget Target) Take(ReadOnlySpan<int> places) => Take(places, Generator.Default);

    public override (Tensor Input, TTarget Target) Take(ReadOnlySpan<int> places, Generator generator)
    {
        var (x, y) = data.Take(places, generator);
        return map(x, y, generator);
    }
}
