namespace Kobai.Recipes;

/// <summary>A mistake in the data or in the request: the message says in one line where it is and how to mend it.</summary>
public sealed class RecipeException : Exception
{
    /// <summary>Says what is wrong, where, and how to mend it.</summary>
    public RecipeException(string message) : base(message) { }

    /// <summary>Says what is wrong, where, and how to mend it, and keeps the cause.</summary>
    public RecipeException(string message, Exception cause) : base(message, cause) { }
}
