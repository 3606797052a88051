using Kobai.Data;

namespace Kobai.Tests.Data;

public sealed class TextLinesTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lines_are_read_plain_or_gzip()
    {
        byte[] text = "\uFEFFeins\nzwölf\r\n\nlast"u8.ToArray();
        Assert.Equal(["eins", "zwölf", "", "last"], TextLines.Read(_folder.Write("a.txt", text)));
        Assert.Equal(["eins", "zwölf", "", "last"], TextLines.Read(_folder.Write("b.txt", TemporaryFolder.Gzip(text))));
    }

    [Fact]
    public void What_is_no_text_is_refused()
    {
        string path = _folder.Write("a.txt", [0xc3, 0x28]);
        Assert.Equal($"{path}, after line 0: the bytes C3 are not UTF-8; save the file as UTF-8.",
            Assert.Throws<InvalidDataException>(() => TextLines.Read(path).Count()).Message);
    }
}
