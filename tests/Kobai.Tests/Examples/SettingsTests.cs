using Kobai.Examples;

namespace Kobai.Tests.Examples;

public class SettingsTests
{
    [Fact]
    public void Settings_are_read_with_their_defaults()
    {
        var settings = new Settings("gru", "steps=5", "rate=0.5");
        Assert.Equal((5, 7, 0.5, 2.0), (settings.Count("steps", 1), settings.Count("size", 7), settings.Number("rate", 1), settings.Number("decay", 2)));
        Assert.Null(settings.Text("text"));
        Assert.StartsWith(
            "There is no setting colour. The settings are:\n  decay, dropout,",
            Assert.Throws<FormatException>(() => new Settings("colour=red")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_number_is_refused()
    {
        var settings = new Settings("steps=0", "rate=fast");
        Assert.Equal("steps must be a whole number above 0; it is 0.", Assert.Throws<FormatException>(() => settings.Count("steps", 1)).Message);
        Assert.Equal("rate must be a number, 0 or more; it is fast.", Assert.Throws<FormatException>(() => settings.Number("rate", 1)).Message);
    }
}
