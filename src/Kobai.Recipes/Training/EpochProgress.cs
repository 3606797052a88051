namespace Kobai.Recipes;

/// <summary>How training stands after an epoch.</summary>
/// <param name="Model">The family of the model in training.</param>
/// <param name="Epoch">The number of epochs done.</param>
/// <param name="Epochs">The most there can be.</param>
/// <param name="TrainLoss">The mean loss of the training rows during the epoch.</param>
/// <param name="ValidationLoss">The mean loss of the validation rows after it.</param>
/// <param name="Metric">Accuracy, or R² for a regression, on the validation rows.</param>
/// <param name="IsBest">Whether the validation loss is the lowest so far.</param>
/// <param name="Left">The time the remaining epochs would take.</param>
public sealed record EpochProgress(
    ModelKind Model,
    int Epoch,
    int Epochs,
    double TrainLoss,
    double ValidationLoss,
    double Metric,
    bool IsBest,
    TimeSpan Left);
