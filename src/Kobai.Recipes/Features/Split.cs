namespace Kobai.Recipes;

/// <summary>Which rows train, which choose when to stop, and which only test.</summary>
/// <param name="Train">Rows whose gradients change the weights; preprocessing is fitted on them alone.</param>
/// <param name="Validation">Rows that decide when to stop.</param>
/// <param name="Test">Rows that nothing is decided by, for an honest report.</param>
sealed record Split(int[] Train, int[] Validation, int[] Test)
{
    /// <summary>Splits classes evenly: each part has the same shares of classes, up to one row.</summary>
    public static Split Stratified(ReadOnlySpan<int> classes, double test, double validation, Generator generator)
    {
        var rows = new SortedDictionary<int, List<int>>();
        for (int i = 0; i < classes.Length; i++)
        {
            if (!rows.TryGetValue(classes[i], out List<int>? own))
                rows.Add(classes[i], own = []);
            own.Add(i);
        }

        // Classes stand one after another in random order; every row whose count passes the next whole number of
        // (position · share) goes to that part, which spreads each part evenly over the classes.
        int[] order = new int[classes.Length];
        int filled = 0;
        foreach (List<int> own in rows.Values)
        {
            own.CopyTo(order, filled);
            generator.Shuffle(order.AsSpan(filled, own.Count));
            filled += own.Count;
        }
        return Deal(order, test, validation);
    }

    /// <summary>Splits rows at random.</summary>
    public static Split Shuffled(int rows, double test, double validation, Generator generator)
    {
        int[] order = [.. Enumerable.Range(0, rows)];
        generator.Shuffle(order.AsSpan());
        return Deal(order, test, validation);
    }

    static Split Deal(int[] order, double test, double validation)
    {
        List<int> trainRows = [], validationRows = [], testRows = [];
        for (int i = 0; i < order.Length; i++)
        {
            if (Passes(i, test))
                testRows.Add(order[i]);
            else if (Passes(i - testRows.Count, validation / (1 - test)))
                validationRows.Add(order[i]);
            else
                trainRows.Add(order[i]);
        }
        trainRows.Sort();
        validationRows.Sort();
        testRows.Sort();
        return new([.. trainRows], [.. validationRows], [.. testRows]);
    }

    /// <summary>Whether position · share passes a whole number plus a half at this position.</summary>
    static bool Passes(int position, double share) =>
        Math.Floor((position + 1) * share + 0.5) > Math.Floor(position * share + 0.5);
}
