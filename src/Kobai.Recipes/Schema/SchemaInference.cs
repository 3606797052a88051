using CsvHelper;

namespace Kobai.Recipes;

/// <summary>Decides how each column is read, from one pass over the values and from what the options say.</summary>
sealed class SchemaInference(CsvFile file, FieldText fields, TableOptions options, string target)
{
    /// <summary>A target of whole numbers with no more different values than this is taken for classes.</summary>
    const int MostNumberedClasses = 20;

    const int MostClasses = 1000;

    /// <summary>A column is numbers when at least this share of its values is; the rest then count as missing.</summary>
    const double NumberShare = 0.9;

    public TableSchema Run(CancellationToken cancellation)
    {
        int targetIndex = file.IndexOf(target, "--target");
        var stated = StatedKinds();
        var profiles = new ColumnProfile[file.Columns.Count];
        for (int i = 0; i < profiles.Length; i++)
            profiles[i] = new(fields);
        file.Read(row => Add(profiles, row), cancellation);

        (ColumnSchema targetColumn, TaskKind task) = Target(profiles[targetIndex]);
        var columns = new List<ColumnSchema>();
        for (int i = 0; i < profiles.Length; i++)
            if (i != targetIndex)
                columns.Add(
                    stated.TryGetValue(i, out ColumnKind kind)
                        ? Stated(file.Columns[i], kind, profiles[i])
                        : Inferred(file.Columns[i], profiles[i]));
        if (columns.TrueForAll(column => column.Kind == ColumnKind.Dropped))
            throw new RecipeException(
                $"{file.Name}: no column is left to learn from; name one with --numeric, --categorical or --text.");
        return new(file, fields, options, profiles[targetIndex].Rows, columns, targetColumn, task);
    }

    static void Add(ColumnProfile[] profiles, CsvReader row)
    {
        for (int i = 0; i < profiles.Length; i++)
            profiles[i].Add(row.GetSpan(i), row.LineNumber);
    }

    Dictionary<int, ColumnKind> StatedKinds()
    {
        var kinds = new Dictionary<int, ColumnKind>();
        (IReadOnlyList<string> Columns, ColumnKind Kind, string Flag)[] flags =
        [
            (options.Numeric, ColumnKind.Number, "--numeric"),
            (options.Categorical, ColumnKind.Category, "--categorical"),
            (options.Text, ColumnKind.Text, "--text"),
            (options.Drop, ColumnKind.Dropped, "--drop"),
        ];
        foreach ((IReadOnlyList<string> columns, ColumnKind kind, string flag) in flags)
            foreach (string column in columns)
                if (string.Equals(column, target, StringComparison.Ordinal))
                    throw new RecipeException($"{flag} {column}: this is the target column; say --task to choose what is predicted.");
                else if (!kinds.TryAdd(file.IndexOf(column, flag), kind))
                    throw new RecipeException($"{flag} {column}: the kind of this column is stated twice; keep one.");
        return kinds;
    }

    ColumnSchema Stated(string name, ColumnKind kind, ColumnProfile profile)
    {
        if (kind == ColumnKind.Number && profile.FirstText is (string text, long line))
            throw new RecipeException(
                $"{file.Name}, line {line}, column '{name}': '{text}' is not a number. Mend it, or count it as missing with "
                + $"--missing \"{text}\".");
        string note = kind == ColumnKind.Dropped ? "as asked" : "";
        return new(name, kind, profile.Missing, profile.Distinct, note) { Stated = true };
    }

    static ColumnSchema Inferred(string name, ColumnProfile profile)
    {
        (ColumnKind kind, string note) = Kind(name, profile);
        int missing = profile.Missing + (kind == ColumnKind.Number ? profile.Texts : 0);
        return new(name, kind, missing, profile.Distinct, note) { Dates = Order(profile.Dates) };
    }

    static (ColumnKind Kind, string Note) Kind(string name, ColumnProfile profile)
    {
        int values = profile.Values;
        if (values == 0)
            return (ColumnKind.Dropped, "no values");
        if (profile.Distinct == 1 && profile.Missing == 0)
            return (ColumnKind.Dropped, "always the same value");
        if (profile.Numbers >= NumberShare * values)
            return Number(name, profile);
        if (profile.Dates != DateOrder.None)
            return (ColumnKind.Date, "");
        bool mostlyDifferent = profile.Distinct >= Math.Min(values, ColumnProfile.MostDistinct) / 2;
        if (mostlyDifferent && profile.Words >= 3L * profile.Texts)
            return (ColumnKind.Text, "");
        if (values >= 20 && profile.Distinct >= 0.9 * Math.Min(values, ColumnProfile.MostDistinct))
            return (ColumnKind.Dropped, "nearly every value is different, like an identifier");
        return (ColumnKind.Category, "");
    }

    static (ColumnKind Kind, string Note) Number(string name, ColumnProfile profile)
    {
        if (profile.FirstText is (string text, long line))
        {
            string others = profile.Texts == 1 ? "1 value is" : $"{profile.Texts} values are";
            return (ColumnKind.Number, $"{others} not a number, first '{text}' in line {line}; counted as missing");
        }
        bool named = name.Equals("id", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("_id", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("Id", StringComparison.Ordinal)
            || name.EndsWith("ID", StringComparison.Ordinal);
        bool allDifferent = profile.Distinct == profile.Values && profile.AllIntegers;
        if (profile.Values >= 20 && profile.Missing == 0 && allDifferent && (profile.Counts || named))
            return (ColumnKind.Dropped, profile.Counts ? "counts the rows" : "an identifier: every value is different");
        return (ColumnKind.Number, "");
    }

    /// <summary>Where days and months cannot be told apart the month comes first.</summary>
    static DateOrder Order(DateOrder orders) =>
        orders.HasFlag(DateOrder.YearFirst) ? DateOrder.YearFirst
        : orders.HasFlag(DateOrder.MonthFirst) ? DateOrder.MonthFirst
        : orders;

    (ColumnSchema Column, TaskKind Task) Target(ColumnProfile profile)
    {
        if (profile.Values == 0)
            throw new RecipeException($"{file.Name}, column '{target}': the target has no values.");
        bool few = profile.AllIntegers && profile.Distinct <= Math.Min(MostNumberedClasses, Math.Max(2, profile.Values / 3));
        TaskKind task = options.Task
            ?? (profile.Texts == 0 && !few ? TaskKind.Regression : TaskKind.Classification);

        if (task == TaskKind.Regression && profile.FirstText is (string text, long line))
            throw new RecipeException(
                $"{file.Name}, line {line}, column '{target}': '{text}' is not a number, and the target of a regression must be "
                + $"one. Mend it, count it as missing with --missing \"{text}\", or say --task classification.");
        if (profile.Distinct == 1)
            throw new RecipeException(
                $"{file.Name}, column '{target}': every row has the same value; there is nothing to learn.");
        if (task == TaskKind.Classification && profile.Distinct > MostClasses)
            throw new RecipeException(
                $"{file.Name}, column '{target}': more than {MostClasses} different values are too many classes"
                + (profile.Texts == 0 ? "; say --task regression." : "; is this the right column?"));
        ColumnKind kind = task == TaskKind.Regression ? ColumnKind.Number : ColumnKind.Category;
        return (new(target, kind, profile.Missing, profile.Distinct, ""), task);
    }
}
