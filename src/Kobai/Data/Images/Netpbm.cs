using System.Buffers.Binary;

namespace Kobai.Data;

/// <summary>PGM and PPM, as text (P2, P3) and as bytes (P5, P6), of eight or sixteen bits.</summary>
/// <remarks><see href="https://netpbm.sourceforge.net/doc/pgm.html">Netpbm: PGM</see>.</remarks>
static class Netpbm
{
    public static Bitmap Decode(ImageBytes file)
    {
        char kind = (char)file.All[1];
        file.At = 2;
        int channels = kind is '3' or '6' ? 3 : 1;
        int width = Number(file, "the width"), height = Number(file, "the height");
        int count = file.Samples(width, height, channels), largest = Number(file, "the value of white");
        if (largest is < 1 or > 65535)
            throw file.Wrong($"the value of white must be from 1 to 65535; it is {largest}.");
        bool isText = kind is '2' or '3';
        // A sample of text takes two bytes at least, but the last.
        long least = isText ? 2L * count - 1 : (long)count * (largest < 256 ? 1 : 2);
        if (!isText) file.Take(1, "the header");
        if (file.Left < least)
            throw file.Wrong($"the file ends early; {count} samples need {least} bytes, {file.Left} are left.");

        var samples = new ushort[count];
        var bytes = isText ? default : file.Take((int)least, "the pixels");
        for (int i = 0; i < count; i++)
        {
            int value = isText ? Number(file, $"sample {i}")
                : largest < 256 ? bytes[i] : BinaryPrimitives.ReadUInt16BigEndian(bytes[(2 * i)..]);
            if (value > largest) throw file.Wrong($"sample {i} is {value}; the value of white is {largest}.");
            samples[i] = (ushort)value;
        }
        return new(width, height, channels, largest, samples);
    }

    // A whole number behind spaces and comments.
    static int Number(ImageBytes file, string what)
    {
        var all = file.All;
        int at = file.At;
        while (at < all.Length && (all[at] is (byte)'#' or (byte)' ' || all[at] is >= 9 and <= 13))
        {
            if (all[at++] != '#') continue;
            while (at < all.Length && all[at] is not ((byte)'\n' or (byte)'\r')) at++;
        }
        int start = at;
        long value = 0;
        while (at < all.Length && all[at] is >= (byte)'0' and <= (byte)'9' && value <= int.MaxValue) value = 10 * value + all[at++] - '0';
        file.At = start;
        if (at == start || value > int.MaxValue) throw file.Wrong($"{what} must be a whole number.");
        file.At = at;
        return (int)value;
    }
}
