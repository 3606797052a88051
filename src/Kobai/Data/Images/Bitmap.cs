namespace Kobai.Data;

/// <summary>The pixels of an image, row by row, the channels of a pixel side by side.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">1 gray, 2 gray and opacity, 3 red, green and blue, 4 these and opacity.</param>
/// <param name="Largest">The value of white: 255 for eight bits.</param>
/// <param name="Samples">Width × Height × Channels values.</param>
sealed record Bitmap(int Width, int Height, int Channels, int Largest, ushort[] Samples)
{
    /// <summary>The image as (channels, rows, columns), 0 to 1.</summary>
    /// <param name="channels">1 gray, 3 color or 4 color with opacity; 0 for those of the file.</param>
    public Tensor ToTensor(int channels)
    {
        if (channels is not (0 or 1 or 3 or 4))
            throw new ArgumentOutOfRangeException(
                nameof(channels), "Image: channels must be 1, 3 or 4, or 0 for those of the file.");
        if (channels == 0) channels = Channels;
        var image = Tensor.Empty([channels, Height, Width], DType.Float32);
        var to = image.Elements<float>();
        int size = Width * Height;
        for (int c = 0; c < channels; c++)
        {
            var plane = to.Slice(c * size, size);
            if (channels == Channels)
            {
                for (int i = 0, at = c; i < size; i++, at += channels) plane[i] = (float)Samples[at] / Largest;
            }
            else
            {
                for (int i = 0; i < size; i++) plane[i] = Value(i, c, channels);
            }
        }
        GC.KeepAlive(image);
        return image;
    }

    // A gray of colors is their brightness after ITU-R BT.601.
    float Value(int pixel, int channel, int channels)
    {
        bool hasOpacity = Channels is 2 or 4, isGray = Channels < 3;
        if (channel == 3) return hasOpacity ? Sample(pixel, Channels - 1) : 1;
        if (isGray) return Sample(pixel, 0);
        return channels == 1
            ? 0.299f * Sample(pixel, 0) + 0.587f * Sample(pixel, 1) + 0.114f * Sample(pixel, 2)
            : Sample(pixel, channel);
    }

    float Sample(int pixel, int channel) => (float)Samples[pixel * Channels + channel] / Largest;
}
