namespace Kobai.Recipes;

/// <summary>How a model is trained; what is null is chosen to suit the table.</summary>
public sealed record RecipeOptions
{
    /// <summary>Starts the random numbers of the split, of the first weights and of the order of rows.</summary>
    public long Seed { get; init; }

    /// <summary>The family of the model.</summary>
    public ModelKind Model { get; init; }

    /// <summary>The sizes of the hidden layers of a multilayer perceptron.</summary>
    public IReadOnlyList<int>? Hidden { get; init; }

    /// <summary>The most passes over the training rows.</summary>
    public int? Epochs { get; init; }

    /// <summary>Training stops after this many epochs without a lower validation loss.</summary>
    public int? Patience { get; init; }

    /// <summary>The step size of the optimizer at the start; it falls to 0 along a cosine.</summary>
    public double? LearningRate { get; init; }

    /// <summary>The number of rows per step.</summary>
    public int? BatchSize { get; init; }

    /// <summary>λ of the penalty λ/2 · ‖w‖² that the loss gets for the weights.</summary>
    public double? WeightDecay { get; init; }

    /// <summary>The share of hidden units of a multilayer perceptron left out at random in each step.</summary>
    public double? Dropout { get; init; }

    /// <summary>The share of rows held out for the report; at most 10,000 rows unless stated.</summary>
    public double? TestFraction { get; init; }

    /// <summary>The share of rows that decide when to stop; at most 5,000 rows unless stated.</summary>
    public double? ValidationFraction { get; init; }
}
