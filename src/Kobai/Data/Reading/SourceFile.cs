using System.IO.Compression;
using System.Text;

namespace Kobai.Data;

/// <summary>A file to read from front to back: as it is, or unpacked where it is gzip, which its first two bytes
/// say.</summary>
static class SourceFile
{
    const int Step = 1 << 20;

    /// <summary>Opens a file, or the one of this name with <c>.gz</c> behind it.</summary>
    public static Stream Open(string path)
    {
        string name = !File.Exists(path) && File.Exists(path + ".gz") ? path + ".gz" : path;
        var file = new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        bool packed = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return packed ? new Unpacked(file, path) : file;
    }

    /// <summary>Opens a file of text in UTF-8.</summary>
    public static SourceText OpenText(string path) => new(Open(path), path);

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

    /// <summary>The bytes inside a gzip file; damage is reported with the file's name.</summary>
    sealed class Unpacked(Stream file, string path) : Stream
    {
        readonly GZipStream _bytes = new(file, CompressionMode.Decompress);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            try
            {
                return _bytes.Read(buffer);
            }
            catch (InvalidDataException error)
            {
                throw new InvalidDataException($"{path}: the gzip data is damaged. {error.Message}", error);
            }
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) _bytes.Dispose();
            base.Dispose(disposing);
        }
    }
}

/// <summary>A file of text in UTF-8, with or without a byte order mark.</summary>
sealed class SourceText(Stream stream, string path) : IDisposable
{
    readonly StreamReader _reader = new(stream, new UTF8Encoding(false, throwOnInvalidBytes: true), true, 1 << 16);

    public string Path => path;

    /// <summary>The line that was read last, counted from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Fills a buffer, as far as the text goes.</summary>
    /// <exception cref="InvalidDataException">The bytes are not UTF-8.</exception>
    public int Read(char[] buffer)
    {
        try
        {
            return _reader.ReadBlock(buffer);
        }
        catch (DecoderFallbackException error)
        {
            throw NoText(error);
        }
    }

    /// <summary>The next line; null behind the last.</summary>
    /// <exception cref="InvalidDataException">The bytes are not UTF-8.</exception>
    public string? ReadLine()
    {
        try
        {
            string? line = _reader.ReadLine();
            if (line is not null) Line++;
            return line;
        }
        catch (DecoderFallbackException error)
        {
            throw NoText(error);
        }
    }

    /// <summary>What is wrong at the line that was read last.</summary>
    public InvalidDataException Wrong(string what) => new($"{path}, line {Line}: {what}");

    public void Dispose() => _reader.Dispose();

    InvalidDataException NoText(DecoderFallbackException error) => new(
        $"{path}, after line {Line}: the bytes {Convert.ToHexString(error.BytesUnknown ?? [])} are not UTF-8; save the file as UTF-8.", error);
}
