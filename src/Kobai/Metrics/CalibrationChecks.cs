namespace Kobai.Metrics;

/// <summary>What every calibration demands of its scores.</summary>
static class CalibrationChecks
{
    /// <summary>The scores of rows with a label of 0 or 1 each.</summary>
    public static double[] Scores(string name, Tensor scores, Labels expected)
    {
        double[] x = scores.ToArray<double>();
        Checks.SameLength(name, x.Length, expected.Count);
        foreach (long label in expected) Checks.InRange(name, label, 2);
        Finite(name, "scores", x);
        return x;
    }

    public static void Finite(string name, string what, double[] values)
    {
        int wrong = Array.FindIndex(values, value => !double.IsFinite(value));
        if (wrong >= 0)
            throw new ArgumentException($"{name}: {what} must be finite; number {wrong} is {values[wrong]}.");
    }
}
