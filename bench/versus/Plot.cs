using System.Globalization;
using System.Text;

namespace Kobai.Versus;

/// <summary>Curves as an SVG: both axes logarithmic, a panel for each kind, names at the ends of the lines.</summary>
static class Plot
{
    const double Left = 70, Right = 560, Width = 820, Height = 300, Top = 40, Bottom = 250, Gap = 16;

    static readonly string[] s_colors =
        ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#7f3c8d", "#666666", "#a5541a", "#111111"];

    public static string Of(IReadOnlyList<Panel> panels)
    {
        var svg = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height * panels.Count}" font-family="sans-serif" font-size="12">
            <rect width="100%" height="100%" fill="white"/>

            """));
        double least = panels.Min(p => Math.Min(p.Floor, p.Curves.Min(c => c.Points.Min(q => q.Seconds))));
        double most = panels.Max(p => p.Curves.Max(c => c.Points.Max(q => q.Seconds)));
        var axes = new Axes(panels[0].Curves[0].Points[0].Count, panels[0].Curves[0].Points[^1].Count, least / 1.3, most * 1.3);
        for (int i = 0; i < panels.Count; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"""<g transform="translate(0 {i * Height})">""").AppendLine();
            Draw(svg, panels[i], axes);
            svg.AppendLine("</g>");
        }
        return svg.AppendLine("</svg>").ToString();
    }

    /// <summary>A power of ten's exponent, raised.</summary>
    public static string Superscript(double x) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[(int)Math.Round(Math.Log10(x))].ToString();

    static void Draw(StringBuilder svg, Panel panel, Axes axes)
    {
        Text(svg, Left, 22, panel.Title, "font-weight=\"bold\" font-size=\"14\"");
        foreach (double x in Powers(axes.Least, axes.Most, [1]))
        {
            Line(svg, [(axes.X(x), Top), (axes.X(x), Bottom)], "#e4e4e4", "");
            Text(svg, axes.X(x), Bottom + 17, $"10{Superscript(x)}", "text-anchor=\"middle\"");
        }
        foreach (double y in Powers(axes.Low, axes.High, [1, 2, 5]))
        {
            Line(svg, [(Left, axes.Y(y)), (Right, axes.Y(y))], "#e4e4e4", "");
            Text(svg, Left - 8, axes.Y(y) + 4, string.Create(CultureInfo.InvariantCulture, $"{y * 1e9:0.##} ns"), "text-anchor=\"end\"");
        }
        Text(svg, (Left + Right) / 2, Bottom + 34, "elements", "text-anchor=\"middle\" fill=\"#555\"");
        Line(svg, [(Left, axes.Y(panel.Floor)), (Right, axes.Y(panel.Floor))], "#999", "stroke-dasharray=\"5 4\"");

        List<(string Name, double Y, string Color)> names = [($"from memory: {panel.Bytes:0} bytes", axes.Y(panel.Floor), "#777")];
        foreach (var (i, curve) in panel.Curves.Index())
        {
            Line(svg, [.. curve.Points.Select(p => (axes.X(p.Count), axes.Y(p.Seconds)))], s_colors[i], "stroke-width=\"1.8\"");
            names.Add((curve.Name, axes.Y(curve.Points[^1].Seconds), s_colors[i]));
        }
        names.Sort((a, b) => a.Y.CompareTo(b.Y));
        double[] places = Apart([.. names.Select(name => name.Y)]);
        foreach (var (i, name) in names.Index())
        {
            Line(svg, [(Right, name.Y), (Right + 14, places[i])], name.Color, "stroke-opacity=\"0.5\"");
            Text(svg, Right + 18, places[i] + 4, name.Name, $"fill=\"{name.Color}\"");
        }
    }

    // Ascending places, moved as little as it takes to lie a line apart and inside the panel.
    static double[] Apart(double[] places)
    {
        for (int i = 1; i < places.Length; i++) places[i] = Math.Max(places[i], places[i - 1] + Gap);
        double end = Bottom + Gap;
        for (int i = places.Length - 1; i >= 0; i--) end = places[i] = Math.Min(places[i], end - Gap);
        return places;
    }

    static IEnumerable<double> Powers(double low, double high, double[] digits) =>
        from power in Enumerable.Range((int)Math.Floor(Math.Log10(low)), 20)
        from digit in digits
        let x = digit * Math.Pow(10, power)
        where x >= low * 0.999 && x <= high * 1.001
        select x;

    static void Line(StringBuilder svg, (double X, double Y)[] points, string color, string style) => svg.AppendLine(
        $"""<polyline points="{string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:0.#},{p.Y:0.#}")))}" fill="none" stroke="{color}" {style}/>""");

    static void Text(StringBuilder svg, double x, double y, string text, string style) =>
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{x:0.#}" y="{y:0.#}" {style}>{text}</text>""");

    readonly record struct Axes(double Least, double Most, double Low, double High)
    {
        public double X(double x) => Left + ((Right - Left) * Math.Log(x / Least) / Math.Log(Most / Least));

        public double Y(double y) => Bottom - ((Bottom - Top) * Math.Log(y / Low) / Math.Log(High / Low));
    }
}
