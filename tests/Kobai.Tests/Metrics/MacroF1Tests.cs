using Kobai.Metrics;

namespace Kobai.Tests.Metrics;

public class MacroF1Tests
{
    [Fact]
    public void Averages_the_classes_whatever_their_size() =>
        Assert.Equal((0.8 + 0.5 + 0) / 3, MacroF1.Of([0, 1, 1, 0, 2], expected: [0, 1, 0, 0, 1], classes: 3), 15);

    [Fact]
    public void Leaves_out_classes_that_never_occur() =>
        Assert.Equal(1, MacroF1.Of([0, 1], expected: [0, 1], classes: 5));
}
