using System.IO.Compression;

namespace Kobai.Data;

/// <summary>The bytes of a file: as they are, or unpacked where the file is gzip, which its first two bytes say.</summary>
static class SourceFile
{
    const int Step = 1 << 20;

    /// <summary>Opens a file, or the one of this name with <c>.gz</c> behind it.</summary>
    public static Stream Open(string path)
    {
        if (!File.Exists(path) && File.Exists(path + ".gz")) path += ".gz";
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        bool packed = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return packed ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>Reads a number of bytes; memory grows with what is there, whatever a header promises.</summary>
    /// <returns>The bytes; fewer than asked for where the stream ends.</returns>
    public static byte[] Read(Stream stream, long count)
    {
        var bytes = new byte[Math.Min(count, Step)];
        int filled = 0;
        while (true)
        {
            filled += stream.ReadAtLeast(bytes.AsSpan(filled), bytes.Length - filled, throwOnEndOfStream: false);
            if (filled < bytes.Length) return bytes[..filled];
            if (filled == count) return bytes;
            Array.Resize(ref bytes, (int)Math.Min(count, Math.Min(2L * bytes.Length, Array.MaxLength)));
        }
    }
}
