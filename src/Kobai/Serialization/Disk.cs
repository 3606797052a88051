namespace Kobai.Serialization;

/// <summary>Files written beside their place and moved there when complete; faults of a file with its name.</summary>
static class Disk
{
    /// <summary>Writes a file; until it is complete, what was there stays.</summary>
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
    public static T Read<T>(string path, Func<FileStream, T> read)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Named(path, () => read(stream));
    }

    /// <summary>Names the file when what is read from it is not what it should be.</summary>
    public static T Named<T>(string path, Func<T> read)
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
