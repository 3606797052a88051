namespace Kobai.Serialization;

/// <summary>Files that are there wholly or not at all.</summary>
/// <example><code>
/// string path = System.IO.Path.GetTempFileName();
/// Disk.Write(path, stream => stream.Write("whole"u8));
/// System.IO.File.ReadAllText(path)   // whole
/// </code></example>
public static class Disk
{
    /// <summary>Writes a file beside its place, forces it to the disk and moves it there; until then, what was there stays.</summary>
    /// <param name="path">The place.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <example><code>
    /// string path = System.IO.Path.GetTempFileName();
    /// Disk.Write(path, stream => stream.Write("whole"u8));
    /// System.IO.File.ReadAllText(path)   // whole
    /// </code></example>
    public static void Write(string path, Action<Stream> write)
    {
        string beside = $"{path}.{Guid.NewGuid():N}.partial";
        try
        {
            using (FileStream stream = File.Create(beside))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    /// <summary>Reads a file, and names it when it is not what it should be.</summary>
    internal static T Read<T>(string path, Func<FileStream, T> read)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Named(path, () => read(stream));
    }

    /// <summary>Names the file when what is read from it is not what it should be.</summary>
    internal static T Named<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException cause)
        {
            throw new InvalidDataException($"{path}: {cause.Message}", cause);
        }
    }
}
