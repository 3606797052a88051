using Kobai.Layers;
using Kobai.Losses;
using Kobai.Optimizers;

namespace Kobai.Examples;

/// <summary>Images with two degrees of freedom through two numbers: a network follows where principal components cannot.</summary>
public static class Autoencoder
{
    /// <summary>The height and width of an image.</summary>
    public const int Side = 10;

    /// <summary>How much is left of the variance.</summary>
    /// <param name="Epoch">Epochs of training before.</param>
    /// <param name="Training">On the images that the network learns from.</param>
    /// <param name="Unseen">On images that it has not seen.</param>
    public readonly record struct Point(int Epoch, double Training, double Unseen);

    /// <summary>What came out.</summary>
    /// <param name="Points">The way there.</param>
    /// <param name="Components">What two principal components leave of the variance of unseen images.</param>
    /// <param name="Images">Three unseen images.</param>
    /// <param name="ByNetwork">The same, from the two numbers of the network.</param>
    /// <param name="ByComponents">The same, from two principal components.</param>
    public sealed record Result(IReadOnlyList<Point> Points, double Components, Tensor Images, Tensor ByNetwork, Tensor ByComponents);

    /// <summary>Trains the network.</summary>
    public static Result Train(int epochs = 150)
    {
        Random.Seed(3);
        Tensor training = Spots(600), unseen = Spots(200), mean = training.Mean(0);
        Sequential encoder = [new Linear(Side * Side, 64), new Tanh(), new Linear(64, 2)];
        Sequential decoder = [new Linear(2, 64), new Tanh(), new Linear(64, 64), new Tanh(), new Linear(64, Side * Side), new Sigmoid()];
        Sequential network = [encoder, decoder];
        var optimizer = new Adam(network.Parameters, 0.005);
        var schedule = new CosineDecay(optimizer, epochs);
        var points = new List<Point>();
        for (int epoch = 0; epoch <= epochs; epoch++)
        {
            if (epoch % (epochs / 5) == 0) points.Add(new(epoch, Left(training, network.Forward), Left(unseen, network.Forward)));
            foreach (var (x, y) in Dataset.Of(training, training).Batches(25, shuffle: true))
            {
                optimizer.ZeroGradient();
                Loss.SquaredError(network.Forward(x), y).Backward();
                optimizer.Step();
            }
            schedule.Step();
        }
        Tensor directions = PrincipalComponents(training - mean, 2), shown = unseen[..3];
        Tensor Project(Tensor x) => mean + (x - mean).MatMul(directions).MatMul(directions.T);
        return new(points, Left(unseen, Project), shown, network.Forward(shown).Detach(), Project(shown));

        double Left(Tensor x, Func<Tensor, Tensor> reconstruct)
        {
            using var noGradient = NoGradient.Enter();
            return (reconstruct(x) - x).Pow(2).Sum().Item() / (mean - x).Pow(2).Sum().Item();
        }
    }

    /// <summary>Writes the table and three images.</summary>
    public static void Run(TextWriter output)
    {
        var result = Train();
        output.WriteLine($"Bright spots on {Side} x {Side} pixels, {Side * Side} numbers through 2 and back.");
        output.WriteLine("What is left of the variance:");
        output.WriteLine("epoch  training  unseen images");
        foreach (var point in result.Points)
            output.WriteLine($"{point.Epoch,5}  {point.Training,8:P2}  {point.Unseen,13:P2}");
        output.WriteLine($"Two principal components leave {result.Components:P2} of unseen images.");
        output.WriteLine();
        output.WriteLine("unseen                 through the network    through 2 components");
        for (int i = 0; i < 3; i++)
        {
            for (int row = 0; row < Side; row += 2)
            {
                var images = new[] { result.Images, result.ByNetwork, result.ByComponents };
                output.WriteLine(string.Join("   ", images.Select(x => Line(x[i].Reshape(Side, Side), row))).TrimEnd());
            }
            output.WriteLine();
        }
    }

    // Bright spots of one size, each at a place of its own: two numbers, the place, make an image.
    static Tensor Spots(int count)
    {
        Tensor place = Tensor.Arange(Side), y = Tensor.Uniform([count, 1], 1, Side - 2), x = Tensor.Uniform([count, 1], 1, Side - 2);
        Tensor rows = (-(place - y).Pow(2) / 3).Exp(), columns = (-(place - x).Pow(2) / 3).Exp();
        return (rows.Unsqueeze(2) * columns.Unsqueeze(1)).Flatten(1);
    }

    // The directions of the largest variance, one after the other, by repeated multiplication with the covariance.
    static Tensor PrincipalComponents(Tensor x, int count)
    {
        Tensor covariance = x.T.MatMul(x);
        var found = new List<Tensor>();
        for (int k = 0; k < count; k++)
        {
            Tensor v = Tensor.Normal([x.Shape[1]]);
            for (int i = 0; i < 200; i++)
            {
                v = covariance.MatMul(v);
                foreach (Tensor before in found) v -= before * before.Dot(v);
                v /= v.Norm();
            }
            found.Add(v);
        }
        return Tensor.Stack(1, [.. found]);
    }

    // Two rows of pixels as one line of text, two characters for each pixel.
    static string Line(Tensor image, int row)
    {
        float[] bright = ((image[row] + image[row + 1]) / 2).Clamp(0, 1).ToArray<float>();
        return string.Concat(bright.Select(b => new string(" .:-=+*#%@"[(int)Math.Min(9, b * 10)], 2)));
    }
}
