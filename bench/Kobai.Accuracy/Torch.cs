using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kobai.Judging;

/// <summary>Asks PyTorch, where python3 has it.</summary>
static class Torch
{
    static readonly JsonSerializerOptions s_options = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    // The python3 of the path, or that of the system.
    static readonly (string Program, string? Version) s_python = new[] { "python3", "/usr/bin/python3" }
        .Select(program => (program, VersionOf(program))).OrderBy(pair => pair.Item2 is null).First();

    /// <summary>The version of PyTorch, or null if there is none.</summary>
    public static string? Version => s_python.Version;

    /// <summary>The answers to samples, by way of a file with one sample a line and one with one answer a line.</summary>
    public static Answer[] Ask(IEnumerable<(string Method, Sample Sample)> samples)
    {
        var folder = Directory.CreateTempSubdirectory("kobai-accuracy");
        try
        {
            string questions = Path.Combine(folder.FullName, "samples.jsonl"), answers = Path.Combine(folder.FullName, "answers.jsonl");
            File.WriteAllLines(questions, samples.Select(pair => JsonSerializer.Serialize(new { pair.Method, pair.Sample }, s_options)));
            using var python = Start(s_python.Program, Path.Combine(AppContext.BaseDirectory, "torch_losses.py"), questions, answers);
            python.StandardOutput.ReadToEnd();
            python.WaitForExit();
            if (python.ExitCode != 0) throw new InvalidOperationException($"torch_losses.py ended with {python.ExitCode}.");
            return [.. File.ReadLines(answers).Select(line => JsonSerializer.Deserialize<Answer>(line, s_options)!)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static string? VersionOf(string program)
    {
        try
        {
            using var python = Start(program, "-c", "import torch; print(torch.__version__)");
            string version = python.StandardOutput.ReadToEnd().Trim();
            python.WaitForExit();
            return python.ExitCode == 0 ? version : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    static Process Start(string program, params string[] arguments) => Process.Start(
        new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = arguments is ["-c", ..] })!;
}
