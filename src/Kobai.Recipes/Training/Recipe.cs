namespace Kobai.Recipes;

/// <summary>A table made ready for training: its rows read and split, its columns turned into inputs.</summary>
/// <example><code>
/// TableSchema schema = TableSchema.Infer(TableSource.FromFile("flowers.csv"), target: "species");
/// TrainedModel model = Recipe.Prepare(schema).Train();
/// Console.WriteLine(model.Report["accuracy"]);   // 0.9667
/// model.Predictor.Save("flowers.kobai");
/// </code></example>
public sealed class Recipe
{
    const int FewestRows = 10, FewOfAClass = 5, MostRowsToRefit = 20_000;
    const int MostTestRows = 10_000, MostValidationRows = 5_000;

    readonly TrainingTable data;
    readonly Split split;
    readonly Preprocessor preprocessor;
    readonly Objective objective;

    Recipe(TableSchema schema, RecipeOptions options, TrainingTable data, Split split)
    {
        (Schema, Options, this.data, this.split) = (schema, options, data, split);
        preprocessor = Preprocessor.Fit(data.Inputs, split.Train);
        objective = new(data.Target, split.Train);
        ModelKind[] kinds = options.Model == ModelKind.Auto ? [ModelKind.Logistic, ModelKind.Mlp] : [options.Model];
        Plans = [.. kinds.Select(kind => TrainingPlan.Create(kind, TrainRows, Inputs, options))];
        int[] counts = new int[Labels.Count];
        foreach (int label in data.Target.Classes)
            counts[label]++;
        ClassCounts = counts;
    }

    /// <summary>What was inferred about the table.</summary>
    public TableSchema Schema { get; }

    /// <summary>What was stated about the training.</summary>
    public RecipeOptions Options { get; }

    /// <summary>The settings of each model that will be trained.</summary>
    public IReadOnlyList<TrainingPlan> Plans { get; }

    /// <summary>The names of the classes, sorted; empty for a regression.</summary>
    public IReadOnlyList<string> Labels => data.Target.Labels;

    /// <summary>The number of rows of each class.</summary>
    public IReadOnlyList<int> ClassCounts { get; }

    /// <summary>The number of inputs of the network.</summary>
    public int Inputs => preprocessor.Width;

    /// <summary>The number of outputs of the network.</summary>
    public int Outputs => objective.Outputs;

    /// <summary>The number of rows to train on.</summary>
    public int TrainRows => split.Train.Length;

    /// <summary>The number of rows that decide when to stop.</summary>
    public int ValidationRows => split.Validation.Length;

    /// <summary>The number of rows held out for the report.</summary>
    public int TestRows => split.Test.Length;

    /// <summary>What to know although training can go on.</summary>
    public IEnumerable<string> Warnings
    {
        get
        {
            if (Schema.Target.Missing is > 0 and int missing)
                yield return $"{Rows(missing)} without a value of '{Schema.Target.Name}' {(missing == 1 ? "is" : "are")} left out.";
            for (int i = 0; i < Labels.Count; i++)
                if (ClassCounts[i] < FewOfAClass)
                    yield return $"class '{Labels[i]}' has only {Rows(ClassCounts[i])}; it cannot be learned or measured well.";
        }
    }

    /// <summary>Reads the rows of a table, splits them, and fits the preprocessing to the training rows.</summary>
    /// <exception cref="RecipeException">There are too few rows.</exception>
    public static Recipe Prepare(TableSchema schema, RecipeOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(schema);
        options ??= new();
        int rows = schema.Rows - schema.Target.Missing;
        if (rows < FewestRows)
            throw new RecipeException(
                $"{schema.Name}: {Rows(rows)} with a target are too few to train and test on; at least {FewestRows} are needed.");
        double test = options.TestFraction ?? Math.Min(0.2, (double)MostTestRows / rows);
        double validation = options.ValidationFraction ?? Math.Min(0.15, (double)MostValidationRows / rows);
        if (test + validation > 0.95)
            throw new RecipeException("--test-fraction and --validation-fraction leave too few rows to train on.");

        TrainingTable loaded = TrainingTable.Load(schema, cancellation);
        var generator = new Generator(options.Seed);
        Split parts = loaded.Target.IsClassification
            ? Split.Stratified(loaded.Target.Classes, test, validation, generator)
            : Split.Shuffled(rows, test, validation, generator);
        if (parts.Test.Length == 0 || parts.Validation.Length == 0)
            throw new RecipeException(
                $"{schema.Name}: of {Rows(rows)}, none is left for testing or validation; raise --test-fraction or "
                + "--validation-fraction.");
        return new(schema, options, loaded, parts);
    }

    /// <summary>Trains each planned model and keeps the one with the lowest loss on the validation rows.</summary>
    /// <exception cref="RecipeException">The loss is no longer a number.</exception>
    public TrainedModel Train(IProgress<EpochProgress>? progress = null, CancellationToken cancellation = default)
    {
        (Fit fit, Network network, TrainingPlan plan) = Best(progress, cancellation);
        bool again = TrainRows < MostRowsToRefit;
        if (again)
            network = fit.RunOnAll(cancellation);

        Report report = objective.Measure(fit.Outputs(network, split.Test), split.Test, split.Train);
        var description = new ModelDescription(
            ModelDescription.CurrentVersion,
            Schema.Task,
            Schema.Target.Name,
            [.. Labels],
            objective.Mean,
            objective.Deviation,
            [.. preprocessor.Features],
            [.. Schema.Options.Missing],
            [.. plan.Hidden],
            report.Scores.Where(score => double.IsFinite(score.Value))
                .ToDictionary(score => score.Name, score => score.Value, StringComparer.Ordinal));
        return new(new(description, network), report, plan, fit.BestEpoch, again);
    }

    (Fit Fit, Network Network, TrainingPlan Plan) Best(IProgress<EpochProgress>? progress, CancellationToken cancellation)
    {
        (Fit Fit, Network Network, TrainingPlan Plan)? best = null;
        foreach (TrainingPlan plan in Plans)
        {
            var fit = new Fit(data, split, preprocessor, objective, plan, Options.Seed);
            Network network = fit.Run(progress, cancellation);
            if (best is not (Fit rival, Network other, _)
                || IsClearlyLower(fit.ValidationLosses(network), rival.ValidationLosses(other)))
                best = (fit, network, plan);
        }
        return best!.Value;
    }

    /// <summary>Whether losses are lower than others by more than twice the standard error of their mean difference.</summary>
    static bool IsClearlyLower(float[] losses, float[] others)
    {
        double sum = 0, squares = 0;
        for (int i = 0; i < losses.Length; i++)
        {
            double gain = (double)others[i] - losses[i];
            sum += gain;
            squares += gain * gain;
        }
        double mean = sum / losses.Length;
        double variance = squares / losses.Length - mean * mean;
        return mean > 2 * Math.Sqrt(variance / losses.Length);
    }

    static string Rows(int count) => count == 1 ? "1 row" : $"{count:N0} rows";
}
