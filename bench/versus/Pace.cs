namespace Kobai.Versus;

/// <summary>How long a comparison takes: more rounds for short steps.</summary>
/// <param name="Seconds">The least a side is measured in a round.</param>
/// <param name="WarmUp">How long a side runs before it is measured.</param>
/// <param name="Least">The fewest rounds.</param>
/// <param name="Most">The most rounds.</param>
/// <param name="Budget">Seconds after which no round is added to the fewest.</param>
sealed record Pace(double Seconds, double WarmUp, int Least, int Most, double Budget)
{
    /// <summary>Seconds of a step that needs no warming up beyond its first.</summary>
    public const double Long = 1;

    public static Pace Full { get; } = new(0.06, 0.5, 7, 15, 2);

    public static Pace Quick { get; } = new(0.01, 0.1, 1, 3, 0.05);

    /// <summary>How many rounds there are of steps that take both sides so many seconds.</summary>
    public int Rounds(double seconds) => (int)Math.Clamp(Budget / Math.Max(2 * Seconds, seconds), Least, Most);
}
