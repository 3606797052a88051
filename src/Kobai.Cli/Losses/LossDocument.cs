using System.Text.Json;
using Kobai.Losses;

namespace Kobai.Cli.Losses;

/// <summary>What one document asks for: a loss, its values, and what to do with the result.</summary>
sealed class LossDocument
{
    static readonly string[] OwnMembers = ["id", "loss", "args", "dtype", "reduction", "upstream"];

    readonly Dictionary<Slot, JsonElement> stated = [];
    JsonElement? upstream;
    DType type;

    LossDocument(LossEntry entry, DType type)
    {
        Entry = entry;
        this.type = type;
    }

    public LossEntry Entry { get; }

    public Reduction Reduction { get; private set; }

    /// <summary>Reads a document.</summary>
    /// <param name="json">An object.</param>
    /// <param name="entry">The loss, or null if the document names it.</param>
    /// <param name="type">The element type of lists.</param>
    /// <exception cref="LossException">It names no loss, or something that the loss does not have.</exception>
    public static LossDocument Read(JsonElement json, LossEntry? entry, DType type)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new LossException("a document is a JSON object, such as {\"loss\": \"mse\", \"input\": [1, 2], \"target\": [0, 0]}.");
        var document = new LossDocument(entry ?? Named(json), type);
        foreach (JsonProperty member in json.EnumerateObject())
        {
            if (member.Name is "args")
                document.ReadArguments(member.Value);
            else if (member.Value.ValueKind != JsonValueKind.Null)
                document.Set(member.Name, member.Value, isArgument: false);
        }
        return document;
    }

    /// <summary>A document that states nothing yet.</summary>
    public static LossDocument Of(LossEntry entry, DType type) => new(entry, type);

    /// <summary>Sets a value that was stated outside the document.</summary>
    public void Set(string name, JsonElement value) => Set(name, value, isArgument: true);

    /// <summary>The values, for one evaluation.</summary>
    public LossValues Values(Reduction reduction) => new(Entry, stated, reduction, type);

    /// <summary>The loss and its gradients.</summary>
    public LossResult Evaluate() => Evaluate(Reduction, Upstream);

    /// <summary>The losses of the elements or rows, and the gradients of their sum.</summary>
    public LossResult EvaluateEach() =>
        Evaluate(Reduction.None, static losses => Tensor.Ones(losses.Shape, losses.DType));

    LossResult Evaluate(Reduction reduction, Func<Tensor, Tensor> upstreamOf)
    {
        LossValues values = Values(reduction);
        Tensor loss = Entry.Evaluate(values);
        if (loss.IsTracked)
            loss.Backward(upstreamOf(loss));
        return new(loss, values.Operands, values.WritesObjects);
    }

    Tensor Upstream(Tensor loss)
    {
        if (upstream is not JsonElement json)
            return Tensor.Ones(loss.Shape, loss.DType);
        Tensor given = JsonTensor.Read("upstream", json).ToTensor(loss.DType).To(loss.DType);
        return given.Shape == loss.Shape ? given
            : given.Count == 1 ? Tensor.Full(loss.Shape, given.Item(), loss.DType)
            : throw new LossException($"upstream: its shape must be that of the loss; upstream is {given.Shape}, the loss is {loss.Shape}.");
    }

    void ReadArguments(JsonElement json)
    {
        if (json.ValueKind is JsonValueKind.Null)
            return;
        if (json.ValueKind != JsonValueKind.Object)
            throw new LossException("args: an object is needed, such as {\"reduction\": \"sum\"}.");
        foreach (JsonProperty member in json.EnumerateObject())
            if (member.Value.ValueKind != JsonValueKind.Null)
                Set(member.Name, member.Value, isArgument: true);
    }

    // A member beside the input that is near no name is a remark of the document's author.
    void Set(string name, JsonElement value, bool isArgument)
    {
        string[] known = [.. Entry.Slots.Select(slot => slot.Name), "reduction", "dtype", "upstream"];
        if (Entry.Find(name) is Slot slot)
            stated[slot] = value;
        else if (Names.Same(name, "reduction"))
            Reduction = Reductions.Read(value);
        else if (name is "dtype")
            type = ReadType(value);
        else if (name is "upstream")
            upstream = value;
        else if (name is "size_average" or "reduce")
            throw new LossException($"{name}: PyTorch has deprecated it. Write \"reduction\": \"mean\", \"sum\" or \"none\".");
        else if (isArgument)
            throw new LossException($"{Entry.Name} has no argument '{name}'.{Cure(name, known)}");
        else if (!OwnMembers.Contains(name, StringComparer.Ordinal) && Names.Nearest(name, known) is string nearest)
            throw new LossException($"{Entry.Name} has no '{name}'. Did you mean {nearest}?");
    }

    string Cure(string name, string[] known) => Names.Nearest(name, known) is string nearest
        ? $" Did you mean {nearest}?"
        : $" It takes {string.Join(", ", Entry.Arguments.Select(slot => slot.Name).Append("reduction"))}.";

    static LossEntry Named(JsonElement json) =>
        json.TryGetProperty("loss", out JsonElement name) && name.ValueKind == JsonValueKind.String
            ? LossRegistry.Find(name.GetString()!)
            : throw new LossException("\"loss\" must name the loss, such as \"loss\": \"cross_entropy\"; 'kobai loss list' shows them.");

    static DType ReadType(JsonElement json) => json.ToString() switch
    {
        "float32" => DType.Float32,
        "float64" => DType.Float64,
        string other => throw new LossException($"dtype: '{other}' is neither float32 nor float64."),
    };
}
