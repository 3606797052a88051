using System.Globalization;

namespace Kobai.Recipes;

/// <summary>The values to predict: a class or a number per row.</summary>
sealed class Target
{
    Target(IReadOnlyList<string> labels, int[] classes, float[] values) =>
        (Labels, Classes, Values) = (labels, classes, values);

    /// <summary>The names of the classes, sorted; empty for a regression.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The class of each row; empty for a regression.</summary>
    public int[] Classes { get; }

    /// <summary>The number of each row; empty for a classification.</summary>
    public float[] Values { get; }

    public bool IsClassification => Labels.Count > 0;

    public static Target OfNumbers(float[] values) => new([], [], values);

    /// <summary>Sorts the labels, as numbers when all of them are, and numbers the classes in that order.</summary>
    public static Target OfClasses(IReadOnlyList<string> labels, int[] codes)
    {
        int[] order = [.. Enumerable.Range(0, labels.Count)];
        double?[] numbers = [.. labels.Select(Number)];
        Array.Sort(
            order,
            Array.TrueForAll(numbers, number => number is not null)
                ? (a, b) => numbers[a]!.Value.CompareTo(numbers[b]!.Value)
                : (a, b) => string.CompareOrdinal(labels[a], labels[b]));
        int[] place = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
            place[order[i]] = i;
        return new([.. order.Select(code => labels[code])], [.. codes.Select(code => place[code])], []);
    }

    static double? Number(string label) =>
        double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;
}
