using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Kobai;

/// <summary>A tensor as text: shape, type, and the elements in aligned columns with one precision for all.</summary>
/// <remarks>
/// Of more than 1000 elements only the first and last three along each axis are shown. Up to four decimals are given, as
/// few as the elements need; where that would hide a number, or all but a digit or two, the notation is scientific. A single
/// number is given in full.
/// </remarks>
sealed class TensorText
{
    const int Edge = 3, LineWidth = 80;
    const nint Whole = 1000;

    readonly Tensor _x;
    readonly nint[] _strides;
    readonly Queue<string> _cells;
    readonly int _perLine;

    TensorText(Tensor x)
    {
        (_x, _strides) = (x, x.Strides.ToArray());
        var values = new List<double>();
        Read(0, 0, values);
        string format = Format(values);
        string[] cells = [.. values.Select(value => Number(value, format))];
        bool fits = x.Rank == 1 && (Elides(0) || cells.Sum(cell => cell.Length + 2) <= LineWidth);
        int width = fits ? 0 : cells.Max(cell => cell.Length);
        _cells = new(cells.Select(cell => cell.PadLeft(width)));
        _perLine = fits || Elides(x.Rank - 1) ? int.MaxValue : Math.Max(1, (LineWidth - x.Rank) / (width + 2));
    }

    public static string Of(Tensor x)
    {
        string head = $"Tensor{x.Shape} {x.DType}";
        if (x.Count == 0) return $"{head} []";
        if (x.Rank == 0) return $"{head} {Single(x)}";
        string elements = new TensorText(x).Write(0);
        return elements.Contains('\n', StringComparison.Ordinal) ? $"{head}\n{elements}" : $"{head} {elements}";
    }

    void Read(int axis, nint offset, List<double> values)
    {
        foreach (nint place in Places(axis))
        {
            nint next = offset + place * _strides[axis];
            if (place < 0) continue;
            if (axis == _x.Rank - 1) values.Add(At(next));
            else Read(axis + 1, next, values);
        }
    }

    string Write(int axis)
    {
        int inner = _x.Rank - 1 - axis;
        if (inner == 0) return Row();
        string between = "," + new string('\n', inner) + new string(' ', axis + 1);
        return $"[{string.Join(between, Places(axis).Select(place => place < 0 ? "…" : Write(axis + 1)))}]";
    }

    string Row()
    {
        int axis = _x.Rank - 1;
        var text = new StringBuilder("[");
        int k = 0;
        foreach (nint place in Places(axis))
        {
            if (k > 0) text.Append(k % _perLine == 0 ? ",\n" + new string(' ', axis + 1) : ", ");
            text.Append(place < 0 ? "…" : _cells.Dequeue());
            k++;
        }
        return text.Append(']').ToString();
    }

    bool Elides(int axis) => _x.Count > Whole && _x.Shape.Sizes[axis] > 2 * Edge;

    // The places shown along an axis; −1 stands for those left out.
    IEnumerable<nint> Places(int axis)
    {
        nint size = _x.Shape.Sizes[axis];
        bool elides = Elides(axis);
        for (nint i = 0; i < size; i++)
        {
            if (elides && i == Edge)
            {
                yield return -1;
                i = size - Edge;
            }
            yield return i;
        }
    }

    double At(nint offset)
    {
        double value = _x.DType == DType.Float32
            ? Unsafe.Add(ref _x.Start<float>(), offset)
            : Unsafe.Add(ref _x.Start<double>(), offset);
        GC.KeepAlive(_x);
        return value;
    }

    static string Format(List<double> values)
    {
        double largest = 0, smallest = double.PositiveInfinity;
        bool whole = true;
        foreach (double value in values)
        {
            double size = Math.Abs(value);
            if (!double.IsFinite(size) || size == 0) continue;
            (largest, smallest) = (Math.Max(largest, size), Math.Min(smallest, size));
            whole &= size == Math.Truncate(size);
        }
        if (whole && largest < 1e8) return "0";
        string exponent = largest >= 1e5 || largest < 1e-2 || smallest < 1e-4 ? "e+00" : "";
        int decimals = values.Max(value => Decimals(value.ToString("0.####" + exponent, CultureInfo.InvariantCulture)));
        return (decimals == 0 ? "0" : "0." + new string('0', decimals)) + exponent;
    }

    static int Decimals(string number)
    {
        int point = number.IndexOf('.', StringComparison.Ordinal), end = number.IndexOf('e', StringComparison.Ordinal);
        return point < 0 ? 0 : (end < 0 ? number.Length : end) - point - 1;
    }

    static string Number(double value, string format) =>
        double.IsNaN(value) ? "NaN"
        : double.IsInfinity(value) ? value > 0 ? "inf" : "-inf"
        : value.ToString(format, CultureInfo.InvariantCulture);

    static string Single(Tensor x)
    {
        double value = x.Item();
        if (!double.IsFinite(value)) return Number(value, "");
        return x.DType == DType.Float32
            ? ((float)value).ToString("g", CultureInfo.InvariantCulture)
            : value.ToString("g", CultureInfo.InvariantCulture);
    }
}
