namespace Kobai.Data;

/// <summary>Values in messages.</summary>
static class Quote
{
    /// <summary>A value, cut where it is long.</summary>
    public static string Short(ReadOnlySpan<char> text) => text.Length <= 40 ? text.ToString() : $"{text[..40]}…";
}
