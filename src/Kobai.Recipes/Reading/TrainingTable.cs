namespace Kobai.Recipes;

/// <summary>The rows of a file that have a target, in memory.</summary>
sealed record TrainingTable(Table Inputs, Target Target)
{
    /// <summary>Reads the file a second time, now that the kind of each column is known.</summary>
    public static TrainingTable Load(TableSchema schema, CancellationToken cancellation)
    {
        ColumnSchema[] used = [.. schema.Columns.Where(column => column.Kind != ColumnKind.Dropped)];
        int[] positions = [.. used.Select(column => schema.File.IndexOf(column.Name))];
        int targetPosition = schema.File.IndexOf(schema.Target.Name);
        int rows = schema.Rows - schema.Target.Missing;
        var vocabularies = new Vocabulary[used.Length];
        for (int i = 0; i < used.Length; i++)
            vocabularies[i] = new();

        var inputs = new Table(used, vocabularies, schema.Fields, rows);
        var labels = new Vocabulary();
        int[] codes = new int[schema.Task == TaskKind.Classification ? rows : 0];
        float[] values = new float[schema.Task == TaskKind.Regression ? rows : 0];
        int row = 0;
        schema.File.Read(
            record =>
            {
                ReadOnlySpan<byte> target = record.GetSpan(targetPosition);
                if (schema.Fields.IsMissing(target))
                    return;
                if (row == rows)
                    throw Changed(schema);
                if (schema.Task == TaskKind.Classification)
                    codes[row] = labels.Code(target);
                else if (!schema.Fields.TryNumber(target, out values[row]))
                    throw Changed(schema);
                for (int i = 0; i < positions.Length; i++)
                    inputs.Set(row, i, record.GetSpan(positions[i]), record.LineNumber);
                row++;
            },
            cancellation);
        if (row != rows)
            throw Changed(schema);
        return new(
            inputs,
            schema.Task == TaskKind.Classification ? Target.OfClasses(labels.Values, codes) : Target.OfNumbers(values));
    }

    static RecipeException Changed(TableSchema schema) =>
        new($"{schema.Name}: the file changed while it was read; run the command again.");
}
