namespace Kobai.Recipes;

/// <summary>The family of a model.</summary>
public enum ModelKind
{
    /// <summary>Both are trained, and the one with the lower loss on the validation rows is kept.</summary>
    Auto,

    /// <summary>One linear layer: logistic regression, softmax regression or linear regression.</summary>
    Logistic,

    /// <summary>A multilayer perceptron: linear layers with a rectifier between.</summary>
    Mlp,
}
