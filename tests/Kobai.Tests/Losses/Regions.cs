namespace Kobai.Tests.Losses;

/// <summary>Samples of six pixels for the region losses: soft, hard, nearly right and nearly wrong.</summary>
static class Regions
{
    public static readonly double[] Soft = [0.5, 0.25, 0.9, 0.1, 0.75, 0.4, 0.2, 0.6, 0.3, 0.8, 0.7, 0.15];
    public static readonly double[] SoftTrue = [0.9, 0.1, 0.7, 0.3, 0.6, 0.2, 0.45, 0.5, 0.1, 0.95, 0.2, 0.3];

    public static readonly double[] Predicted =
        [.. Soft, 0.999999, 1, 1e-6, 0.5, 1e-9, 1e-12, 1e-7, 1e-9, 1, 0.999, 1e-3, 1e-5, .. Random(1)];

    public static readonly double[] True = [.. SoftTrue, 1, 1, 0, 1, 0, 0, 1, 1, 0, 0, 1, 1, .. Random(2)];

    static IEnumerable<double> Random(int seed)
    {
        var random = new System.Random(seed);
        for (int i = 0; i < 60; i++) yield return random.NextDouble();
    }
}
