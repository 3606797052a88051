using System.Buffers.Binary;

namespace Kobai.Data;

/// <summary>BMP without compression: 8 bits with a palette, 24 and 32 bits. A fourth byte is not taken for
/// opacity.</summary>
/// <remarks><see href="https://learn.microsoft.com/windows/win32/gdi/bitmap-storage">Microsoft: Bitmap
/// Storage</see>.</remarks>
static class Bmp
{
    const int Plain = 0, Masks = 3;

    public static Bitmap Decode(ImageBytes file)
    {
        var start = file.Take(14, "the header");
        int pixelsAt = BinaryPrimitives.ReadInt32LittleEndian(start[10..]);
        int headerSize = BinaryPrimitives.ReadInt32LittleEndian(file.Take(4, "the header"));
        if (headerSize is not (40 or 52 or 56 or 108 or 124))
            throw file.Wrong(14, $"the header must be 40, 52, 56, 108 or 124 bytes long; it has {headerSize}.");
        var header = file.Take(headerSize - 4, "the header");
        int width = BinaryPrimitives.ReadInt32LittleEndian(header), rows = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        int bits = BinaryPrimitives.ReadInt16LittleEndian(header[10..]), compression = BinaryPrimitives.ReadInt32LittleEndian(header[12..]);
        long height = Math.Abs((long)rows); // negative: the first row is the top one
        int count = file.Samples(width, height, 3);
        if (bits is not (8 or 24 or 32))
            throw file.Wrong(28, $"8, 24 and 32 bits are understood; the image has {bits}. Save it as 24 bits.");
        if (compression == Masks && bits == 32) CheckMasks(file, headerSize, header);
        else if (compression != Plain)
            throw file.Wrong(30, $"compression {compression} is not understood; save the image without compression.");

        byte[] palette = bits == 8 ? Palette(file, BinaryPrimitives.ReadUInt32LittleEndian(header[28..])) : [];
        long rowBytes = ((long)width * bits + 31) / 32 * 4;
        if (pixelsAt < file.At || pixelsAt > file.All.Length || rowBytes * height > file.All.Length - pixelsAt)
        {
            throw file.Wrong(
                10, $"the pixels begin at byte {pixelsAt} and need {rowBytes * height} bytes; the file has {file.All.Length}.");
        }
        var samples = new ushort[count];
        for (int y = 0; y < height; y++)
        {
            int line = rows < 0 ? y : (int)height - 1 - y;
            var row = file.All.Slice(pixelsAt + (int)rowBytes * line, (int)rowBytes);
            for (int x = 0; x < width; x++)
            {
                var color = bits == 8 ? Color(palette, row[x], file) : row[(x * (bits / 8))..];
                for (int c = 0; c < 3; c++) samples[3 * (y * width + x) + c] = color[2 - c];
            }
        }
        return new(width, (int)height, 3, 255, samples);
    }

    static ReadOnlySpan<byte> Color(byte[] palette, int index, ImageBytes file) => 4 * index < palette.Length
        ? palette.AsSpan(4 * index, 4)
        : throw file.Wrong($"a pixel has color {index}; the palette has {palette.Length / 4}.");

    static byte[] Palette(ImageBytes file, uint colors)
    {
        if (colors > 256) throw file.Wrong(46, $"a palette has at most 256 colors; this one has {colors}.");
        return file.Take(4 * (colors == 0 ? 256 : (int)colors), "the palette").ToArray();
    }

    static void CheckMasks(ImageBytes file, int headerSize, ReadOnlySpan<byte> header)
    {
        var masks = headerSize > 40 ? header[36..] : file.Take(12, "the masks");
        for (int c = 0; c < 3; c++)
        {
            uint mask = BinaryPrimitives.ReadUInt32LittleEndian(masks[(4 * c)..]);
            if (mask != 0xff0000u >> (8 * c))
                throw file.Wrong(
                    54 + 4 * c, $"the color masks must be those of blue, green, red, unused; mask {c} is {mask:x8}. Save the image as 24 bits.");
        }
    }
}
