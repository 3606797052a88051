namespace Kobai.Tests.Data;

/// <summary>Damages files in many ways; a reader may refuse what it gets, with a place, and nothing else.</summary>
static class Damage
{
    /// <summary>Every truncation of a file (or 200 of them) and 400 files with one to four bytes changed.</summary>
    public static IEnumerable<byte[]> Of(byte[] file, int seed = 1)
    {
        var random = new System.Random(seed);
        int step = Math.Max(1, file.Length / 200);
        for (int length = 0; length < file.Length; length += step) yield return file[..length];
        for (int i = 0; i < 400; i++)
        {
            byte[] changed = [.. file];
            for (int k = random.Next(4); k >= 0; k--)
            {
                // The beginning holds the sizes, so half of the changes go there.
                int place = random.Next(2) == 0 ? random.Next(Math.Min(32, file.Length)) : random.Next(file.Length);
                changed[place] = (byte)(random.Next(4) == 0 ? 255 : random.Next(256));
            }
            yield return changed;
        }
    }

    /// <summary>Reads every damaged version; what is refused must be refused with the name of the file.</summary>
    /// <returns>How many were refused.</returns>
    public static int Try(TemporaryFolder folder, string name, byte[] file, Action<string> read)
    {
        int refused = 0;
        foreach (byte[] damaged in Of(file))
        {
            string path = folder.Write(name, damaged);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(path);
            }
            catch (InvalidDataException error)
            {
                Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
                refused++;
            }
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64 << 20, $"{path} takes too much memory");
        }
        return refused;
    }
}
