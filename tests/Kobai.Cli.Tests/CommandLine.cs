using System.Diagnostics;

namespace Kobai.Cli.Tests;

/// <summary>Runs the command in a folder of its own and catches what it writes.</summary>
public sealed class CommandLine : IDisposable
{
    public CommandLine() => Folder = Directory.CreateTempSubdirectory("kobai").FullName;

    public string Folder { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public string In(string name) => Path.Combine(Folder, name);

    public string Write(string name, string text)
    {
        File.WriteAllText(In(name), text);
        return In(name);
    }

    /// <summary>In this process.</summary>
    public static async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await KobaiCommand.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>In a process of its own, whose working folder is <see cref="Folder"/>.</summary>
    public async Task<(int Code, string Output, string Error)> RunProcess(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    public Process Start(params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Kobai.Cli.dll");
        // A shell's background jobs ignore Ctrl+C, and so would all that they start.
        string[] command = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", "dotnet"] : ["dotnet"];
        var start = new ProcessStartInfo(command[0], [.. command[1..], program, .. arguments])
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }
}
