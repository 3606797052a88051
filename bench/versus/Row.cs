namespace Kobai.Versus;

/// <summary>One line of the table: work that both sides know by name.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Sizes">How large it is; part of the name by which the peer knows it.</param>
/// <param name="Reach">The ratio to PyTorch's time that is aimed at with one thread.</param>
/// <param name="Flops">Floating-point operations of a step that the machine's peak limits.</param>
/// <param name="Bytes">Bytes a step must at least move between memory and processor.</param>
/// <param name="Prepare">Makes the inputs, seeded as the peer seeds its own, and gives the step.</param>
sealed record Row(string Name, int[] Sizes, double Reach, double Flops, double Bytes, Func<Func<Tensor[]>> Prepare)
{
    /// <summary>The ratio that is aimed at with two threads, where it is another.</summary>
    public double? ReachOfTwo { get; init; }

    /// <summary>The name by which both sides know the row.</summary>
    public string Key => Sizes.Length == 0 ? Name : $"{Name} | {string.Join("x", Sizes)}";

    /// <summary>The sizes as people write them.</summary>
    public string Size => string.Join(" × ", Sizes);

    /// <summary>Whether so much is computed that a second thread is worth its while: 1.7 times the speed is aimed at.</summary>
    public bool IsComputeBound => Flops >= 1e7;

    /// <summary>The ratio to PyTorch's time that is aimed at.</summary>
    public double Aim(int threads) => threads == 1 ? Reach : ReachOfTwo ?? Reach;

    /// <summary>The least time a step can take on this machine.</summary>
    public double Floor(Limits limits) => Math.Max(Flops / limits.Flops, Bytes == 0 ? 0 : Bytes / limits.Bandwidth(Bytes));
}
