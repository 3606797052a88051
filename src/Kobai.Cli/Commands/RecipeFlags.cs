using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Kobai.Recipes;
using Kobai.Threads;

namespace Kobai.Cli.Commands;

/// <summary>The options that say how a model is trained.</summary>
sealed class RecipeFlags
{
    readonly Option<ModelKind?> model = Flags.Choice<ModelKind>(
        "--model", "The family; auto trains both and keeps the better one on the validation rows.");
    readonly Option<int[]?> hidden = new("--hidden")
    {
        Description = "The sizes of the hidden layers of an mlp, such as 64,32.",
        HelpName = "N,…",
        CustomParser = ReadSizes,
    };
    readonly Option<int?> epochs = Flags.Number("--epochs", "The most passes over the training rows.", "N", 1, 1_000_000);
    readonly Option<int?> patience = Flags.Number(
        "--patience", "Stop after this many epochs without a lower validation loss.", "N", 1, 1_000_000);
    readonly Option<double?> learningRate = Flags.Number("--learning-rate", "The step size at the start.", "X", 1e-9, 10.0);
    readonly Option<int?> batchSize = Flags.Number("--batch-size", "The rows per step.", "N", 1, 1_000_000);
    readonly Option<double?> weightDecay = Flags.Number("--weight-decay", "How strongly weights are drawn to zero.", "X", 0.0, 100.0);
    readonly Option<double?> dropout = Flags.Number(
        "--dropout", "The share of hidden units left out at random in each step.", "X", 0.0, 0.95);
    readonly Option<double?> testFraction = Flags.Number(
        "--test-fraction", "The share of rows held out for the report.", "X", 0.01, 0.9);
    readonly Option<double?> validationFraction = Flags.Number(
        "--validation-fraction", "The share of rows that decide when to stop.", "X", 0.01, 0.9);
    readonly Option<long?> seed = Flags.Number(
        "--seed", "Start of the random numbers; the same seed gives the same model, bit for bit.", "N", 0L, long.MaxValue);
    readonly Option<int?> threads = Flags.Number("--threads", "The threads to use; the result does not depend on it.", "N", 1, 1024);

    /// <summary>Adds the options.</summary>
    public void AddTo(DocumentedCommand command)
    {
        command.Add("Model", model, hidden);
        command.Add(
            "Training", epochs, patience, learningRate, batchSize, weightDecay, dropout, testFraction, validationFraction, seed, threads);
    }

    /// <summary>What the person said; sets the number of threads.</summary>
    public RecipeOptions Read(ParseResult parsed)
    {
        if (parsed.GetValue(threads) is int count)
            Work.Threads = count;
        int[]? sizes = parsed.GetValue(hidden) is { Length: > 0 } stated ? stated : null;
        return new()
        {
            Model = parsed.GetValue(model) ?? (sizes is null ? ModelKind.Auto : ModelKind.Mlp),
            Hidden = sizes,
            Epochs = parsed.GetValue(epochs),
            Patience = parsed.GetValue(patience),
            LearningRate = parsed.GetValue(learningRate),
            BatchSize = parsed.GetValue(batchSize),
            WeightDecay = parsed.GetValue(weightDecay),
            Dropout = parsed.GetValue(dropout),
            TestFraction = parsed.GetValue(testFraction),
            ValidationFraction = parsed.GetValue(validationFraction),
            Seed = parsed.GetValue(seed) ?? 0,
        };
    }

    static int[]? ReadSizes(ArgumentResult result)
    {
        string token = result.Tokens[0].Value;
        string[] parts = token.Split(',');
        int[] sizes = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out sizes[i])
                || sizes[i] is < 1 or > 65536)
            {
                result.AddError($"--hidden: '{token}' is not a list of sizes such as 64,32.");
                return null;
            }
        return sizes;
    }
}
