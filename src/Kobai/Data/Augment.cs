namespace Kobai.Data;

/// <summary>Random changes of images that leave their class as it is; for
/// <c>data.Map((x, generator) => …)</c>.</summary>
/// <remarks>
/// Images are Float32 of (N, channels, rows, columns), as readers give them. Each image of a batch draws numbers of its
/// own, one after another, from the generator; nothing is recorded for gradients.
/// </remarks>
public static class Augment
{
    /// <summary>Mirrors each image, left for right, with a probability.</summary>
    /// <exception cref="ShapeException">The tensor does not hold images.</exception>
    /// <example><code>
    /// Tensor images = Tensor.From([1f, 2, 3], [1, 1, 1, 3]);
    /// Augment.FlipHorizontal(images, new Generator(0), probability: 1)   // [[[[3, 2, 1]]]]
    /// </code></example>
    public static Tensor FlipHorizontal(Tensor images, Generator generator, double probability = 0.5) => EachImage(
        "FlipHorizontal", images, (from, to, size) =>
        {
            bool flips = Draw(generator) < probability;
            from.CopyTo(to);
            if (!flips) return;
            for (int start = 0; start < to.Length; start += size.Columns) to.Slice(start, size.Columns).Reverse();
        });

    /// <summary>Mirrors each image, top for bottom, with a probability.</summary>
    /// <exception cref="ShapeException">The tensor does not hold images.</exception>
    /// <example><code>
    /// Tensor images = Tensor.From([1f, 2, 3], [1, 1, 3, 1]);
    /// Augment.FlipVertical(images, new Generator(0), probability: 1)   // [[[[3], [2], [1]]]]
    /// </code></example>
    public static Tensor FlipVertical(Tensor images, Generator generator, double probability = 0.5) => EachImage(
        "FlipVertical", images, (from, to, size) =>
        {
            bool flips = Draw(generator) < probability;
            for (int line = 0; line < size.Channels * size.Rows; line++)
            {
                int y = line % size.Rows, source = flips ? line - y + size.Rows - 1 - y : line;
                from.Slice(source * size.Columns, size.Columns).CopyTo(to[(line * size.Columns)..]);
            }
        });

    /// <summary>Cuts a window out of each image, at a random place of the image with a border of zeros.</summary>
    /// <param name="images">The images.</param>
    /// <param name="generator">Where places are drawn from: first the row, then the column.</param>
    /// <param name="rows">The rows of the window.</param>
    /// <param name="columns">The columns of the window.</param>
    /// <param name="padding">How wide the border is on each side.</param>
    /// <exception cref="ShapeException">The tensor does not hold images, or the window is larger than image and
    /// border.</exception>
    /// <example><code>
    /// Tensor images = Tensor.Ones([8, 3, 32, 32]);
    /// Augment.Crop(images, new Generator(0), 32, 32, padding: 4)   // shape (8, 3, 32, 32)
    /// </code></example>
    public static Tensor Crop(Tensor images, Generator generator, int rows, int columns, int padding = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        var size = SizeOf("Crop", images);
        if (rows > size.Rows + 2 * padding || columns > size.Columns + 2 * padding)
        {
            throw new ShapeException(
                $"Crop: the window must not be larger than the image with its border; window is ({rows}, {columns}), images is {images.Shape}, padding is {padding}.");
        }
        return EachImage("Crop", images, size with { Rows = rows, Columns = columns }, (from, to, _) =>
        {
            int top = Place(generator, size.Rows + 2 * padding - rows) - padding;
            int left = Place(generator, size.Columns + 2 * padding - columns) - padding;
            int first = Math.Max(0, -left), last = Math.Min(columns, size.Columns - left);
            to.Clear();
            for (int line = 0; line < size.Channels * rows; line++)
            {
                int channel = line / rows, y = top + line % rows;
                if (y < 0 || y >= size.Rows || first >= last) continue;
                int source = (channel * size.Rows + y) * size.Columns + left;
                from[(source + first)..(source + last)].CopyTo(to[(line * columns + first)..]);
            }
        });
    }

    /// <summary>Turns each image about its center by a random angle; what comes from outside is 0.</summary>
    /// <param name="images">The images.</param>
    /// <param name="generator">Where angles are drawn from.</param>
    /// <param name="degrees">Angles are even from −degrees to degrees; positive ones turn against the clock.</param>
    /// <remarks>Each pixel is looked up where it was, between four neighbors in proportion (bilinear).</remarks>
    /// <exception cref="ShapeException">The tensor does not hold images.</exception>
    /// <example><code>
    /// Tensor images = Tensor.Ones([8, 1, 28, 28]);
    /// Augment.Rotate(images, new Generator(0), degrees: 10)   // shape (8, 1, 28, 28)
    /// </code></example>
    public static Tensor Rotate(Tensor images, Generator generator, double degrees) => EachImage(
        "Rotate", images, (from, to, size) => Rotate(from, to, size, (2 * Draw(generator) - 1) * degrees));

