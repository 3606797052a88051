using System.Globalization;
using Spectre.Console;

namespace Kobai.Cli.Losses;

/// <summary>Shows softmax cross-entropy row by row: the table of the softmax, the loss, the gradient.</summary>
sealed class SoftmaxSteps(IAnsiConsole console, LossValues values, LossResult each)
{
    const int MostRows = 4;

    readonly Tensor input = each.Operands[0].Value, target = each.Operands[1].Value;

    public void Show()
    {
        // (N, C, d…): the numbers of one row stand a stride apart.
        int classes = (int)(input.Rank == 1 ? input.Shape[0] : input.Shape[1]);
        int rows = (int)each.Loss.Count, stride = input.Rank <= 2 ? 1 : (int)input.Shape.Sizes[2..].ToArray().Aggregate((a, b) => a * b);
        for (int row = 0; row < Math.Min(rows, MostRows); row++)
        {
            int start = row / stride * stride * classes + row % stride;
            Show(row, [.. Enumerable.Range(0, classes).Select(j => start + j * stride)]);
        }
        if (rows > MostRows)
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[grey]… and {rows - MostRows:N0} more rows[/]\n");
    }

    void Show(int row, int[] places)
    {
        double[] x = input.ToArray<double>(), losses = each.Loss.ToArray<double>(), gradient = input.Gradient!.ToArray<double>();
        double[] t = Targets(row, places), w = values.Weight("weight")?.ToArray<double>() ?? [.. places.Select(_ => 1.0)];
        double m = places.Max(place => x[place]);
        double[] e = [.. places.Select(place => Math.Exp(x[place] - m))];
        double sum = e.Sum();
        console.MarkupLineInterpolated($"[bold]Row {NumberText.Place(each.Loss.Shape, row)}[/]  {Says(row)}");
        bool isWeighted = values.Has("weight");
        var table = new NumberTable(
            ["j", "xⱼ", "xⱼ − m", "exp(xⱼ − m)", "yⱼ", "−ln yⱼ", "tⱼ", .. isWeighted ? ["wⱼ"] : Array.Empty<string>(), isWeighted ? "∂ℓ/∂xⱼ" : "yⱼ − tⱼ"]);
        for (int j = 0; j < places.Length; j++)
        {
            double shifted = x[places[j]] - m, rest = Rest(e, j) / sum;
            table.Add(
                [$"{j}", NumberText.Of(x[places[j]]), NumberText.Of(shifted), NumberText.Of(e[j]), NumberText.Of(e[j] / sum),
                 NumberText.Of(rest < 1e-3 ? rest + rest * rest / 2 : Math.Log(sum) - shifted), NumberText.Of(t[j]),
                 .. isWeighted ? [NumberText.Of(w[j])] : Array.Empty<string>(), NumberText.Of(gradient[places[j]])]);
        }
        table.Show(console);
        console.WriteLine($"  m = max xⱼ = {NumberText.Of(m)}");
        console.WriteLine($"  S = Σ exp(xⱼ − m) = {NumberText.Of(sum)}");
        console.WriteLine($"  yⱼ = exp(xⱼ − m) / S");
        int[] counted = [.. Enumerable.Range(0, places.Length).Where(j => t[j] != 0)];
        if (counted.Length is > 0 and <= 3)
        {
            string Sum(Func<int, string> logarithm) => string.Join(" − ", counted.Select(j => $"{Factor(w[j] * t[j])}ln {logarithm(j)}"));
            console.WriteLine($"  ℓ = −{Sum(j => $"y[{j}]")}");
            console.WriteLine($"    = −{Sum(j => Probability(e[j] / sum, Rest(e, j) / sum))}");
            console.WriteLine($"    = {NumberText.Of(losses[row])}");
        }
        else
        {
            console.WriteLine($"  ℓ = −Σ {(isWeighted ? "wⱼ " : "")}tⱼ ln yⱼ = {NumberText.Of(losses[row])}");
        }
        console.WriteLine();
    }

    // 1 − y without the difference, which would round to 0.
    static double Rest(double[] e, int j) => e.Where((_, k) => k != j).Sum();

    static string Probability(double y, double rest) => rest is > 0 and < 1e-3 ? $"(1 − {NumberText.Of(rest)})" : NumberText.Of(y);

    static string Factor(double factor) => factor == 1 ? "" : $"{NumberText.Of(factor)} ";

    // The target of a row as probabilities, smoothed.
    double[] Targets(int row, int[] places)
    {
        double[] stated = target.ToArray<double>();
        double smoothing = values.Number("label_smoothing");
        if (IsLabel && stated[row] == values.Whole("ignore_index"))
            return new double[places.Length];
        return [.. places.Select((place, j) =>
            (1 - smoothing) * (IsLabel ? (stated[row] == j ? 1 : 0) : stated[place]) + smoothing / places.Length)];
    }

    bool IsLabel => target.Shape != input.Shape;

    string Says(int row)
    {
        if (!IsLabel)
            return "target: probabilities t";
        double label = target.ToArray<double>()[row];
        return label == values.Whole("ignore_index") ? "ignored" : $"target: class {label}";
    }
}
