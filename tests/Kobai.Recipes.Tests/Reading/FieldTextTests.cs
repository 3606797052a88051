using System.Text;

namespace Kobai.Recipes.Tests.Reading;

public class FieldTextTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("255", 255)]
    [InlineData("-12", -12)]
    [InlineData("+3", 3)]
    [InlineData("1e3", 1000)]
    [InlineData("3.25", 3.25)]
    [InlineData("16777215", 16777215)]
    [InlineData("1,234", 1234)]
    [InlineData("-1,234,567.5", -1234567.5)]
    [InlineData("$1,200", 1200)]
    [InlineData("€5.5", 5.5)]
    [InlineData("45%", 45)]
    public void Reads_numbers(string text, double expected)
    {
        Assert.True(Read(text, decimalComma: false, out float value));
        Assert.Equal((float)expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("1e40")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1,23")]
    [InlineData(",234")]
    [InlineData("1.5,000")]
    [InlineData("0x10")]
    [InlineData("12 kg")]
    public void Rejects_what_is_not_a_finite_number(string text) => Assert.False(Read(text, decimalComma: false, out _));

    [Fact]
    public void A_comma_is_the_decimal_point_where_fields_are_split_by_something_else()
    {
        Assert.True(Read("1,5", decimalComma: true, out float value));
        Assert.Equal(1.5f, value);
        Assert.False(Read("1,5,0", decimalComma: true, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("NA")]
    [InlineData("null")]
    [InlineData("?")]
    [InlineData("-")]
    [InlineData("unknown")]
    public void Knows_the_texts_that_mean_no_value(string text) =>
        Assert.True(new FieldText(["unknown"], decimalComma: false).IsMissing(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Zero_and_no_are_values()
    {
        var fields = new FieldText([], decimalComma: false);
        Assert.False(fields.IsMissing("0"u8));
        Assert.False(fields.IsMissing("no"u8));
    }

    static bool Read(string text, bool decimalComma, out float value) =>
        new FieldText([], decimalComma).TryNumber(Encoding.UTF8.GetBytes(text), out value);
}
