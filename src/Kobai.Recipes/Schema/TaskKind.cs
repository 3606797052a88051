namespace Kobai.Recipes;

/// <summary>What is predicted.</summary>
public enum TaskKind
{
    /// <summary>One of several classes.</summary>
    Classification,

    /// <summary>A number.</summary>
    Regression,
}
