using System.Diagnostics;
using System.Globalization;

namespace Kobai;

/// <summary>Writes a line for each epoch, and on a terminal how far the present one is.</summary>
/// <remarks>
/// <example><code>
/// var progress = new ConsoleProgress(Console.Out);
/// progress.Report(new() { Epoch = 1, Epochs = 3, Result = new() { Epoch = 1, TrainingLoss = 0.5 } });   // epoch 1/3  loss 0.5000  0.0 s
/// </code></example>
/// </remarks>
public sealed class ConsoleProgress : IProgress<TrainingProgress>
{
    // Ten times a second is as often as anyone reads, and costs no training time.
    static readonly TimeSpan s_pause = TimeSpan.FromSeconds(0.1);

    readonly TextWriter _output;
    readonly bool _isTerminal;
    readonly int _width;
    readonly Stopwatch _epoch = Stopwatch.StartNew();
    TimeSpan _next;

    /// <summary>Makes a report to standard output, or elsewhere.</summary>
    /// <param name="output">Where to; standard output if null.</param>
    public ConsoleProgress(TextWriter? output = null)
    {
        _output = output ?? Console.Out;
        _isTerminal = ReferenceEquals(_output, Console.Out) && !Console.IsOutputRedirected;
        _width = _isTerminal && Console.WindowWidth > 0 ? Console.WindowWidth : 80;
    }

    internal ConsoleProgress(TextWriter output, int width) => (_output, _isTerminal, _width) = (output, true, width);

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        string epochs = value.Epochs.ToString(CultureInfo.InvariantCulture);
        string epoch = $"epoch {value.Epoch.ToString(CultureInfo.InvariantCulture).PadLeft(epochs.Length)}/{epochs}";
        if (value.Result is { } result)
        {
            if (_isTerminal) Clear();
            _output.WriteLine(string.Join("  ", [epoch, .. result.Numbers(), Time(result.Duration)]));
            _next = TimeSpan.Zero;
            _epoch.Restart();
        }
        else if (_isTerminal && _epoch.Elapsed >= _next)
        {
            _next = _epoch.Elapsed + s_pause;
            string batches = value.Batches is { } all ? $"/{all}" : "";
            string line = string.Join("  ", [epoch, $"batch {value.Batch}{batches}", EpochResult.Number("loss", value.Loss), .. Left(value)]);
            Clear();
            _output.Write(line.Length < _width ? line : line[..(_width - 1)]);
        }
    }

    IEnumerable<string> Left(TrainingProgress value)
    {
        if (value.Batches is { } all) yield return $"{Time(_epoch.Elapsed / value.Batch * (all - value.Batch))} left";
    }

    void Clear() => _output.Write($"\r{new string(' ', _width - 1)}\r");

    static string Time(TimeSpan time) => time.TotalSeconds < 60
        ? $"{time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s"
        : $"{(int)time.TotalMinutes} min {time.Seconds:00} s";
}
