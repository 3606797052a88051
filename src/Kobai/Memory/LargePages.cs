using System.Runtime.InteropServices;

namespace Kobai.Memory;

/// <summary>Pages of 2 MiB, of which a processor needs 512 times fewer entries of its table of pages.</summary>
static partial class LargePages
{
    /// <summary>The size of a large page.</summary>
    public const nuint Size = 2 << 20;

    const int UseLargePages = 14; // MADV_HUGEPAGE

    /// <summary>Asks for large pages where the system grants them to those who ask, as Linux does; elsewhere does nothing.</summary>
    public static void Advise(nint start, nuint bytes)
    {
        // A refusal changes nothing but the speed.
        if (OperatingSystem.IsLinux()) _ = Advise(start, bytes, UseLargePages);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint start, nuint bytes, int advice);
}
