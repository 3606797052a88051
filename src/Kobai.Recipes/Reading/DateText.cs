using System.Globalization;
using System.Text;

namespace Kobai.Recipes;

/// <summary>The order of day, month and year that all dates of a column share.</summary>
[Flags]
enum DateOrder
{
    None = 0,

    /// <summary>2024-12-31 or 2024/12/31.</summary>
    YearFirst = 1,

    /// <summary>12/31/2024.</summary>
    MonthFirst = 2,

    /// <summary>31/12/2024 or 31.12.2024.</summary>
    DayFirst = 4,

    All = YearFirst | MonthFirst | DayFirst,
}

/// <summary>Reads dates, with or without a time of day.</summary>
static class DateText
{
    static readonly string[] Times = ["", " H:mm", " H:mm:ss", " H:mm:ss.FFFFFFF"];

    static readonly (DateOrder Order, string[] Formats)[] Orders =
    [
        (DateOrder.YearFirst, [.. WithTimes("yyyy-M-d"), .. WithTimes("yyyy/M/d"), .. Iso()]),
        (DateOrder.MonthFirst, [.. WithTimes("M/d/yyyy")]),
        (DateOrder.DayFirst, [.. WithTimes("d/M/yyyy"), .. WithTimes("d.M.yyyy")]),
    ];

    /// <summary>Those of the orders in which the text is a date.</summary>
    public static DateOrder Matching(ReadOnlySpan<byte> text, DateOrder orders)
    {
        var matching = DateOrder.None;
        foreach ((DateOrder order, _) in Orders)
            if (orders.HasFlag(order) && TryDays(text, order, out _))
                matching |= order;
        return matching;
    }

    /// <summary>Reads a date as days since 1 January 1970, the time of day as a fraction.</summary>
    public static bool TryDays(ReadOnlySpan<byte> text, DateOrder order, out float days)
    {
        days = 0;
        if (text.Length is < 8 or > 40)
            return false;
        Span<char> chars = stackalloc char[text.Length];
        int length = Encoding.UTF8.GetChars(text, chars);
        foreach ((DateOrder candidate, string[] formats) in Orders)
        {
            if (candidate != order)
                continue;
            const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
            if (!DateTime.TryParseExact(chars[..length], formats, CultureInfo.InvariantCulture, Styles, out DateTime date))
                return false;
            days = (float)(date - DateTime.UnixEpoch).TotalDays;
            return true;
        }
        return false;
    }

    static IEnumerable<string> WithTimes(string date) => Times.Select(time => date + time);

    static IEnumerable<string> Iso() =>
        ["yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFF", "yyyy-MM-ddTHH:mmK",
         "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ssK"];
}
