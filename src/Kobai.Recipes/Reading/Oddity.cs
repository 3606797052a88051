using System.Text;

namespace Kobai.Recipes;

/// <summary>Values of a column that could not be used: how many, and the first with its line.</summary>
record struct Oddity(int Count, string First, long Line)
{
    public void Add(ReadOnlySpan<byte> text, long line)
    {
        if (Count++ == 0)
            (First, Line) = (Encoding.UTF8.GetString(text), line);
    }
}
