using System.Globalization;

namespace Kobai.Cli.Losses;

/// <summary>Numbers for a person to read: six digits.</summary>
static class NumberText
{
    const int MostNumbers = 60;

    public static string Of(double number) =>
        number == 0 ? "0" : number.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>The numbers in brackets, or the shape if there are many.</summary>
    public static string Of(Tensor tensor) => tensor.Count > MostNumbers
        ? $"{tensor.Count:N0} numbers in the shape {tensor.Shape}"
        : Nested(tensor.ToArray<double>(), tensor.Shape.Sizes);

    /// <summary>One of equal parts of a tensor.</summary>
    public static string Part(Tensor tensor, int part, int parts)
    {
        int width = (int)tensor.Count / parts;
        double[] numbers = tensor.ToArray<double>();
        return width > MostNumbers ? $"{width:N0} numbers" : width == 1 && tensor.Count == parts
            ? Of(numbers[part])
            : Nested(numbers.AsSpan(part * width, width), [width]);
    }

    /// <summary>An index as [row, column].</summary>
    public static string Place(Shape shape, int index)
    {
        var place = new nint[shape.Rank];
        nint rest = index;
        for (int axis = place.Length - 1; axis >= 0; axis--)
            (rest, place[axis]) = Math.DivRem(rest, shape[axis]);
        return place.Length == 0 ? "" : $"[{string.Join(", ", place)}]";
    }

    static string Nested(ReadOnlySpan<double> values, ReadOnlySpan<nint> sizes)
    {
        if (sizes.IsEmpty)
            return Of(values[0]);
        int width = sizes[0] == 0 ? 0 : values.Length / (int)sizes[0];
        var parts = new string[(int)sizes[0]];
        for (int i = 0; i < parts.Length; i++)
            parts[i] = Nested(values.Slice(i * width, width), sizes[1..]);
        return $"[{string.Join(", ", parts)}]";
    }
}
