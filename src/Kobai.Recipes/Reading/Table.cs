using System.Text;

namespace Kobai.Recipes;

/// <summary>Rows of a table in memory: numbers row by row, categories as codes, texts as they are.</summary>
sealed class Table
{
    readonly FieldText fields;
    readonly ColumnSchema[] columns;
    readonly int[] slots;
    readonly Vocabulary[] vocabularies;
    readonly float[] numbers;
    readonly int[] codes;
    readonly string?[] texts;
    readonly int numberCount, codeCount, textCount;

    /// <summary>Room for rows of the given columns.</summary>
    /// <param name="columns">The columns; none is dropped.</param>
    /// <param name="vocabularies">The vocabulary of each category column, by position; others are not read.</param>
    /// <param name="fields">Reads the text of a field.</param>
    /// <param name="rows">The number of rows.</param>
    /// <exception cref="RecipeException">The table is too large for memory.</exception>
    public Table(IReadOnlyList<ColumnSchema> columns, Vocabulary[] vocabularies, FieldText fields, int rows)
    {
        this.columns = [.. columns];
        this.vocabularies = vocabularies;
        this.fields = fields;
        Rows = rows;
        slots = new int[columns.Count];
        for (int i = 0; i < slots.Length; i++)
            slots[i] = columns[i].Kind switch
            {
                ColumnKind.Category => codeCount++,
                ColumnKind.Text => textCount++,
                _ => numberCount++,
            };
        if ((long)rows * Math.Max(numberCount, Math.Max(codeCount, textCount)) > Array.MaxLength)
            throw new RecipeException(
                $"The table is too large: {rows:N0} rows of {columns.Count:N0} columns. Leave columns out with --drop, or rows.");
        numbers = new float[rows * numberCount];
        codes = new int[rows * codeCount];
        texts = new string?[rows * textCount];
        Oddities = new Oddity[columns.Count];
    }

    public int Rows { get; }

    public IReadOnlyList<ColumnSchema> Columns => columns;

    /// <summary>By column, the values that could not be read as its kind.</summary>
    public Oddity[] Oddities { get; }

    /// <summary>Reads one value.</summary>
    public void Set(int row, int column, ReadOnlySpan<byte> text, long line)
    {
        switch (columns[column].Kind)
        {
            case ColumnKind.Text:
                texts[row * textCount + slots[column]] = fields.IsMissing(text) ? null : Encoding.UTF8.GetString(text);
                break;
            case ColumnKind.Category:
                int code = fields.IsMissing(text) ? Vocabulary.Missing : vocabularies[column].Code(text);
                codes[row * codeCount + slots[column]] = code;
                if (code == Vocabulary.Unseen)
                    Oddities[column].Add(text, line);
                break;
            default:
                SetNumber(row, column, text, line);
                break;
        }
    }

    /// <summary>Stores a number; NaN when it is missing.</summary>
    public void Set(int row, int column, float number) => numbers[row * numberCount + slots[column]] = number;

    public float Number(int row, int column) => numbers[row * numberCount + slots[column]];

    public int Code(int row, int column) => codes[row * codeCount + slots[column]];

    public string? Text(int row, int column) => texts[row * textCount + slots[column]];

    public IReadOnlyList<string> Values(int column) => vocabularies[column].Values;

    /// <summary>Replaces each code c ≥ 0 of a category column by map[c].</summary>
    public void Recode(int column, ReadOnlySpan<int> map)
    {
        for (int i = slots[column]; i < codes.Length; i += codeCount)
            if (codes[i] >= 0)
                codes[i] = map[codes[i]];
    }

    void SetNumber(int row, int column, ReadOnlySpan<byte> text, long line)
    {
        float number;
        bool read = columns[column].Kind == ColumnKind.Date
            ? DateText.TryDays(text, columns[column].Dates, out number)
            : fields.TryNumber(text, out number);
        if (!read)
        {
            number = float.NaN;
            if (!fields.IsMissing(text))
                Oddities[column].Add(text, line);
        }
        Set(row, column, number);
    }
}
