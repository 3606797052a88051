using System.CommandLine;

namespace Kobai.Cli.Commands;

/// <summary>A command whose options stand by topic and whose help ends in examples.</summary>
sealed class DocumentedCommand(string name, string description) : Command(name, description)
{
    readonly List<(string Title, Option[] Options)> topics = [];

    /// <summary>The options by topic.</summary>
    public IReadOnlyList<(string Title, Option[] Options)> Topics => topics;

    /// <summary>Command lines, each with what it does.</summary>
    public IReadOnlyList<(string Line, string Says)> Examples { get; init; } = [];

    /// <summary>Adds options that belong together.</summary>
    public void Add(string title, params Option[] options)
    {
        topics.Add((title, options));
        foreach (Option option in options)
            Add(option);
    }
}
