using System.Diagnostics;
using System.Text.Json;

namespace Kobai.Versus;

/// <summary>How long it takes from the start of a process to the end of its first step of training.</summary>
static class Start
{
    public static Result Compare(int rounds)
    {
        string peer = Path.Combine(AppContext.BaseDirectory, "peer.py");
        Measurement[] own = new Measurement[rounds], theirs = new Measurement[rounds];
        for (int round = 0; round < rounds; round++)
        {
            own[round] = Time(Environment.ProcessPath!, typeof(Start).Assembly.Location);
            theirs[round] = Time("/usr/bin/python3", peer);
        }
        return new(new("start to first step", [], 5, 0, 0, () => () => []), 1, own, theirs, 0, 0, "");
    }

    static Measurement Time(string program, string script)
    {
        var start = new ProcessStartInfo(program, [script, "--first-step"]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["DOTNET_TieredCompilation"] = "1";
        start.Environment.Remove("OPENBLAS_CORETYPE");
        long begin = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        using var answer = JsonDocument.Parse(process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        return new(Stopwatch.GetElapsedTime(begin).TotalSeconds, answer.RootElement.GetProperty("peak").GetInt64(), 0);
    }
}
