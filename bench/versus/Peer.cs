using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Kobai.Versus;

/// <summary>A process that prepares and times rows: Kobai itself or PyTorch.</summary>
sealed class Peer : IDisposable
{
    readonly Process process;

    Peer(ProcessStartInfo start, int threads)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        start.Environment.Remove("OPENBLAS_CORETYPE");
        foreach (string name in (string[])["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"])
        {
            start.Environment[name] = threads.ToString(CultureInfo.InvariantCulture);
        }
        process = Process.Start(start)!;
    }

    /// <summary>Kobai, in a process of its own.</summary>
    public static Peer Kobai(int threads) => new(new(Environment.ProcessPath!, [typeof(Peer).Assembly.Location, "--serve"]), threads);

    /// <summary>PyTorch with memory that malloc keeps.</summary>
    /// <param name="threads">How many threads it may use.</param>
    /// <param name="capability">The vector width, or null for its own choice.</param>
    public static Peer PyTorch(int threads, string? capability)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "peer.py")]);
        start.Environment["MALLOC_MMAP_MAX_"] = "0";
        start.Environment["MALLOC_TRIM_THRESHOLD_"] = "100000000000";
        start.Environment["OMP_WAIT_POLICY"] = "PASSIVE";
        if (capability is not null) start.Environment["ATEN_CPU_CAPABILITY"] = capability;
        return new(start, threads);
    }

    /// <summary>Prepares a row; gives the sum and the norm of each result of its first step.</summary>
    public double[] Prepare(Row row)
    {
        using var answer = Ask($$"""{"row": "{{JsonEncodedText.Encode(row.Key)}}"}""");
        return [.. answer.RootElement.GetProperty("values").EnumerateArray().Select(Number)];
    }

    /// <summary>The median time of a step, measured for some seconds, and the largest resident memory so far.</summary>
    public (double Seconds, long Peak) Measure(double seconds)
    {
        using var answer = Ask(FormattableString.Invariant($$"""{"seconds": {{seconds}}}"""));
        return (answer.RootElement.GetProperty("seconds").GetDouble(), answer.RootElement.GetProperty("peak").GetInt64());
    }

    JsonDocument Ask(string question)
    {
        process.StandardInput.WriteLine(question);
        process.StandardInput.Flush();
        return JsonDocument.Parse(process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"{process.StartInfo.FileName} ended while it was asked {question}."));
    }

    static double Number(JsonElement element) => element.ValueKind == JsonValueKind.Number
        ? element.GetDouble()
        : double.Parse(element.GetString()!.Replace("inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(2000)) process.Kill();
        process.Dispose();
    }
}
