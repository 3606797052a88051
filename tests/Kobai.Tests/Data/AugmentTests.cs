using FsCheck;
using FsCheck.Fluent;
using Kobai.Data;

namespace Kobai.Tests.Data;

public class AugmentTests
{
    static Tensor Images(int count, int channels, int rows, int columns) =>
        Tensor.Uniform([count, channels, rows, columns], generator: new Generator(count));

    [Fact]
    public void A_flip_is_that_of_the_axis_or_none()
    {
        var x = Images(60, 2, 3, 4);
        foreach (var (flipped, axis) in ((Tensor, int)[])[(Augment.FlipHorizontal(x, new Generator(1)), 3), (Augment.FlipVertical(x, new Generator(1)), 2)])
        {
            var other = x.Flip(axis);
            int flips = 0;
            for (int i = 0; i < 60; i++)
            {
                bool isFlipped = flipped[i].ToArray<float>().SequenceEqual(other[i].ToArray<float>());
                Assert.True(isFlipped || flipped[i].ToArray<float>().SequenceEqual(x[i].ToArray<float>()));
                flips += isFlipped ? 1 : 0;
            }
            Assert.InRange(flips, 15, 45);
        }
        Assert.Equal(x.ToArray<float>(), Augment.FlipVertical(x, new Generator(1), probability: 0).ToArray<float>());
    }

    [Fact]
    public void A_crop_is_a_window_of_the_padded_image() =>
        Prop.ForAll(Gen.Choose(1, 6).Two().ToArbitrary(), Gen.Choose(1, 6).Two().ToArbitrary(), Gen.Choose(0, 3).ToArbitrary(), (size, window, padding) =>
        {
            var (rows, columns) = size;
            var (height, width) = (Math.Min(window.Item1, rows + 2 * padding), Math.Min(window.Item2, columns + 2 * padding));
            var x = Images(5, 2, rows, columns);
            var cropped = Augment.Crop(x, new Generator(rows), height, width, padding);
            var padded = Tensor.Zeros([5, 2, rows + 2 * padding, columns + 2 * padding]);
            padded[.., .., padding..(padding + rows), padding..(padding + columns)] = x;
            for (int i = 0; i < 5; i++)
            {
                bool found = false;
                for (int top = 0; top <= rows + 2 * padding - height; top++)
                {
                    for (int left = 0; left <= columns + 2 * padding - width; left++)
                        found |= padded[i, .., top..(top + height), left..(left + width)].ToArray<float>().SequenceEqual(cropped[i].ToArray<float>());
                }
                Assert.True(found);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_window_comes()
    {
        var x = Tensor.Arange(9).Reshape(1, 1, 3, 3);
        var corners = new HashSet<float>();
        var generator = new Generator(1);
        for (int i = 0; i < 200; i++) corners.Add(Augment.Crop(x, generator, 2, 2).ToArray<float>()[0]);
        Assert.Equal([0f, 1, 3, 4], corners.Order());
    }

    [Fact]
    public void Quarter_turns_move_pixels_against_the_clock()
    {
        float[] image = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 40, 50, 60, 70, 80, 90], turned = new float[18];
        Augment.Rotate(image, turned, new(2, 3, 3), 90);
        float[] expected = [3, 6, 9, 2, 5, 8, 1, 4, 7, 30, 60, 90, 20, 50, 80, 10, 40, 70];
        for (int i = 0; i < 18; i++) Assert.Equal(expected[i], turned[i], 1e-4f);
        Augment.Rotate(image, turned, new(2, 3, 3), 0);
        Assert.Equal(image, turned);
    }

    [Fact]
    public void A_turned_plane_is_a_plane_inside()
    {
        // Bilinear lookup is exact on x + 2 y, so its turned image is the plane with turned directions.
        const int Size = 21;
        float[] image = [.. Enumerable.Range(0, Size * Size).Select(i => (float)(i % Size - 10 + 2 * (i / Size - 10)))], turned = new float[Size * Size];
        Augment.Rotate(image, turned, new(1, Size, Size), 30);
        var (sin, cos) = Math.SinCos(Math.PI / 6);
        for (int y = 5; y < 16; y++)
        {
            for (int x = 5; x < 16; x++)
            {
                double dx = x - 10, dy = y - 10;
                Assert.Equal(dx * cos - dy * sin + 2 * (dx * sin + dy * cos), turned[y * Size + x], 1e-4);
            }
        }
        Assert.Equal(0, turned[0]);
    }

    [Fact]
    public void Colors_change_one_after_another()
    {
        var x = Images(20, 3, 4, 4);
        var generator = new Generator(4);
        var changed = Augment.ColorJitter(x, generator, 0.4, 0.3, 0.9).ToArray<float>();
        // The slow way, from the same draws.
        var draws = new Generator(4);
        var u = new double[1];
        for (int i = 0; i < 20; i++)
        {
            double[] factors = [.. new[] { 0.4, 0.3, 0.9 }.Select(a => { draws.Uniform(u); return Math.Max(0, 1 + a * (2 * u[0] - 1)); })];
            double[][] pixels = [.. Enumerable.Range(0, 16).Select(p => Enumerable.Range(0, 3).Select(c => Math.Clamp(x.ToArray<double>()[(i * 3 + c) * 16 + p] * factors[0], 0, 1)).ToArray())];
            double mean = pixels.Average(Gray);
            pixels = [.. pixels.Select(p => p.Select(v => Math.Clamp(mean + (v - mean) * factors[1], 0, 1)).ToArray())];
            pixels = [.. pixels.Select(p => p.Select(v => Math.Clamp(Gray(p) + (v - Gray(p)) * factors[2], 0, 1)).ToArray())];
            for (int p = 0; p < 16; p++)
            {
                for (int c = 0; c < 3; c++) Assert.Equal(pixels[p][c], changed[(i * 3 + c) * 16 + p], 1e-5);
            }
        }
        static double Gray(double[] p) => 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2];
        Assert.Equal(x.ToArray<float>(), Augment.ColorJitter(x, generator).ToArray<float>(), (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    [Fact]
    public void The_same_seed_gives_the_same_images_with_prefetch_or_without()
    {
        var data = Dataset.Of(Images(12, 3, 8, 8), Labels.Create(new long[12])).Map((x, g) => Augment.Crop(Augment.Rotate(Augment.FlipHorizontal(x, g), g, 20), g, 8, 8, 2));
        float[] Values(int prefetch) => [.. data.Batches(5, shuffle: true, new Generator(3), prefetch: prefetch).SelectMany(batch => batch.Input.ToArray<float>())];
        Assert.Equal(Values(0), Values(3));
    }

    [Fact]
    public void What_is_no_image_is_refused()
    {
        Assert.Equal("FlipHorizontal: images must be Float32 of (N, channels, rows, columns); images is Float32 of (2, 3).",
            Assert.Throws<ShapeException>(() => Augment.FlipHorizontal(Tensor.Zeros([2, 3]), new Generator(0))).Message);
        Assert.Equal("Crop: the window must not be larger than the image with its border; window is (5, 2), images is (1, 1, 2, 2), padding is 1.",
            Assert.Throws<ShapeException>(() => Augment.Crop(Tensor.Zeros([1, 1, 2, 2]), new Generator(0), 5, 2, 1)).Message);
        Assert.Equal("ColorJitter: images must have 1 or 3 channels; images is (1, 2, 2, 2).",
            Assert.Throws<ShapeException>(() => Augment.ColorJitter(Tensor.Zeros([1, 2, 2, 2]), new Generator(0))).Message);
    }
}