    /// <summary>Changes brightness, contrast and saturation of each image by random factors, in this order.</summary>
    /// <remarks>
    /// The factors are even from 1 − a to 1 + a, not below 0: brightness scales the image, contrast its distance from
    /// its mean gray, saturation the distance of each pixel from its own gray, 0.299 R + 0.587 G + 0.114 B. After each
    /// the image is cut to 0 … 1. Images of one channel have no saturation.
    /// </remarks>
    /// <exception cref="ShapeException">The tensor does not hold images of 1 or 3 channels.</exception>
    /// <example><code>
    /// Tensor images = Tensor.Full([1, 3, 2, 2], 0.5);
    /// Augment.ColorJitter(images, new Generator(0), contrast: 0.5, saturation: 0.5)[0, 0, 0, 0]   // 0.5
    /// </code></example>
    public static Tensor ColorJitter(Tensor images, Generator generator, double brightness = 0, double contrast = 0, double saturation = 0)
    {
        var size = SizeOf("ColorJitter", images);
        if (size.Channels is not (1 or 3))
            throw new ShapeException($"ColorJitter: images must have 1 or 3 channels; images is {images.Shape}.");
        return EachImage("ColorJitter", images, (from, to, _) =>
        {
            float bright = Factor(generator, brightness), far = Factor(generator, contrast), colorful = Factor(generator, saturation);
            for (int i = 0; i < to.Length; i++) to[i] = Math.Clamp(from[i] * bright, 0, 1);
            int pixels = size.Rows * size.Columns;
            double sum = 0;
            for (int i = 0; i < pixels; i++) sum += Gray(to, i, pixels);
            float mean = (float)(sum / pixels);
            foreach (ref float value in to) value = Math.Clamp(mean + (value - mean) * far, 0, 1);
            if (size.Channels == 1) return;
            for (int i = 0; i < pixels; i++)
            {
                float gray = Gray(to, i, pixels);
                for (int at = i; at < to.Length; at += pixels) to[at] = Math.Clamp(gray + (to[at] - gray) * colorful, 0, 1);
            }
        });
    }

    internal readonly record struct ImageSize(int Channels, int Rows, int Columns)
    {
        public int Count => Channels * Rows * Columns;
    }

    internal static void Rotate(ReadOnlySpan<float> from, Span<float> to, ImageSize size, double degrees)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        double middleY = (size.Rows - 1) / 2.0, middleX = (size.Columns - 1) / 2.0;
        int pixels = size.Rows * size.Columns;
        for (int y = 0; y < size.Rows; y++)
        {
            for (int x = 0; x < size.Columns; x++)
            {
                // Rows count downward, so that turning against the clock takes (dx, dy) from (dx cos − dy sin, dx sin +
                // dy cos).
                double dy = y - middleY, dx = x - middleX;
                double sourceY = dx * sin + dy * cos + middleY, sourceX = dx * cos - dy * sin + middleX;
                int top = (int)Math.Floor(sourceY), left = (int)Math.Floor(sourceX);
                float down = (float)(sourceY - top), right = (float)(sourceX - left);
                for (int channel = 0; channel < size.Channels; channel++)
                {
                    var image = from.Slice(channel * pixels, pixels);
                    to[channel * pixels + y * size.Columns + x] =
                        (1 - down) * ((1 - right) * At(image, size, top, left) + right * At(image, size, top, left + 1))
                        + down * ((1 - right) * At(image, size, top + 1, left) + right * At(image, size, top + 1, left + 1));
                }
            }
        }
    }

    static float At(ReadOnlySpan<float> image, ImageSize size, int y, int x) =>
        (uint)y < (uint)size.Rows && (uint)x < (uint)size.Columns ? image[y * size.Columns + x] : 0;

    static float Gray(ReadOnlySpan<float> image, int i, int pixels) => image.Length == pixels
        ? image[i]
        : 0.299f * image[i] + 0.587f * image[pixels + i] + 0.114f * image[2 * pixels + i];

    static double Draw(Generator generator)
    {
        Span<double> number = stackalloc double[1];
        generator.Uniform(number);
        return number[0];
    }

    static int Place(Generator generator, int last)
    {
        Span<int> place = stackalloc int[1];
        generator.Integers(place, 0, last + 1L);
        return place[0];
    }

    static float Factor(Generator generator, double change) =>
        (float)Math.Max(0, 1 + change * (2 * Draw(generator) - 1));

    delegate void Change(ReadOnlySpan<float> from, Span<float> to, ImageSize size);

    static Tensor EachImage(string op, Tensor images, Change change) =>
        EachImage(op, images, SizeOf(op, images), change);

    static Tensor EachImage(string op, Tensor images, ImageSize result, Change change)
    {
        var size = SizeOf(op, images);
        images = Kernel.Packed(images);
        int count = (int)images.Shape[0];
        var changed = Tensor.Empty([count, result.Channels, result.Rows, result.Columns], DType.Float32);
        var from = images.AsSpan<float>();
        var to = changed.Elements<float>();
        for (int i = 0; i < count; i++) change(from.Slice(i * size.Count, size.Count), to.Slice(i * result.Count, result.Count), result);
        GC.KeepAlive(images);
        GC.KeepAlive(changed);
        return changed;
    }

    static ImageSize SizeOf(string op, Tensor images) => images is { Rank: 4, DType: DType.Float32 }
        ? new((int)images.Shape[1], (int)images.Shape[2], (int)images.Shape[3])
        : throw new ShapeException(
            $"{op}: images must be Float32 of (N, channels, rows, columns); images is {images.DType} of {images.Shape}.");
}
