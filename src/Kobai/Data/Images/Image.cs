namespace Kobai.Data;

/// <summary>Reads images: PNG (every color type and depth, interlaced too), PGM and PPM (P2, P3, P5, P6), BMP (8, 24,
/// 32 bits).</summary>
/// <remarks>
/// JPEG and other formats are not understood; convert such files, or give <see cref="ImageFolder"/> a decoder of one's
/// own.
/// </remarks>
public static class Image
{
    /// <summary>The image in a file as (channels, rows, columns), 0 to 1.</summary>
    /// <param name="path">The file; its first bytes tell the format.</param>
    /// <param name="channels">
    /// 1 for gray, 3 for red, green and blue, 4 for these and opacity; 0 for those of the file, 2 being gray and
    /// opacity.
    /// </param>
    /// <exception cref="InvalidDataException">The file is no image of these formats, or damaged; the message says
    /// where.</exception>
    /// <example><code>
    /// File.WriteAllText("tiny.pgm", "P2 3 1 4\n0 1 4\n");
    /// Image.Read("tiny.pgm")                      // [[[0, 0.25, 1]]]
    /// Image.Read("tiny.pgm", channels: 3).Shape   // (3, 1, 3)
    /// </code></example>
    public static Tensor Read(string path, int channels = 0) => Decode(File.ReadAllBytes(path), channels, path);

    /// <summary>The image in the bytes of a file as (channels, rows, columns), 0 to 1.</summary>
    /// <param name="bytes">What a file would hold.</param>
    /// <param name="channels">As for <see cref="Read"/>.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InvalidDataException">The bytes are no image of these formats, or damaged; the message says
    /// where.</exception>
    /// <example><code>
    /// Image.Decode("P2 2 1 1  0 1"u8.ToArray())   // [[[0, 1]]]
    /// </code></example>
    public static Tensor Decode(byte[] bytes, int channels = 0, string name = "image")
    {
        var file = new ImageBytes(bytes, name);
        var start = bytes.AsSpan(0, Math.Min(8, bytes.Length));
        Func<ImageBytes, Bitmap> decode =
            start.SequenceEqual(Png.Signature) ? Png.Decode
            : start.Length > 2 && start[0] == 'P' && start[1] is (byte)'2' or (byte)'3' or (byte)'5' or (byte)'6' ? Netpbm.Decode
            : start.StartsWith("BM"u8) ? Bmp.Decode
            : throw file.Wrong(start.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8])
                ? "this is a JPEG; convert it to PNG, or give a decoder for it."
                : "this is no PNG, PGM, PPM or BMP; convert it to one of these.");
        return decode(file).ToTensor(channels);
    }
}
