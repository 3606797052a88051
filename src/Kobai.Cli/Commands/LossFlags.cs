using System.CommandLine;
using System.Text.Json;
using Kobai.Cli.Losses;

namespace Kobai.Cli.Commands;

/// <summary>An option for everything that some loss takes.</summary>
sealed class LossFlags
{
    readonly Option<string?> reduction = new("--reduction")
    {
        Description = $"What becomes of the losses of elements or rows: {string.Join(", ", Reductions.All)}.",
        HelpName = "WORD",
    };

    readonly List<(string Name, bool IsOperand, Option Option)> options =
    [
        .. LossRegistry.All.SelectMany(entry => entry.Slots, (entry, slot) => (Entry: entry, Slot: slot))
            .GroupBy(each => each.Slot.Name, StringComparer.Ordinal)
            .Select(group => (group.Key, group.First().Slot.IsOperand, Create(group.First().Slot, [.. group]))),
    ];

    public IEnumerable<Option> Operands => options.Where(each => each.IsOperand).Select(each => each.Option);

    public IEnumerable<Option> Arguments => [reduction, .. options.Where(each => !each.IsOperand).Select(each => each.Option)];

    /// <summary>The document of a file, or an empty one, with what the options state.</summary>
    public LossDocument Read(ParseResult parsed, LossEntry entry, string? path, DType type)
    {
        bool isStated = options.Exists(each => each.IsOperand && parsed.GetResult(each.Option) is not null);
        LossDocument document = path is not null || !isStated ? ReadFile(entry, path, type) : LossDocument.Of(entry, type);
        if (parsed.GetValue(reduction) is string word)
            document.Set("reduction", Json(word));
        foreach ((string name, _, Option option) in options)
        {
            if (parsed.GetResult(option) is null)
                continue;
            document.Set(name, option is Option<bool?> flag
                ? Json(parsed.GetValue(flag) == true ? "true" : "false")
                : Json(parsed.GetValue((Option<string?>)option)!));
        }
        return document;
    }

    static LossDocument ReadFile(LossEntry entry, string? path, DType type)
    {
        if (path is null && !Console.IsInputRedirected)
            throw new LossException("state FILE, - for standard input, or --input and --target.");
        using StreamReader reader = LossCommand.Open(path);
        string text = reader.ReadToEnd();
        try
        {
            return LossDocument.Read(JsonDocument.Parse(text).RootElement, entry, type);
        }
        catch (JsonException fault)
        {
            throw LossMistake.NotJson(text, fault);
        }
    }

    static Option Create(Slot slot, (LossEntry Entry, Slot Slot)[] uses)
    {
        string flag = $"--{slot.Name.Replace('_', '-')}";
        string says = slot.Name switch
        {
            "input" => "Predictions, scores or probabilities, as JSON.",
            "input2" => "The second input of a pair, the positive of a triplet.",
            "input3" => "The negative of a triplet.",
            "target" => "Targets, as JSON.",
            _ => string.Join(' ', uses.GroupBy(use => use.Slot.Says, StringComparer.Ordinal).Select(Meaning)),
        };
        return slot.Kind == SlotKind.Flag
            ? new Option<bool?>(flag) { Description = says }
            : new Option<string?>(flag) { Description = says, HelpName = HelpName(slot.Kind) };
    }

    static string Meaning(IGrouping<string, (LossEntry Entry, Slot Slot)> uses)
    {
        string[] losses = [.. uses.Select(use => use.Entry.Name)];
        return $"{(losses.Length <= 3 ? string.Join(", ", losses) : $"{losses.Length} losses")}: {uses.Key}.";
    }

    static string HelpName(SlotKind kind) => kind switch
    {
        SlotKind.Number => "NUMBER",
        SlotKind.Whole => "INTEGER",
        SlotKind.Word => "WORD",
        _ => "JSON",
    };

    // A text that is no JSON is a word.
    static JsonElement Json(string text)
    {
        try
        {
            return JsonDocument.Parse(text).RootElement;
        }
        catch (JsonException)
        {
            return JsonDocument.Parse($"\"{JsonEncodedText.Encode(text)}\"").RootElement;
        }
    }
}
