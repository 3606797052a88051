using System.Diagnostics;

namespace Kobai.Versus;

/// <summary>How long it takes from the start of a process to the end of its first step of training.</summary>
static class Start
{
    public static Result Compare(int rounds)
    {
        string peer = Path.Combine(AppContext.BaseDirectory, "peer.py");
        double[] own = new double[rounds], theirs = new double[rounds];
        for (int round = 0; round < rounds; round++)
        {
            own[round] = Time(Environment.ProcessPath!, typeof(Start).Assembly.Location);
            theirs[round] = Time("/usr/bin/python3", peer);
        }
        return new(new("start to first step", [], 5, 0, 0, () => () => []), 1, own, theirs, 0, default, 0);
    }

    static double Time(string program, string script)
    {
        var start = new ProcessStartInfo(program, [script, "--first-step"]);
        start.Environment["OMP_NUM_THREADS"] = "1";
        long begin = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }
}
