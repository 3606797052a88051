using System.Globalization;

namespace Kobai.Versus;

/// <summary>Resident memory of this process.</summary>
static class Resident
{
    /// <summary>The most there was since the peak was last forgotten, in bytes.</summary>
    public static long Peak()
    {
        string line = File.ReadLines("/proc/self/status").First(text => text.StartsWith("VmHWM", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>What preparing took is given back, and the peak begins anew.</summary>
    public static void ForgetPeak()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        File.WriteAllText("/proc/self/clear_refs", "5");
    }
}
