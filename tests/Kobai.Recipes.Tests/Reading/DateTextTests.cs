using System.Text;

namespace Kobai.Recipes.Tests.Reading;

public class DateTextTests
{
    [Theory]
    [InlineData("1970-01-02", DateOrder.YearFirst, 1)]
    [InlineData("1970/1/3 12:00", DateOrder.YearFirst, 2.5)]
    [InlineData("1970-01-02T06:00:00Z", DateOrder.YearFirst, 1.25)]
    [InlineData("1970-01-02T06:00:00+06:00", DateOrder.YearFirst, 1)]
    [InlineData("2/1/1970", DateOrder.MonthFirst, 31)]
    [InlineData("2/1/1970", DateOrder.DayFirst, 1)]
    [InlineData("02.01.1970 18:00:00", DateOrder.DayFirst, 1.75)]
    public void Reads_days_since_1970(string text, object order, double days)
    {
        Assert.True(DateText.TryDays(Encoding.UTF8.GetBytes(text), (DateOrder)order, out float value));
        Assert.Equal((float)days, value);
    }

    [Theory]
    [InlineData("31/12/2024", DateOrder.DayFirst)]
    [InlineData("12/31/2024", DateOrder.MonthFirst)]
    [InlineData("01/02/2024", DateOrder.MonthFirst | DateOrder.DayFirst)]
    [InlineData("2024-12-31", DateOrder.YearFirst)]
    [InlineData("2024-13-31", DateOrder.None)]
    [InlineData("20241231", DateOrder.None)]
    [InlineData("yesterday", DateOrder.None)]
    public void Keeps_the_orders_in_which_the_text_is_a_date(string text, object order) =>
        Assert.Equal((DateOrder)order, DateText.Matching(Encoding.UTF8.GetBytes(text), DateOrder.All));
}
