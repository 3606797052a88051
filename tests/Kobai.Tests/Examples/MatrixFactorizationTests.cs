using Kobai.Examples;

namespace Kobai.Tests.Examples;

// The example seeds the default generator, which other tests draw from.
[Collection("alone")]
public class MatrixFactorizationTests
{
    [Fact]
    public void Ratings_held_out_are_predicted_almost_to_the_noise_in_them()
    {
        var result = MatrixFactorization.Train();
        Assert.InRange(result.Points[^1].HeldOut, 0.97 * MatrixFactorization.Noise, 1.1 * MatrixFactorization.Noise);
        Assert.InRange(result.Averages, 3 * MatrixFactorization.Noise, result.Mean);
    }
}
