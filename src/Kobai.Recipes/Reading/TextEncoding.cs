using System.Text;

namespace Kobai.Recipes;

/// <summary>Finds the encoding of a text file.</summary>
static class TextEncoding
{
    static TextEncoding() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The encoding and its name for people; the encoding is null for UTF-8 and where a byte order mark tells.</summary>
    /// <exception cref="RecipeException">The file is not text.</exception>
    public static (Encoding? Encoding, string Name) Detect(TableSource source)
    {
        using Stream stream = source.Open();
        byte[] bytes = new byte[1 << 16];
        int count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        ReadOnlySpan<byte> start = bytes.AsSpan(0, count);

        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            return (null, "UTF-16");
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return (null, "UTF-16, big-endian");
        if (start.StartsWith("PK\u0003\u0004"u8))
            throw new RecipeException($"{source.Name}: this is a zip archive or an Excel workbook; save it as CSV first.");
        if (start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            throw new RecipeException($"{source.Name}: this is compressed with gzip; unpack it first.");
        if (start.Contains((byte)0))
            return Utf16WithoutMark(start)
                ?? throw new RecipeException($"{source.Name}: this is not a text file (it has zero bytes).");

        var decoder = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetDecoder();
        char[] chars = new char[bytes.Length + 1];
        try
        {
            for (; count > 0; count = stream.Read(bytes))
                decoder.GetChars(bytes.AsSpan(0, count), chars, flush: false);
            decoder.GetChars([], chars, flush: true);
        }
        catch (DecoderFallbackException)
        {
            return (Encoding.GetEncoding(1252), "Windows-1252 (Latin-1)");
        }
        return (null, "UTF-8");
    }

    /// <summary>The encoding with an IANA name.</summary>
    /// <exception cref="RecipeException">There is no such encoding.</exception>
    public static Encoding Named(string name)
    {
        try
        {
            return Encoding.GetEncoding(name);
        }
        catch (ArgumentException cause)
        {
            throw new RecipeException(
                $"There is no encoding '{name}'; use a name such as utf-8, utf-16, windows-1252 or shift_jis.", cause);
        }
    }

    /// <summary>In Latin text as UTF-16 nearly every second byte is zero: the odd ones when little-endian.</summary>
    static (Encoding?, string)? Utf16WithoutMark(ReadOnlySpan<byte> start)
    {
        int even = 0, odd = 0;
        for (int i = 0; i + 1 < start.Length; i += 2)
        {
            even += start[i] == 0 ? 1 : 0;
            odd += start[i + 1] == 0 ? 1 : 0;
        }
        int most = start.Length / 4;
        return odd > most && even == 0 ? (Encoding.Unicode, "UTF-16")
            : even > most && odd == 0 ? (Encoding.BigEndianUnicode, "UTF-16, big-endian")
            : null;
    }
}
