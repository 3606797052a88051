using Kobai.Examples;

namespace Kobai.Tests.Examples;

// The example seeds the default generator, which other tests draw from.
[Collection("alone")]
public class AutoencoderTests
{
    [Fact]
    public void Two_numbers_of_the_network_keep_far_more_than_two_principal_components()
    {
        var result = Autoencoder.Train();
        Assert.InRange(result.Components, 0.4, 0.7);
        Assert.InRange(result.Points[^1].Unseen, 0, result.Components / 10);
        Assert.InRange(result.Points[^1].Training, 0, 0.02);
        Assert.Equal([3, 100], result.ByComponents.Shape);
    }
}
