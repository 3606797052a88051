namespace Kobai.Recipes;

/// <summary>The settings a model is trained with, each stated by a person or chosen to suit the table.</summary>
/// <param name="Model">The family.</param>
/// <param name="Hidden">The sizes of the hidden layers; none for a linear model.</param>
/// <param name="Epochs">The most passes over the training rows.</param>
/// <param name="Patience">The epochs without a lower validation loss after which training stops.</param>
/// <param name="BatchSize">The rows per step.</param>
/// <param name="LearningRate">The step size at the start; it falls to 0 along a cosine.</param>
/// <param name="WeightDecay">λ of the penalty λ/2 · ‖w‖² that the loss gets for the weights, not for the biases.</param>
/// <param name="Dropout">The share of hidden units left out at random in each step.</param>
public sealed record TrainingPlan(
    ModelKind Model,
    IReadOnlyList<int> Hidden,
    int Epochs,
    int Patience,
    int BatchSize,
    double LearningRate,
    double WeightDecay,
    double Dropout)
{
    /// <summary>The number of rows seen in all epochs together that suffices for most tables.</summary>
    const int RowsInAll = 600_000;

    /// <summary>As in the usual logistic regression, the penalty is worth one row: λ = 1/n.</summary>
    internal static TrainingPlan Create(ModelKind model, int rows, int width, RecipeOptions options)
    {
        bool linear = model == ModelKind.Logistic;
        bool wide = width >= 2000, large = width >= 256 && rows >= 10_000;
        int epochs = options.Epochs ?? Math.Clamp(RowsInAll / rows / (wide ? 6 : 1), 12, 200);
        return new(
            model,
            linear ? [] : options.Hidden ?? (wide ? [64] : large ? [256] : [64, 32]),
            epochs,
            options.Patience ?? Math.Max(4, epochs / 10),
            options.BatchSize ?? (wide ? 64 : rows < 1000 ? 16 : rows < 10_000 ? 32 : 128),
            options.LearningRate ?? (linear ? 0.01 : 0.002),
            options.WeightDecay ?? 1.0 / rows,
            linear ? 0 : options.Dropout ?? (large ? 0.2 : 0));
    }
}
