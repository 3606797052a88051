using System.Globalization;
using Kobai.Cli.Commands;
using Kobai.Recipes;
using Spectre.Console;

namespace Kobai.Cli.Output;

/// <summary>Shows a training: what was inferred, how it goes, and what came of it.</summary>
sealed class TrainingView(Screen screen) : IProgress<EpochProgress>
{
    const int MostColumnsShown = 24, MostClassesShown = 12;

    readonly IAnsiConsole console = screen.Out;
    ModelKind? shown;
    TaskKind task;
    string? waiting;

    public void ShowPlan(Recipe recipe)
    {
        TableSchema schema = recipe.Schema;
        task = schema.Task;
        Line(
            "Data",
            $"{schema.Name}: {schema.Rows:N0} rows, {schema.Columns.Count + 1:N0} columns, {Delimiter(schema)}, "
            + schema.Encoding,
            "--delimiter, --encoding");
        ShowTarget(recipe);
        console.WriteLine();
        ShowColumns(schema);
        console.WriteLine();
        Line(
            "Split",
            $"{recipe.TrainRows:N0} rows to train, {recipe.ValidationRows:N0} to decide when to stop, {recipe.TestRows:N0} to test",
            "--test-fraction");
        foreach (TrainingPlan plan in recipe.Plans)
            Line(
                "Model",
                $"{Name(plan.Model, schema.Task)} {string.Join(" → ", [recipe.Inputs, .. plan.Hidden, recipe.Outputs])}, "
                + $"Adam {plan.LearningRate}, batches of {plan.BatchSize}, at most {plan.Epochs} epochs",
                recipe.Plans.Count > 1 ? "--model" : "");
        Line("Loss", Loss(recipe), "--task");
        console.WriteLine();
    }

