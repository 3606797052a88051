using System.Text.Json;
using Kobai.Losses;

namespace Kobai.Cli.Losses;

/// <summary>The values that a document gives to one loss, read as the loss asks for them.</summary>
sealed class LossValues
{
    readonly LossEntry entry;
    readonly Dictionary<Slot, JsonElement> stated;
    readonly Dictionary<Slot, JsonTensor> read = [];
    readonly List<(string Name, Tensor Value)> operands = [];
    readonly DType type;

    public LossValues(LossEntry entry, Dictionary<Slot, JsonElement> stated, Reduction reduction, DType type)
    {
        this.entry = entry;
        this.stated = stated;
        Reduction = reduction;
        // A list takes the type of the tensors beside it.
        this.type = entry.Operands.Select(slot => Json(slot)?.Floating).FirstOrDefault(each => each is not null) ?? type;
    }

    public Reduction Reduction { get; init; }

    /// <summary>The operands in the order they were read; those that may have gradients collect them.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> Operands => operands;

    /// <summary>Whether results are written as objects, as the input was.</summary>
    public bool WritesObjects => Json(entry.Slots[0])?.IsObject == true;

    public bool Has(string name) => stated.ContainsKey(Slot(name));

    /// <summary>An operand that must be there.</summary>
    public Tensor Tensor(string name) => Optional(name) ?? throw Missing(Slot(name));

    /// <summary>An operand that may be left out.</summary>
    public Tensor? Optional(string name)
    {
        Slot slot = Slot(name);
        if (Json(slot) is not JsonTensor json)
            return null;
        if ((json.Type is "bool" && !slot.TakesBools) || (json.Type is "int64" && !slot.TakesIntegers))
            throw NotFloating(name, json);
        Tensor value = json.ToTensor(type);
        if (json.Type is not ("int64" or "bool"))
            value.RequireGradient();
        operands.Add((name, value));
        return value;
    }

    /// <summary>Class indices or lengths that must be there.</summary>
    public Labels Labels(string name)
    {
        Labels labels = (Json(Slot(name)) ?? throw Missing(Slot(name))).ToLabels();
        operands.Add((name, Kobai.Tensor.From([.. labels.Values.ToArray().Select(label => (double)label)], labels.Shape)));
        return labels;
    }

    /// <summary>Whether a target holds class indices: all but floating-point numbers in the shape of the input.</summary>
    public bool IsLabels(string name, string input)
    {
        JsonTensor target = Json(Slot(name)) ?? throw Missing(Slot(name)), logits = Json(Slot(input)) ?? throw Missing(Slot(input));
        if (target.Shape != logits.Shape)
            return target.Floating is null && target.HoldsIntegers;
        return target.Type is "int64" ? throw new LossException(
            $"{name}: its shape is that of the {input}, so it holds class probabilities, and these are no int64 "
            + "(Expected floating point type for target with class probabilities, got Long). Write \"dtype\": \"float32\".") : false;
    }

    /// <summary>Constant factors, or null.</summary>
    public Tensor? Weight(string name) => Json(Slot(name))?.ToTensor(type);

    public double Number(string name) => Given(name) is JsonElement json
        ? JsonNumber.Double(json) is double number && json.ValueKind is not (JsonValueKind.True or JsonValueKind.False)
            ? number
            : throw new LossException($"{name}: a number is needed, got {json.GetRawText()}.")
        : Slot(name).Default as double? ?? throw Missing(Slot(name));

    /// <summary>A number that may be left out.</summary>
    public double? OptionalNumber(string name) => Given(name) is null ? null : Number(name);

    public long Whole(string name) => Given(name) is JsonElement json
        ? json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out long number)
            ? number
            : throw new LossException($"{name}: a whole number is needed, got {json.GetRawText()}.")
        : (long)Slot(name).Default!;

    public bool Flag(string name) => Given(name) is JsonElement json
        ? json.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw new LossException($"{name}: true or false is needed, got {json.GetRawText()}."),
        }
        : (bool)Slot(name).Default!;

    /// <summary>One of some words, or null.</summary>
    public string? Word(string name, params string[] known) => Given(name) is not JsonElement json ? null
        : known.Contains(json.ToString(), StringComparer.Ordinal) ? json.ToString()
        : throw new LossException($"{name}: {json.GetRawText()} is none of {string.Join(", ", known)}.");

    JsonElement? Given(string name) => stated.TryGetValue(Slot(name), out JsonElement json) ? json : null;

    JsonTensor? Json(Slot slot)
    {
        if (!read.TryGetValue(slot, out JsonTensor? json) && stated.TryGetValue(slot, out JsonElement element))
            read[slot] = json = JsonTensor.Read(slot.Name, element);
        return json;
    }

    Slot Slot(string name) => Array.Find(entry.Slots, slot => string.Equals(slot.Name, name, StringComparison.Ordinal))
        ?? throw new KeyNotFoundException($"{entry.Name} has no slot {name}.");

    LossException Missing(Slot slot) => new($"{entry.Name} needs \"{slot.Name}\", {slot.Says}.");

    LossException NotFloating(string name, JsonTensor json) => new(
        $"{entry.Name}: {name} is {json.Type}, and floating-point numbers are needed "
        + $"(Found dtype {(json.Type is "bool" ? "Bool" : "Long")} but expected {(type == DType.Float32 ? "Float" : "Double")}). "
        + $"Write \"dtype\": \"{(type == DType.Float32 ? "float32" : "float64")}\".");
}
