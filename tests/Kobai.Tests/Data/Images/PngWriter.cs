using System.Buffers.Binary;
using System.IO.Compression;

namespace Kobai.Tests.Data;

/// <summary>Writes PNG the slow and obvious way: every type, depth and filter, interlaced or not.</summary>
static class PngWriter
{
    public static byte[] Write(int width, int height, int type, int depth, bool interlaced, ushort[] samples, int filterSeed = 0, params (string Type, byte[] Data)[] extra)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)type, (byte)(interlaced ? 1 : 0));
        Chunk(file, "IHDR", header);
        foreach (var (name, data) in extra) Chunk(file, name, data);
        byte[] packed = Zlib(Raw(width, height, Channels(type), depth, interlaced, samples, new System.Random(filterSeed)));
        Chunk(file, "IDAT", packed[..(packed.Length / 2)]);
        Chunk(file, "IDAT", packed[(packed.Length / 2)..]);
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    public static int Channels(int type) => type switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    public static void Chunk(Stream file, string type, byte[] data)
    {
        byte[] named = [.. type.Select(c => (byte)c), .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(named);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(named));
        file.Write(number);
    }

    // Bit by bit, from the definition.
    public static uint Crc(byte[] bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte value in bytes)
        {
            sum ^= value;
            for (int bit = 0; bit < 8; bit++) sum = (sum & 1) == 1 ? 0xEDB88320 ^ (sum >> 1) : sum >> 1;
        }
        return ~sum;
    }

    static byte[] Raw(int width, int height, int channels, int depth, bool interlaced, ushort[] samples, System.Random random)
    {
        using var raw = new MemoryStream();
        // The pass of each pixel of an 8 × 8 square, as the specification prints it.
        string[] adam7 = ["16462646", "77777777", "56565656", "77777777", "36463646", "77777777", "56565656", "77777777"];
        foreach (char pass in interlaced ? "1234567" : "1")
        {
            byte[] above = [];
            for (int y = 0; y < height; y++)
            {
                int[] columns = [.. Enumerable.Range(0, width).Where(x => !interlaced || adam7[y % 8][x % 8] == pass)];
                if (columns.Length == 0) continue;
                bool[] bits = [.. from x in columns from c in Enumerable.Range(0, channels) from bit in Enumerable.Range(1, depth)
                                  select ((samples[(y * width + x) * channels + c] >> (depth - bit)) & 1) == 1];
                byte[] row = [.. bits.Chunk(8).Select(chunk => (byte)chunk.Index().Sum(pair => pair.Item ? 128 >> pair.Index : 0))];
                if (above.Length == 0) above = new byte[row.Length];
                int filter = random.Next(5), step = Math.Max(1, channels * depth / 8);
                raw.WriteByte((byte)filter);
                for (int i = 0; i < row.Length; i++)
                {
                    int a = i < step ? 0 : row[i - step], b = above[i], c = i < step ? 0 : above[i - step];
                    int p = a + b - c, nearest = new[] { a, b, c }.MinBy(v => Math.Abs(p - v));
                    raw.WriteByte((byte)(row[i] - (filter switch { 0 => 0, 1 => a, 2 => b, 3 => (a + b) / 2, _ => nearest })));
                }
                above = row;
            }
        }
        return raw.ToArray();
    }

    static byte[] Zlib(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal)) zlib.Write(bytes);
        return packed.ToArray();
    }
}
