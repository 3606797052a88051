namespace Kobai.Recipes;

/// <summary>The outcome of training.</summary>
/// <param name="Predictor">The model, ready to predict and to be saved.</param>
/// <param name="Report">How well it does on the test rows.</param>
/// <param name="Plan">The settings it was trained with.</param>
/// <param name="Epochs">The number of epochs after which its weights were taken.</param>
public sealed record TrainedModel(Predictor Predictor, Report Report, TrainingPlan Plan, int Epochs);