    /// <inheritdoc/>
    public void Report(EpochProgress value)
    {
        if (shown != value.Model)
            Header(value);
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{value.Epoch,5}/{value.Epochs,-5} {value.TrainLoss,10:F4} {value.ValidationLoss,15:F4} {value.Metric,9:F4}  "
            + $"{(value.IsBest ? "best" : "    ")}  {Left(value.Left)}");
        if (screen.IsLive)
            screen.Live(line);
        else if (value.Epoch == 1 || value.Epoch % Math.Max(1, value.Epochs / 20) == 0)
        {
            waiting = null;
            screen.Note(line);
        }
        else
        {
            waiting = line;
        }
    }

    public void ShowOutcome(Recipe recipe, TrainedModel model, string output, string example)
    {
        EndLive();
        console.WriteLine();
        Line("Result", Kept(recipe, model));
        console.WriteLine();
        ReportView.Show(console, model.Report, "test rows", recipe.Labels, recipe.Schema.Task);
        console.WriteLine();
        Line("Saved", output);
        Line("Predict", $"kobai predict {Quoted(output)} {Quoted(example)}{TableFlags.Repeated(recipe.Schema.Options)} --output predictions.csv");
    }

    void Header(EpochProgress value)
    {
        EndLive();
        shown = value.Model;
        string name = value.Model == ModelKind.Mlp ? "perceptron" : Name(value.Model, task).Split(' ')[0];
        string metric = task == TaskKind.Regression ? "R²" : "accuracy";
        screen.Note($"{name,-11} train loss validation loss {metric,9}        time left");
    }

    /// <summary>Ends the line that was written over, or writes the last line that was held back.</summary>
    void EndLive()
    {
        if (screen.IsLive && shown is not null)
            screen.Note("");
        if (waiting is not null)
            screen.Note(waiting);
        waiting = null;
    }

    static string Kept(Recipe recipe, TrainedModel model)
    {
        string name = Name(model.Plan.Model, recipe.Schema.Task);
        string why = recipe.Plans.Count == 1 ? ""
            : model.Plan.Model == ModelKind.Mlp ? " (clearly lower validation loss)"
            : " (the perceptron's validation loss is not clearly lower)";
        string how = model.TrainedOnAll
            ? $", trained for {model.Epochs} epochs, the best number, on the training and validation rows"
            : $", with the weights of epoch {model.Epochs}, the best";
        return name + why + how;
    }

    void ShowTarget(Recipe recipe)
    {
        TableSchema schema = recipe.Schema;
        if (schema.Task == TaskKind.Regression)
        {
            Line("Target", $"{schema.Target.Name}: a number", "--task classification");
            return;
        }
        double rows = recipe.ClassCounts.Sum();
        IEnumerable<string> classes = recipe.Labels.Zip(
            recipe.ClassCounts, (label, count) => $"{label} {count:N0} ({count / rows:P1})");
        string more = recipe.Labels.Count > MostClassesShown ? $", and {recipe.Labels.Count - MostClassesShown} more" : "";
        bool numbers = recipe.Labels.All(label => double.TryParse(label, CultureInfo.InvariantCulture, out _));
        Line("Target", $"{schema.Target.Name}: {recipe.Labels.Count} classes", numbers ? "--task regression" : "--target");
        Line("", string.Join(", ", classes.Take(MostClassesShown)) + more);
    }

    void ShowColumns(TableSchema schema)
    {
        var table = new Table().NoBorder().AddColumn("Column").AddColumn("Read as").AddColumn("[grey]To override[/]");
        foreach (TableColumn column in table.Columns)
            column.PadRight(3);
        foreach ((string name, string kind, string flag) in Rows(schema))
            table.AddRow(new Text(name), new Text(kind), new Text(flag, new Style(Color.Grey)));
        console.Write(table);
    }

    /// <summary>A row per column; of many columns, a row per run of neighbors that are read alike.</summary>
    static IEnumerable<(string Name, string Kind, string Flag)> Rows(TableSchema schema)
    {
        if (schema.Columns.Count <= MostColumnsShown)
            return schema.Columns.Select(column => (column.Name, Kind(column), Flag(column)));
        return schema.Columns
            .GroupBy(column => (column.Kind, column.Note))
            .Select(group => (
                group.Count() == 1 ? group.First().Name : $"{group.First().Name} … {group.Last().Name} ({group.Count():N0})",
                Kind(group.First() with { Missing = group.Sum(column => column.Missing) }),
                Flag(group.First())));
    }

    static string Kind(ColumnSchema column)
    {
        string missing = column.Missing > 0 && column.Kind != ColumnKind.Dropped ? $", {column.Missing:N0} missing" : "";
        string note = column.Note.Length > 0 ? $": {column.Note}" : "";
        return column.Kind switch
        {
            ColumnKind.Dropped => "left out",
            ColumnKind.Category => $"category, {column.Distinct:N0} values",
            _ => column.Kind.ToString().ToLowerInvariant(),
        } + missing + note;
    }

    static string Flag(ColumnSchema column) => column.Stated ? "" : column.Kind switch
    {
        ColumnKind.Category => $"--drop {column.Name}",
        ColumnKind.Dropped when column.Note.StartsWith("count", StringComparison.Ordinal) => $"--numeric {column.Name}",
        _ => $"--categorical {column.Name}",
    };

    static string Delimiter(TableSchema schema) => schema.Delimiter switch
    {
        ',' => "split by commas",
        ';' => "split by semicolons",
        '\t' => "split by tabs",
        char other => $"split by '{other}'",
    };

    static string Name(ModelKind model, TaskKind task) => (model, task) switch
    {
        (ModelKind.Logistic, TaskKind.Classification) => "logistic regression",
        (ModelKind.Logistic, TaskKind.Regression) => "linear regression",
        _ => "multilayer perceptron",
    };

    static string Loss(Recipe recipe) => recipe.Schema.Task == TaskKind.Regression
        ? "squared error on the standardized target"
        : recipe.Outputs == 1 ? "binary cross-entropy with logits on one unit"
        : $"softmax cross-entropy over {recipe.Outputs} classes";

    static string Left(TimeSpan left) => left.TotalSeconds < 1 ? "< 1 s"
        : left.TotalMinutes < 2 ? string.Create(CultureInfo.InvariantCulture, $"{left.TotalSeconds:F0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{left.TotalMinutes:F0} min");

    static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;

    void Line(string title, string text, string flag = "") =>
        console.MarkupLineInterpolated($"[bold]{title,-8}[/] {text}[grey]{(flag.Length > 0 ? $"   {flag}" : "")}[/]");
}
