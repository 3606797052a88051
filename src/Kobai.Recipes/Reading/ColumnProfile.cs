using System.Text;

namespace Kobai.Recipes;

/// <summary>What the values of one column look like, gathered in one pass over the file.</summary>
sealed class ColumnProfile(FieldText fields)
{
    /// <summary>Past this many different values, more are not told apart.</summary>
    public const int MostDistinct = 10_000;

    readonly HashSet<float> distinctNumbers = [];
    readonly HashSet<string> distinctTexts = new(StringComparer.Ordinal);
    float previous;

    public int Rows { get; private set; }

    public int Missing { get; private set; }

    /// <summary>The number of values that are numbers.</summary>
    public int Numbers { get; private set; }

    public bool AllIntegers { get; private set; } = true;

    /// <summary>Whether every value is one more than the one before.</summary>
    public bool Counts { get; private set; } = true;

    /// <summary>The orders in which every value is a date.</summary>
    public DateOrder Dates { get; private set; } = DateOrder.All;

    /// <summary>The number of words in all values that are not numbers.</summary>
    public long Words { get; private set; }

    /// <summary>The first value that is not a number, and its line.</summary>
    public (string Text, long Line)? FirstText { get; private set; }

    public int Values => Rows - Missing;

    public int Texts => Values - Numbers;

    public int Distinct => distinctNumbers.Count + distinctTexts.Count;

    /// <summary>Takes in one value.</summary>
    public void Add(ReadOnlySpan<byte> text, long line)
    {
        Rows++;
        if (fields.TryNumber(text, out float number))
            AddNumber(number);
        else if (fields.IsMissing(text))
            Missing++;
        else
            AddText(text, line);
    }

    void AddNumber(float number)
    {
        Dates = DateOrder.None;
        Counts &= Numbers == 0 || number == previous + 1;
        AllIntegers &= number == MathF.Floor(number);
        if ((Numbers == 0 || number != previous) && distinctNumbers.Count < MostDistinct)
            distinctNumbers.Add(number);
        previous = number;
        Numbers++;
    }

    void AddText(ReadOnlySpan<byte> text, long line)
    {
        if (Dates != DateOrder.None)
            Dates = DateText.Matching(text, Dates);
        FirstText ??= (Encoding.UTF8.GetString(text), line);
        Words += text.Count((byte)' ') + 1;
        if (distinctTexts.Count < MostDistinct)
            distinctTexts.Add(Encoding.UTF8.GetString(text));
    }
}
