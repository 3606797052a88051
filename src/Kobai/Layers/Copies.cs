namespace Kobai.Layers;

/// <summary>Layers that start alike.</summary>
static class Copies
{
    /// <summary>A number of layers with the parameters of the first; the generator is left as the first left it.</summary>
    public static IReadOnlyList<L> Of<L>(int count, Func<L> make, Generator? generator) where L : Layer
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count == 0) return [];
        generator ??= Generator.Default;
        var first = make();
        byte[] state = generator.GetState();
        var (layers, parameters) = (new List<L> { first }, first.GetState());
        for (int i = 1; i < count; i++)
        {
            var next = make();
            next.SetState(parameters);
            layers.Add(next);
        }
        generator.SetState(state);
        return layers;
    }
}
