namespace Kobai.Data;

/// <summary>Files of plain text in UTF-8, plain or gzip.</summary>
public static class TextLines
{
    /// <summary>The lines of a file of any size, one at a time, each time they are enumerated.</summary>
    /// <exception cref="InvalidDataException">The bytes are not UTF-8; the message says where.</exception>
    /// <example><code>
    /// File.WriteAllText("poem.txt", "a rose\nis a rose\n");
    /// TextLines.Read("poem.txt")   // [a rose, is a rose]
    /// </code></example>
    public static IEnumerable<string> Read(string path)
    {
        using var text = SourceFile.OpenText(path);
        while (text.ReadLine() is { } line) yield return line;
    }
}
