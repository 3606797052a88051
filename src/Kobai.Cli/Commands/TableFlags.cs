using System.CommandLine;
using System.CommandLine.Parsing;
using Kobai.Recipes;

namespace Kobai.Cli.Commands;

/// <summary>The options that say how a table is read.</summary>
sealed class TableFlags
{
    readonly Option<TaskKind?> task = Flags.Choice<TaskKind>("--task", "What is predicted: classification or regression.");
    readonly Option<string[]> numeric = Flags.Names("--numeric", "Read these columns as numbers.");
    readonly Option<string[]> categorical = Flags.Names("--categorical", "Read these columns as categories.");
    readonly Option<string[]> text = Flags.Names("--text", "Read these columns as words.");
    readonly Option<string[]> drop = Flags.Names("--drop", "Leave these columns out.");
    readonly Option<string[]> missing = new("--missing")
    {
        Description = "A text that means \"no value\", besides empty, NA, NaN, null, None, ? and -. May be repeated.",
        HelpName = "TEXT",
    };
    readonly Option<char?> delimiter = new("--delimiter")
    {
        Description = "The character between fields: a comma, semicolon, bar or \"tab\".",
        HelpName = "CHAR",
        CustomParser = ReadDelimiter,
    };
    readonly Option<string?> encoding = new("--encoding")
    {
        Description = "The text encoding, such as utf-8, windows-1252 or shift_jis.",
        HelpName = "NAME",
    };
    readonly Option<bool> noHeader = new("--no-header")
    {
        Description = "The first line is data; columns are called column1, column2 and so on.",
    };

    /// <summary>Adds the options that concern columns and the file.</summary>
    public void AddTo(DocumentedCommand command)
    {
        command.Add("Columns", task, numeric, categorical, text, drop, missing);
        AddFileFlagsTo(command);
    }

    /// <summary>Adds the options that concern the file alone.</summary>
    public void AddFileFlagsTo(DocumentedCommand command) => command.Add("File", delimiter, encoding, noHeader);

    /// <summary>What the person said.</summary>
    public TableOptions Read(ParseResult parsed) => new()
    {
        Task = parsed.GetValue(task),
        Numeric = parsed.GetValue(numeric) ?? [],
        Categorical = parsed.GetValue(categorical) ?? [],
        Text = parsed.GetValue(text) ?? [],
        Drop = parsed.GetValue(drop) ?? [],
        Missing = parsed.GetValue(missing) ?? [],
        Delimiter = parsed.GetValue(delimiter),
        Encoding = parsed.GetValue(encoding),
        HasHeader = !parsed.GetValue(noHeader),
    };

    /// <summary>The options about the file that a later command on the same file needs too.</summary>
    public static string Repeated(TableOptions options)
    {
        string split = options.Delimiter switch
        {
            null => "",
            '\t' => " --delimiter tab",
            char other => $" --delimiter \"{other}\"",
        };
        string coded = options.Encoding is null ? "" : $" --encoding {options.Encoding}";
        return split + coded + (options.HasHeader ? "" : " --no-header");
    }

    static char? ReadDelimiter(ArgumentResult result)
    {
        string token = result.Tokens[0].Value;
        if (token is "tab" or "\\t")
            return '\t';
        if (token.Length == 1 && char.IsAscii(token[0]))
            return token[0];
        result.AddError($"--delimiter: '{token}' is not one character or \"tab\".");
        return null;
    }
}
