using System.Globalization;

namespace Kobai.Versus;

/// <summary>Numbers as people read them: three figures and a unit.</summary>
static class Units
{
    public static string Time(double seconds) => seconds switch
    {
        < 1e-6 => $"{Figures(seconds * 1e9)} ns",
        < 1e-3 => $"{Figures(seconds * 1e6)} µs",
        < 1 => $"{Figures(seconds * 1e3)} ms",
        _ => $"{Figures(seconds)} s",
    };

    public static string Bytes(double bytes) => bytes switch
    {
        < 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes:0} B"),
        < 1 << 20 => $"{Figures(bytes / 1024)} KiB",
        _ => $"{Figures(bytes / (1 << 20))} MiB",
    };

    public static string Figures(double x) => x.ToString(x switch { < 10 => "0.00", < 100 => "0.0", _ => "0" }, CultureInfo.InvariantCulture);

    public static string Percent(double x) => string.Create(CultureInfo.InvariantCulture, $"{100 * x:0} %");
}
