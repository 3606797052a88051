using Kobai.Metrics;

namespace Kobai.Tests.Metrics;

public class LogLossTests
{
    [Fact]
    public void Is_the_mean_negative_log_of_the_expected_probability() =>
        Assert.Equal(
            -(Math.Log(0.25f) + Math.Log(0.5f)) / 2,
            LogLoss.Of([0.25f, 0.75f, 0.5f, 0.5f], expected: [0, 1], classes: 2),
            15);

    [Fact]
    public void Of_equal_probabilities_is_the_log_of_the_number_of_classes() =>
        Assert.Equal(Math.Log(4), LogLoss.Of([0.25f, 0.25f, 0.25f, 0.25f], [2], classes: 4), 15);

    [Fact]
    public void Of_an_impossible_event_is_infinite() =>
        Assert.Equal(double.PositiveInfinity, LogLoss.Of([0f, 1f], [0], classes: 2));

    [Fact]
    public void Rejects_a_class_out_of_range() =>
        Assert.Equal(
            "LogLoss: class 2 is not in 0..1.",
            Assert.Throws<ArgumentException>(() => LogLoss.Of([0f, 1f], [2], classes: 2)).Message);
}
