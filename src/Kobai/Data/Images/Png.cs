using System.Buffers.Binary;
using System.IO.Compression;

namespace Kobai.Data;

/// <summary>PNG of every color type and depth, interlaced or not.</summary>
/// <remarks><see href="https://www.w3.org/TR/png-3/">Portable Network Graphics (PNG) Specification, third
/// edition</see>.</remarks>
static class Png
{
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    public static Bitmap Decode(ImageBytes file)
    {
        file.At = Signature.Length;
        Header? header = null;
        byte[] palette = [], opacity = [];
        using var packed = new MemoryStream();
        for (bool more = true; more;)
        {
            int place = file.At;
            var start = file.Take(8, "a chunk");
            uint length = BinaryPrimitives.ReadUInt32BigEndian(start);
            string type = string.Concat(start[4..].ToArray().Select(c => (char)c));
            if (length > int.MaxValue - 4) throw file.Wrong(place, $"a chunk cannot be {length} bytes long.");
            var data = file.Take((int)length, $"the chunk {type}");
            uint sum = BinaryPrimitives.ReadUInt32BigEndian(file.Take(4, $"the chunk {type}"));
            if (sum != Crc32.Of(file.All.Slice(place + 4, (int)length + 4)))
                throw file.Wrong(place, $"the chunk {type} does not agree with its checksum; the file is damaged.");
            if (header is null && type is not "IHDR")
                throw file.Wrong(place, $"the first chunk must be IHDR; it is {type}.");
            switch (type)
            {
                case "IHDR": header = Header.Read(data, file, place); break;
                case "PLTE": palette = data.ToArray(); break;
                case "tRNS": opacity = data.ToArray(); break;
                case "IDAT": packed.Write(data); break;
                case "IEND": more = false; break;
                default:
                    if (char.IsUpper(type[0]))
                        throw file.Wrong(place, $"the chunk {type} is necessary to understand the image, and unknown.");
                    break;
            }
        }
        packed.Position = 0;
        return header!.Colors(Samples(header, packed, file), palette, opacity, file);
    }

    // The samples of all pixels as they are stored: gray, indices or colors, at their own depth.
    static ushort[] Samples(Header header, Stream packed, ImageBytes file)
    {
        long size = 0;
        foreach (var pass in header.Passes()) size += pass.Height * (1 + header.RowBytes(pass.Width));
        if (size > Array.MaxLength)
            throw file.Wrong($"the image of {header.Width} × {header.Height} pixels is too large.");
        byte[] raw;
        try
        {
            using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
            raw = SourceFile.Read(unpacked, size);
        }
        catch (InvalidDataException error)
        {
            throw file.Wrong($"the compressed pixels are damaged. {error.Message}");
        }
        if (raw.Length < size)
            throw file.Wrong($"the compressed pixels end early; {size} bytes are needed, {raw.Length} are there.");

        var samples = new ushort[file.Samples(header.Width, header.Height, header.Stored)];
        int at = 0, step = Math.Max(1, header.Stored * header.Depth / 8);
        foreach (var pass in header.Passes())
        {
            int rowBytes = (int)header.RowBytes(pass.Width);
            Span<byte> above = new byte[rowBytes];
            for (int y = 0; y < pass.Height; y++, at += 1 + rowBytes)
            {
                var row = raw.AsSpan(at + 1, rowBytes);
                if (!Unfilter(raw[at], row, above, step))
                    throw file.Wrong($"row {y} has the filter {raw[at]}; filters are 0 to 4.");
                above = row;
                int line = (pass.Top + y * pass.Down) * header.Width;
                for (int x = 0; x < pass.Width; x++)
                {
                    int pixel = line + pass.Left + x * pass.Right;
                    for (int c = 0; c < header.Stored; c++) samples[pixel * header.Stored + c] = header.Sample(row, x * header.Stored + c);
                }
            }
        }
        return samples;
    }

    static bool Unfilter(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int step)
    {
        for (int i = 0; i < row.Length; i++)
        {
            int left = i < step ? 0 : row[i - step], up = above[i], corner = i < step ? 0 : above[i - step];
            row[i] += filter switch
            {
                1 => (byte)left,
                2 => (byte)up,
                3 => (byte)((left + up) / 2),
                4 => (byte)Paeth(left, up, corner),
                _ => 0,
            };
        }
        return filter <= 4;
    }

    // The neighbor nearest to left + up − corner.
    static int Paeth(int left, int up, int corner)
    {
        int guess = left + up - corner;
        int a = Math.Abs(guess - left), b = Math.Abs(guess - up), c = Math.Abs(guess - corner);
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }

