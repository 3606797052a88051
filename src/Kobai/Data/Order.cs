namespace Kobai.Data;

/// <summary>The places that an epoch goes through.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Draw">Draws them.</param>
/// <param name="IsSeeded">
/// Whether, where no generator is given, the order comes from one that <see cref="Generator.Default"/> seeds, as
/// PyTorch's
/// <c>RandomSampler</c> has it, or from that generator itself.
/// </param>
sealed record Order(int Count, Func<Generator, int[]> Draw, bool IsSeeded = false)
{
    public static Order Of(int count, bool shuffle) => shuffle
        ? new(count, generator => generator.Permutation(count), IsSeeded: true)
        : new(count, _ => [.. Enumerable.Range(0, count)]);

    /// <summary>Draws the places again that were drawn from a generator in this state.</summary>
    public int[] Again(byte[] state)
    {
        var generator = new Generator(0);
        generator.SetState(state);
        return Draw(generator);
    }
}
