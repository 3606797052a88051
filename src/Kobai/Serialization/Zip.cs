using System.IO.Compression;

namespace Kobai.Serialization;

/// <summary>Zip archives from strangers: none gives more than its length allows, and no damage goes unseen.</summary>
static class Zip
{
    // No stream of deflate is shorter than its content divided by this.
    const long BestRatio = 1032;

    /// <summary>Opens an archive for reading.</summary>
    /// <exception cref="InvalidDataException">It is broken, or claims more than its length allows.</exception>
    public static ZipArchive Open(Stream stream, string format)
    {
        ZipArchive archive;
        try
        {
            archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (Exception cause) when (cause is InvalidDataException or IOException or ArgumentException or OverflowException
            or NotSupportedException)
        {
            throw new InvalidDataException($"{format}: the file is no zip archive: {cause.Message}", cause);
        }
        var names = new HashSet<string>(StringComparer.Ordinal);
        long left = stream.Length;
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            if (!names.Add(entry.FullName))
                throw new InvalidDataException($"{format}: '{entry.FullName}' stands twice in the zip archive.");
            if (entry.CompressedLength > left || entry.Length / BestRatio > entry.CompressedLength)
                throw new InvalidDataException($"{format}: '{entry.FullName}' in the zip archive claims more bytes than it can hold.");
            left -= entry.CompressedLength;
        }
        return archive;
    }

    /// <summary>The content of an entry; its check sum is judged when the last byte is read.</summary>
    public static Stream Content(ZipArchiveEntry entry, string format)
    {
        try
        {
            return new Checked(entry.Open(), entry, format);
        }
        catch (Exception cause) when (cause is InvalidDataException or IOException or NotSupportedException)
        {
            throw new InvalidDataException($"{format}: '{entry.FullName}' in the zip archive cannot be read: {cause.Message}", cause);
        }
    }

    sealed class Checked(Stream inner, ZipArchiveEntry entry, string format) : Stream
    {
        long _left = entry.Length;
        uint _sum;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            int read = inner.Read(buffer);
            _sum = Crc32.Append(_sum, buffer[..read]);
            _left -= read;
            return _left != 0 || _sum == entry.Crc32
                ? read
                : throw new InvalidDataException($"{format}: the check sum of '{entry.FullName}' in the zip archive is wrong.");
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
