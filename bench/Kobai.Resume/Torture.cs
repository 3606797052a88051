using System.Diagnostics;
using System.Globalization;

namespace Kobai.Resume;

/// <summary>What came of a tortured training.</summary>
/// <param name="Kills">How many times its process was killed.</param>
/// <param name="WhileWriting">How many of these left a half-written checkpoint behind.</param>
/// <param name="StepsRedone">How many steps had to be taken again.</param>
/// <param name="SameBits">Whether the weights have the bits of a run that was never killed.</param>
public sealed record Torment(int Kills, int WhileWriting, int StepsRedone, bool SameBits)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Kills} kills, {WhileWriting} of them while a checkpoint was written, {StepsRedone} steps taken again: {(SameBits ? "the same bits" : "OTHER BITS")}.";
}

/// <summary>Kills a training with SIGKILL at random moments and resumes it until it is finished.</summary>
public static class Torture
{
    /// <summary>Runs the training once in peace and once under torture.</summary>
    /// <param name="kills">How many times it is killed.</param>
    /// <param name="steps">How many steps it has, a multiple of 10.</param>
    /// <param name="seed">What the moments are drawn from.</param>
    /// <param name="say">Receives a line for each kill.</param>
    public static Torment Run(int kills, int steps, int seed, Action<string>? say = null)
    {
        steps = steps / 10 * 10;
        string folder = Directory.CreateTempSubdirectory("kobai-resume").FullName;
        try
        {
            say?.Invoke($"{steps} steps, {kills} kills, seed {seed}");
            string peace = Path.Combine(folder, "peace"), torture = Path.Combine(folder, "torture");
            using (var whole = Start($"{peace}.run", peace, steps))
            {
                whole.StandardInput.Close();
                whole.StandardOutput.ReadToEnd();
                whole.WaitForExit();
            }
            var random = new Random(seed);
            int done = 0, killed = 0, writing = 0, redone = 0;
            while (!File.Exists(torture))
            {
                using var process = Start($"{torture}.run", torture, steps);
                int left = kills - killed;
                // The kills are spread over the steps that are left, and come anywhere in a step and the writing of its checkpoint.
                int last = left > 0 ? done + random.Next(1, Math.Max(2, 2 * (steps - done) / (left + 1))) : int.MaxValue;
                int first = -1, step = done;
                var clock = Stopwatch.StartNew();
                double pace = 0;
                while (process.StandardOutput.ReadLine() is { } line)
                {
                    (pace, step) = (clock.Elapsed.TotalSeconds, int.Parse(line, CultureInfo.InvariantCulture));
                    if (first < 0) redone += Math.Max(0, done - (first = step) + 1);
                    clock.Restart();
                    process.StandardInput.WriteLine();
                    if (step < last) continue;
                    Wait(random.NextDouble() * Math.Min(pace, 0.05));
                    process.Kill();
                    process.WaitForExit();
                    killed++;
                    var run = new DirectoryInfo($"{torture}.run");
                    if (run.Exists && run.GetFiles("*.partial").Length > 0) writing++;
                    say?.Invoke($"kill {killed} after step {step}");
                    break;
                }
                process.WaitForExit();
                if (process.ExitCode != 0 && step < last) throw new InvalidOperationException($"The worker failed: {process.StandardError.ReadToEnd()}");
                done = Math.Max(done, step);
            }
            return new(killed, writing, redone, File.ReadAllBytes(peace).AsSpan().SequenceEqual(File.ReadAllBytes(torture)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static Process Start(string folder, string output, int steps) => Process.Start(new ProcessStartInfo("dotnet")
    {
        ArgumentList = { typeof(Torture).Assembly.Location, "worker", folder, output, steps.ToString(CultureInfo.InvariantCulture) },
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
    })!;

    static void Wait(double seconds)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < seconds) Thread.SpinWait(20);
    }
}