    /// <summary>The pixels (Left + i · Right, Top + j · Down), of which a pass has Width × Height.</summary>
    readonly record struct Pass(int Left, int Top, int Right, int Down, int Width, int Height);

    /// <summary>What the first chunk says.</summary>
    /// <param name="Width">Pixels in a row.</param>
    /// <param name="Height">Rows.</param>
    /// <param name="Depth">Bits of a sample.</param>
    /// <param name="Type">0 gray, 2 colors, 3 indices of a palette, 4 gray and opacity, 6 colors and opacity.</param>
    /// <param name="Interlaced">Whether the pixels come in the seven passes of Adam7.</param>
    sealed record Header(int Width, int Height, int Depth, int Type, bool Interlaced)
    {
        /// <summary>Samples of a pixel in the file.</summary>
        public int Stored => Type switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

        public static Header Read(ReadOnlySpan<byte> data, ImageBytes file, int place)
        {
            if (data.Length != 13)
                throw file.Wrong(place, $"the chunk IHDR must be 13 bytes long; it has {data.Length}.");
            uint width = BinaryPrimitives.ReadUInt32BigEndian(data), height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
            int depth = data[8], type = data[9];
            bool fits = type switch
            {
                0 => depth is 1 or 2 or 4 or 8 or 16,
                3 => depth is 1 or 2 or 4 or 8,
                2 or 4 or 6 => depth is 8 or 16,
                _ => false,
            };
            if (!fits) throw file.Wrong(place, $"there is no color type {type} with {depth} bits.");
            if (data[10] != 0 || data[11] != 0 || data[12] > 1)
                throw file.Wrong(
                    place, $"compression, filter and interlace method must be 0, 0 and 0 or 1; they are {data[10]}, {data[11]}, {data[12]}.");
            file.Samples(width, height, 4);
            return new((int)width, (int)height, depth, type, data[12] == 1);
        }

        public long RowBytes(int width) => ((long)width * Stored * Depth + 7) / 8;

        public IEnumerable<Pass> Passes()
        {
            if (!Interlaced) return [new(0, 0, 1, 1, Width, Height)];
            (int Left, int Top, int Right, int Down)[] adam7 =
                [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];
            return
                from pass in adam7
                let width = (Width - pass.Left + pass.Right - 1) / pass.Right
                let height = (Height - pass.Top + pass.Down - 1) / pass.Down
                where width > 0 && height > 0
                select new Pass(pass.Left, pass.Top, pass.Right, pass.Down, width, height);
        }

        public ushort Sample(ReadOnlySpan<byte> row, int i) => Depth switch
        {
            8 => row[i],
            16 => BinaryPrimitives.ReadUInt16BigEndian(row[(2 * i)..]),
            _ => (ushort)((row[i * Depth / 8] >> (8 - Depth - i * Depth % 8)) & ((1 << Depth) - 1)),
        };

        /// <summary>Looks indices up in the palette and gives the color that is said to be transparent its opacity of
        /// 0.</summary>
        public Bitmap Colors(ushort[] samples, byte[] palette, byte[] opacity, ImageBytes file)
        {
            int largest = (1 << Depth) - 1, count = Width * Height;
            bool hasOpacity = opacity.Length > 0;
            if (Type is not 3 && (!hasOpacity || Type is 4 or 6)) return new(Width, Height, Stored, largest, samples);
            if (Type is 3 && palette.Length < 3) throw file.Wrong("the image needs a palette and has none.");
            if (Type is not 3 && opacity.Length != 2 * Stored)
                throw file.Wrong($"the chunk tRNS must be {2 * Stored} bytes long; it has {opacity.Length}.");

            int colors = Type is 3 ? 3 : Stored, channels = colors + (hasOpacity ? 1 : 0);
            var pixels = new ushort[count * channels];
            for (int i = 0; i < count; i++)
            {
                var to = pixels.AsSpan(i * channels, channels);
                if (Type is 3)
                {
                    int index = samples[i];
                    if (3 * index + 2 >= palette.Length)
                        throw file.Wrong($"pixel {i} has color {index}; the palette has {palette.Length / 3}.");
                    for (int c = 0; c < 3; c++) to[c] = palette[3 * index + c];
                    if (hasOpacity) to[3] = index < opacity.Length ? opacity[index] : (ushort)255;
                }
                else
                {
                    bool isKey = true;
                    for (int c = 0; c < colors; c++)
                    {
                        to[c] = samples[i * colors + c];
                        isKey &= to[c] == BinaryPrimitives.ReadUInt16BigEndian(opacity.AsSpan(2 * c));
                    }
                    to[colors] = (ushort)(isKey ? 0 : largest);
                }
            }
            return new(Width, Height, channels, Type is 3 ? 255 : largest, pixels);
        }
    }
}
