using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Kobai.Versus;

/// <summary>A process that prepares and times rows: Kobai itself or PyTorch.</summary>
sealed class Peer : IDisposable
{
    readonly Process process;

    Peer(ProcessStartInfo start, int threads, (string Name, string Value)[] settings)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        start.Environment.Remove("OPENBLAS_CORETYPE");
        foreach (string name in (string[])["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"])
        {
            start.Environment[name] = threads.ToString(CultureInfo.InvariantCulture);
        }
        foreach (var (name, value) in settings) start.Environment[name] = value;
        Setting = string.Join(' ', settings.Select(s => $"{s.Name}={s.Value}"));
        process = Process.Start(start)!;
    }

    /// <summary>The environment that sets this peer apart.</summary>
    public string Setting { get; }

    /// <summary>Kobai, in a process of its own.</summary>
    public static Peer Kobai(int threads, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [typeof(Peer).Assembly.Location, "--serve"]);
        start.Environment["DOTNET_TieredCompilation"] = "1";
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "0"; // what is called often is compiled once more without delay
        return new(start, threads, settings);
    }

    /// <summary>PyTorch with memory that malloc keeps.</summary>
    public static Peer PyTorch(int threads, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "peer.py")]);
        start.Environment["MALLOC_MMAP_MAX_"] = "0";
        start.Environment["MALLOC_TRIM_THRESHOLD_"] = "100000000000";
        return new(start, threads, settings);
    }

    /// <summary>The version of what runs there.</summary>
    public string Version()
    {
        using var answer = Ask("""{"version": true}""");
        return answer.RootElement.GetProperty("version").GetString()!;
    }

    /// <summary>Prepares a row; gives the sum and the norm of each result of its first step, and the seconds it took.</summary>
    public (double[] Values, double Seconds) Prepare(Row row)
    {
        using var answer = Ask($$"""{"row": "{{JsonEncodedText.Encode(row.Key)}}"}""");
        return ([.. answer.RootElement.GetProperty("values").EnumerateArray().Select(Number)], Number(answer, "seconds"));
    }

    /// <summary>The median time of a step, measured for some seconds; the peak of resident memory; bytes allocated per step.</summary>
    public Measurement Measure(double seconds)
    {
        using var answer = Ask(FormattableString.Invariant($$"""{"seconds": {{seconds}}}"""));
        return new(Number(answer, "seconds"), (long)Number(answer, "peak"), Number(answer, "allocated"));
    }

    /// <summary>The shortest step with the checks of losses and the shortest without, in turn for some seconds.</summary>
    public Cost Checks(double seconds)
    {
        using var answer = Ask(FormattableString.Invariant($$"""{"checks": {{seconds}}}"""));
        return new(Number(answer, "with"), Number(answer, "without"));
    }

    /// <summary>Floating-point operations per second with fused multiply-add, in this process's setting.</summary>
    public double Flops()
    {
        using var answer = Ask("""{"flops": true}""");
        return Number(answer, "flops");
    }

    /// <summary>Ends the row, and gives its memory back.</summary>
    public void Finish() => Ask("""{"done": true}""").Dispose();

    JsonDocument Ask(string question)
    {
        process.StandardInput.WriteLine(question);
        process.StandardInput.Flush();
        return Read(question);
    }

    JsonDocument Read(string question) => JsonDocument.Parse(process.StandardOutput.ReadLine()
        ?? throw new InvalidOperationException($"{process.StartInfo.FileName} ended while it was asked {question}."));

    static double Number(JsonDocument answer, string name) =>
        answer.RootElement.TryGetProperty(name, out var element) ? Number(element) : 0;

    static double Number(JsonElement element) => element.ValueKind == JsonValueKind.Number
        ? element.GetDouble()
        : double.Parse(element.GetString()!.Replace("inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(5000)) process.Kill(entireProcessTree: true);
        process.Dispose();
    }
}

/// <summary>One measurement of a step.</summary>
readonly record struct Measurement(double Seconds, long Peak, double Allocated);
