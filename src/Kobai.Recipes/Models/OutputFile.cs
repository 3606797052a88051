using Kobai.Serialization;

namespace Kobai.Recipes;

/// <summary>Writes a file wholly or not at all, and says in words why it cannot be written.</summary>
static class OutputFile
{
    /// <summary>Writes the file.</summary>
    /// <exception cref="RecipeException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        CheckWritable(path);
        try
        {
            Disk.Write(path, write);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new RecipeException($"{path}: cannot be written: {Reason(path, cause)}", cause);
        }
    }

    /// <summary>Throws now what <see cref="Write"/> would throw after the work is done.</summary>
    /// <exception cref="RecipeException">The file could not be written.</exception>
    public static void CheckWritable(string path)
    {
        if (Directory.Exists(path))
            throw new RecipeException($"{path}: this is a folder; name a file in it.");
        bool existed = File.Exists(path);
        try
        {
            using FileStream stream = File.OpenWrite(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new RecipeException($"{path}: cannot be written: {Reason(path, cause)}", cause);
        }
        if (!existed)
            File.Delete(path);
    }

    static string Reason(string path, Exception cause) =>
        cause is DirectoryNotFoundException
            ? $"there is no folder '{Path.GetDirectoryName(path)}'; make it first."
            : cause.Message;
}
