namespace Kobai.Data;

/// <summary>Examples that lie in one tensor.</summary>
sealed class InMemory<TTarget>(Tensor x, TTarget target, IReadOnlyList<string> classes) : Dataset<TTarget>
{
    readonly Tensor _x = Kernel.Packed(x);

    public override int Count => (int)_x.Shape[0];

    public override IReadOnlyList<string> Classes => classes;

    public override (Tensor Input, TTarget Target) Take(ReadOnlySpan<int> places) =>
        (Rows.Take(_x, places), Rows.Take(target, places));
}
