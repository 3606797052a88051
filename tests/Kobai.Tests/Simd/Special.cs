namespace Kobai.Tests.Simd;

/// <summary>Values that the standard fixes exactly, the sign of zero included.</summary>
static class Special
{
    public const double Inf = double.PositiveInfinity;
    public const double NaN = double.NaN;

    public static void Check<F>(params (double X, double Y)[] cases) where F : IJudged
    {
        foreach ((double x, double y) in cases)
        {
            Same(y, Accuracy.Double<F>(x));
            Same(y, Accuracy.Float<F>((float)x));
        }
    }

    public static void Same(double expected, double actual)
    {
        Assert.Equal(expected, actual);
        if (!double.IsNaN(expected)) Assert.Equal(double.IsNegative(expected), double.IsNegative(actual));
    }
}
