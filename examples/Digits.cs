using Kobai.Data;

namespace Kobai.Examples;

/// <summary>Images of digits: MNIST from a folder, or drawn with a pen that trembles.</summary>
public static class Digits
{
    const int Size = 28;

    // Each digit as a line of points, x to the right and y down, in the unit square.
    static readonly (double X, double Y)[][] Strokes =
    [
        [.. Enumerable.Range(0, 17).Select(i => (0.5 + (0.24 * Math.Sin(i * Math.PI / 8)), 0.5 - (0.4 * Math.Cos(i * Math.PI / 8))))],
        [(0.35, 0.25), (0.5, 0.1), (0.5, 0.9)],
        [(0.27, 0.3), (0.32, 0.15), (0.5, 0.1), (0.68, 0.15), (0.73, 0.3), (0.65, 0.45), (0.27, 0.9), (0.75, 0.9)],
        [(0.28, 0.15), (0.5, 0.1), (0.7, 0.18), (0.7, 0.38), (0.5, 0.48), (0.72, 0.6), (0.72, 0.8), (0.5, 0.9), (0.27, 0.83)],
        [(0.62, 0.9), (0.62, 0.1), (0.25, 0.65), (0.78, 0.65)],
        [(0.72, 0.1), (0.3, 0.1), (0.28, 0.47), (0.5, 0.42), (0.72, 0.55), (0.72, 0.78), (0.5, 0.9), (0.27, 0.83)],
        [(0.65, 0.1), (0.4, 0.3), (0.28, 0.6), (0.33, 0.83), (0.5, 0.9), (0.68, 0.83), (0.72, 0.65), (0.6, 0.5), (0.4, 0.52), (0.29, 0.64)],
        [(0.25, 0.1), (0.75, 0.1), (0.42, 0.9)],
        [
            (0.5, 0.48), (0.3, 0.35), (0.33, 0.15), (0.5, 0.1), (0.67, 0.15), (0.7, 0.35), (0.5, 0.48), (0.28, 0.65), (0.32, 0.85),
            (0.5, 0.9), (0.68, 0.85), (0.72, 0.65), (0.5, 0.48),
        ],
        [(0.7, 0.38), (0.55, 0.5), (0.37, 0.48), (0.28, 0.3), (0.35, 0.14), (0.5, 0.1), (0.67, 0.15), (0.72, 0.35), (0.66, 0.65), (0.5, 0.9)],
    ];

    /// <summary>The training and test images of a folder with the four files of MNIST; drawn ones without a folder.</summary>
    /// <param name="folder">Where <c>train-images-idx3-ubyte</c> and the others are, plain or with <c>.gz</c>.</param>
    /// <param name="drawn">How many training images are drawn without a folder; a fifth as many are drawn for the test.</param>
    public static (Dataset<Labels> Training, Dataset<Labels> Test) Load(string? folder, int drawn = 2000)
    {
        if (folder is null) return (Draw(drawn, seed: 1), Draw(drawn / 5, seed: 2));
        Dataset<Labels> Read(string part) => Idx.Read(
            Path.Combine(folder, $"{part}-images-idx3-ubyte"), Path.Combine(folder, $"{part}-labels-idx1-ubyte"));
        return (Read("train"), Read("t10k"));
    }

    /// <summary>Draws digits of 28 × 28 pixels: moved, turned, slanted and scaled, with pens of any width, and noise.</summary>
    public static Dataset<Labels> Draw(int count, long seed)
    {
        var generator = new Generator(seed);
        float[] pixels = new float[count * Size * Size];
        long[] labels = new long[count];
        Span<float> luck = stackalloc float[8];
        for (int i = 0; i < count; i++)
        {
            labels[i] = i % 10;
            generator.Uniform(luck, -1, 1);
            Draw(Array.ConvertAll(Strokes[i % 10], Moved(luck)), 0.055 + (0.02 * luck[7]), pixels.AsSpan(i * Size * Size, Size * Size));
        }
        float[] noise = new float[pixels.Length];
        generator.Normal(noise, deviation: 0.08);
        for (int i = 0; i < pixels.Length; i++) pixels[i] = Math.Clamp(pixels[i] + noise[i], 0, 1);
        return Dataset.Of(Tensor.From(pixels, [count, 1, Size, Size]), Labels.Create(labels));
    }

    static Converter<(double X, double Y), (double X, double Y)> Moved(ReadOnlySpan<float> luck)
    {
        var (sin, cos) = Math.SinCos(0.25 * luck[0]);
        double width = 1 + (0.15 * luck[1]), height = 1 + (0.1 * luck[2]), slant = 0.2 * luck[3];
        double right = 0.1 * luck[4], down = 0.08 * luck[5];
        return point =>
        {
            double y = (point.Y - 0.5) * height, x = ((point.X - 0.5) * width) - (slant * y);
            return (0.5 + (cos * x) - (sin * y) + right, 0.5 + (sin * x) + (cos * y) + down);
        };
    }

    static void Draw((double X, double Y)[] line, double pen, Span<float> pixels)
    {
        for (int i = 0; i < pixels.Length; i++)
        {
            double x = (i % Size + 0.5) / Size, y = (i / Size + 0.5) / Size, nearest = double.MaxValue;
            for (int k = 1; k < line.Length; k++) nearest = Math.Min(nearest, Distance(x, y, line[k - 1], line[k]));
            pixels[i] = (float)Math.Clamp(0.5 + ((pen - nearest) * Size), 0, 1);
        }
    }

    static double Distance(double x, double y, (double X, double Y) a, (double X, double Y) b)
    {
        double dx = b.X - a.X, dy = b.Y - a.Y;
        double along = Math.Clamp((((x - a.X) * dx) + ((y - a.Y) * dy)) / ((dx * dx) + (dy * dy)), 0, 1);
        return Math.Sqrt(Math.Pow(x - a.X - (along * dx), 2) + Math.Pow(y - a.Y - (along * dy), 2));
    }
}
