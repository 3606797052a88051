namespace Kobai.Recipes;

/// <summary>The outcome of training.</summary>
/// <param name="Predictor">The model, ready to predict and to be saved.</param>
/// <param name="Report">How well it does on the test rows.</param>
/// <param name="Plan">The settings it was trained with.</param>
/// <param name="Epochs">The number of epochs after which the validation loss was lowest.</param>
/// <param name="TrainedOnAll">Whether it was then trained anew for as many epochs on the training and validation rows, as it is
/// when rows are few.</param>
public sealed record TrainedModel(Predictor Predictor, Report Report, TrainingPlan Plan, int Epochs, bool TrainedOnAll);
