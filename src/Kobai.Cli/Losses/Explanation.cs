using Kobai.Losses;
using Spectre.Console;

namespace Kobai.Cli.Losses;

/// <summary>Shows a loss step by step: formula, derivation, the numbers of each element or row, the reduction.</summary>
sealed class Explanation(IAnsiConsole console, LossDocument document)
{
    readonly LossEntry entry = document.Entry;

    public void Show()
    {
        LossResult each = document.EvaluateEach(), reduced = document.Evaluate();
        console.MarkupLineInterpolated($"[bold]{entry.Name}[/]   [grey]{string.Join(", ", entry.Aliases.Take(1))}[/]");
        console.WriteLine($"  {entry.Formula}");
        console.WriteLine($"  {entry.Gradient}");
        console.WriteLine();
        Derivation();
        if (entry.Name is nameof(Loss.CrossEntropy))
            new SoftmaxSteps(console, document.Values(Reduction.None), each).Show();
        else if (each.Loss.Shape == each.Operands[0].Value.Shape)
            Elements(each);
        else
            Rows(each);
        Reduce(each, reduced);
    }

    void Derivation()
    {
        if (entry.Derivation.Length == 0)
            return;
        console.MarkupLine("[bold]Derivation[/]");
        Grid steps = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(1)).AddColumn(new GridColumn().PadLeft(0));
        foreach ((int number, string line) in entry.Derivation.Index())
            steps.AddRow(new Text($"{number + 1}."), new Text(line));
        console.Write(steps);
        console.WriteLine();
    }

    // Operands with one number for each loss, the steps between, the loss and its gradients.
    void Elements(LossResult each)
    {
        bool Fits((string Name, Tensor Value) tensor) => tensor.Value.Shape == each.Loss.Shape;
        (string Name, Tensor Value)[] all = [.. each.Operands, .. Weights(each.Loss.Shape)];
        var operands = all.Where(Fits).Select(operand => (operand.Name, Values: operand.Value.ToArray<double>())).ToArray();
        var gradients = each.Gradients.Where(Fits).Select(gradient => (gradient.Name, Values: gradient.Value.ToArray<double>())).ToArray();
        double[] losses = each.Loss.ToArray<double>();
        var table = new NumberTable(
            ["", .. operands.Select(operand => operand.Name), .. entry.Steps.Select(step => step.Title), "ℓ",
             .. gradients.Select(gradient => $"∂ℓ/∂{gradient.Name}")]);
        for (int i = 0; i < losses.Length; i++)
        {
            double x = operands[0].Values[i], t = operands.Length > 1 ? operands[1].Values[i] : double.NaN;
            table.Add(
                [NumberText.Place(each.Loss.Shape, i), .. operands.Select(operand => NumberText.Of(operand.Values[i])),
                 .. entry.Steps.Select(step => NumberText.Of(step.Of(x, t))), NumberText.Of(losses[i]),
                 .. gradients.Select(gradient => NumberText.Of(gradient.Values[i]))]);
        }
        console.MarkupLine("[bold]Element by element[/]");
        table.Show(console);
        Others(each, tensor => !Fits(tensor));
    }

    // Factors that broadcast to the losses.
    IEnumerable<(string Name, Tensor Value)> Weights(Shape shape) =>
        from slot in entry.Slots
        where slot.Kind == SlotKind.Weight && document.Values(Reduction.None).Has(slot.Name)
        select (slot.Name, document.Values(Reduction.None).Weight(slot.Name)!.Expand(shape));

    // One loss for each row of the operands: their part of the row beside it.
    void Rows(LossResult each)
    {
        Shape shape = each.Loss.Shape;
        bool HasPart((string Name, Tensor Value) tensor) => tensor.Value.Rank >= shape.Rank
            && tensor.Value.Shape.Sizes[..shape.Rank].SequenceEqual(shape.Sizes);
        var operands = each.Operands.Where(HasPart).ToArray();
        var gradients = each.Gradients.Where(HasPart).ToArray();
        double[] losses = each.Loss.ToArray<double>();
        var table = new NumberTable(
            ["", .. operands.Select(operand => operand.Name), "ℓ", .. gradients.Select(gradient => $"∂Σℓ/∂{gradient.Name}")]);
        for (int i = 0; i < losses.Length; i++)
        {
            table.Add(
                [NumberText.Place(shape, i), .. operands.Select(operand => NumberText.Part(operand.Value, i, losses.Length)),
                 NumberText.Of(losses[i]), .. gradients.Select(gradient => NumberText.Part(gradient.Value, i, losses.Length))]);
        }
        console.MarkupLine("[bold]Loss by loss[/]");
        table.Show(console);
        Others(each, tensor => !HasPart(tensor));
    }

    // What has no column of its own.
    void Others(LossResult each, Func<(string Name, Tensor Value), bool> isOther)
    {
        string[] lines =
        [
            .. each.Operands.Where(isOther).Select(operand => $"  {operand.Name} = {NumberText.Of(operand.Value)}"),
            .. each.Gradients.Where(isOther).Select(gradient => $"  ∂Σℓ/∂{gradient.Name} = {NumberText.Of(gradient.Value)}"),
        ];
        if (lines.Length > 0)
            console.WriteLine(string.Join('\n', lines) + "\n");
    }

    void Reduce(LossResult each, LossResult reduced)
    {
        if (document.Reduction == Reduction.None)
        {
            console.WriteLine("Reduction none: each loss stands for itself.");
            return;
        }
        console.MarkupLineInterpolated($"[bold]Reduction: {Reductions.Name(document.Reduction)}[/]");
        double denominator = reduced.Loss.LossDenominator;
        console.WriteLine($"  sum          Σℓ = {NumberText.Of(reduced.Loss.LossSum)}");
        console.WriteLine($"  denominator   D = {NumberText.Of(denominator)}");
        console.WriteLine($"  loss          L = Σℓ / D = {NumberText.Of(reduced.Loss.Item())}");
        foreach ((string name, Tensor value) in reduced.Gradients)
            console.WriteLine($"  ∂L/∂{name} = {NumberText.Of(value)}");
    }
}
