using System.Globalization;

namespace Kobai.Judging;

/// <summary>Writes docs/accuracy.md.</summary>
static class Report
{
    public static void Write(TextWriter output, IReadOnlyList<Comparison> all, string? torch, string sums)
    {
        output.WriteLine($"""
            # Accuracy of the losses

            How far every loss and each of its gradients is from the exact value, at worst, over random and adversarial inputs, in
            units of the last place (ulp). Written by `dotnet run -c Release --project bench/Kobai.Accuracy`; the tests hold
            all of them to 4 ulp on a smaller sample.

            ## How it is measured

            - **The judge** is the definition of the loss, evaluated in binary floating point of 256 bits (77 digits), 1,024 or
              4,096: each number carries a bound of its error, and where terms cancel too far for 64 certain bits the computation is
              repeated with four times as many. Gradients follow from the definition by the chain rule in the same arithmetic. The
              settings of a loss (margins, ε, …) count as the doubles that they are, and inputs as the floats or doubles that they are.
            - **The inputs** are ordinary numbers; corners of the formulas and the floats next to them; 0, subnormal numbers and the
              largest finite ones; probabilities at 0 and 1 and next to them; targets equal to the prediction or next to it; logits of
              ±10⁴ and ±3·10³⁸ (±1.6·10³⁰⁸), confident and right, confident and wrong, tied, and −∞ off the label; 50,257 classes.
            - **The numbers** are losses without reduction and gradients for upstream gradients of 1. One ulp is the distance of
              neighboring floats (doubles) at the exact value; subnormal values share the smallest one. Where the exact value
              overflows, ∞ is the right answer. InfoNce and LinearCrossEntropy begin with matrix products in the element type: their
              ulp is that of the largest number of the tensor.
            - **PyTorch** {(torch is null ? "was not found when this page was written: its columns are empty." : $"{torch}, on the CPU, gets the same inputs. Where it has no such loss (†), its functions are composed as its users do.")}
              “no digits” means that not even the leading digit is right: the answer is 0 or far off, and “∞” and “NaN” stand for
              such answers where the exact value is an ordinary number.

            ## Worst errors in ulp

            | Loss | of | Kobai float32 | PyTorch float32 | Kobai float64 | PyTorch float64 |
            |---|---|--:|--:|--:|--:|
            """);
        foreach (var group in all.GroupBy(c => (c.Loss.Name, c.What)))
        {
            Comparison single = group.First(c => c.Type == DType.Float32), wide = group.First(c => c.Type == DType.Float64);
            string name = single.What == "value" ? single.Loss.Name + (single.Loss.IsComposedInTorch ? " †" : "") : "";
            output.WriteLine($"| {name} | {single.What} | {Cell(single.Ours, true)} | {Cell(single.Theirs, true)} | {Cell(wide.Ours, false)} | {Cell(wide.Theirs, false)} |");
        }
        output.WriteLine($"""

            ## Where the errors are above 4 ulp

            | Loss | of | type | by | exact | computed | for |
            |---|---|---|---|--:|--:|---|
            """);
        foreach (var c in all)
        {
            WriteWorst(output, c, "Kobai", c.Ours);
            if (c.Theirs is { } theirs) WriteWorst(output, c, "PyTorch", theirs);
        }
        output.WriteLine();
        output.WriteLine("## Sums of many losses");
        output.WriteLine();
        output.WriteLine(sums);
    }

    static void WriteWorst(TextWriter output, Comparison c, string who, Verdict v)
    {
        if (v.Ulps > JudgedLoss.Bound) output.WriteLine($"| {c.Loss.Name} | {c.What} | {(c.Type == DType.Float32 ? "float32" : "float64")} | {who} | {Number(v.Exact)} | {Number(v.Got)} | {Short(v.Where)} |");
    }

    static string Short(string text) => text.Length <= 90 ? text : text[..90] + "…";

    static string Cell(Verdict? v, bool single) => v switch
    {
        null => "",
        _ when double.IsNaN(v.Got) => "NaN",
        _ when double.IsInfinity(v.Got) && v.Ulps > 4 => "∞",
        _ when v.Ulps >= (single ? 1 << 22 : 1L << 51) => "no digits",
        { Ulps: < 1000 } => v.Ulps.ToString("0.00", CultureInfo.InvariantCulture),
        _ => v.Ulps.ToString("0.0e+0", CultureInfo.InvariantCulture).Replace("+", "", StringComparison.Ordinal),
    };

    static string Number(double x) => x switch
    {
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => "−∞",
        0 => "0",
        _ => x.ToString("G6", CultureInfo.InvariantCulture),
    };
}
