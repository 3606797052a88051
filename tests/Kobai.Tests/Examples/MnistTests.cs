using Kobai.Examples;

namespace Kobai.Tests.Examples;

// The programs seed the default generator, which other tests draw from.
[Collection("alone")]
public class MnistTests
{
    [Fact]
    public void The_perceptron_learns_to_read_drawn_digits()
    {
        var run = MnistMlp.Train(Digits.Draw(1000, seed: 1), Digits.Draw(200, seed: 2), epochs: 4);
        Assert.InRange(run.Best.Metrics["accuracy"], 0.9, 1);
        Assert.True(run.Epochs[^1].TrainingLoss < run.Epochs[0].TrainingLoss);
    }

    [Fact]
    public void The_convolutional_network_learns_to_read_drawn_digits()
    {
        var run = MnistCnn.Train(Digits.Draw(500, seed: 1), Digits.Draw(100, seed: 2), epochs: 2);
        Assert.InRange(run.Best.Metrics["accuracy"], 0.7, 1);
        Assert.Equal((nint)1_199_882, MnistCnn.Model().ParameterCount);
    }

    [Fact]
    public void Digits_are_the_same_for_the_same_seed_and_no_two_alike()
    {
        var (a, b, other) = (Digits.Draw(20, seed: 1).Take([3, 13]).Input, Digits.Draw(20, seed: 1).Take([3, 13]).Input, Digits.Draw(20, seed: 2).Take([3, 13]).Input);
        Assert.Equal(a.ToArray<float>(), b.ToArray<float>());
        Assert.NotEqual(a.ToArray<float>(), other.ToArray<float>());
        Assert.NotEqual(a[0].ToArray<float>(), a[1].ToArray<float>());
        Assert.All(a.ToArray<float>(), pixel => Assert.InRange(pixel, 0, 1));
    }

    [Fact]
    public void Real_digits_are_read_from_a_folder()
    {
        string folder = Directory.CreateTempSubdirectory("kobai").FullName;
        try
        {
            foreach (string part in (string[])["train", "t10k"])
            {
                File.WriteAllBytes(Path.Combine(folder, $"{part}-images-idx3-ubyte"), [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 51, 255, 102]);
                File.WriteAllBytes(Path.Combine(folder, $"{part}-labels-idx1-ubyte"), [0, 0, 8, 1, 0, 0, 0, 2, 7, 1]);
            }
            var (training, test) = Digits.Load(folder);
            Assert.Equal((2, 2), (training.Count, test.Count));
            Assert.Equal([7L, 1], training.Take([0, 1]).Target.Values.ToArray());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
