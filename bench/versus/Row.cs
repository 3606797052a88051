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
    /// <summary>The name by which both sides know the row.</summary>
    public string Key => Sizes.Length == 0 ? Name : $"{Name} | {string.Join("x", Sizes)}";

    /// <summary>The least time a step can take on a machine of this peak and bandwidth.</summary>
    public double Floor(double flopsPerSecond, double bytesPerSecond) =>
        Math.Max(Flops / flopsPerSecond, Bytes / bytesPerSecond);
}
