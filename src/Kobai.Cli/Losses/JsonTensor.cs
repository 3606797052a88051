using System.Text.Json;

namespace Kobai.Cli.Losses;

/// <summary>A tensor of a document: a nested list, or an object of dtype, shape and flat data.</summary>
sealed class JsonTensor
{
    readonly string name;
    readonly List<JsonElement> values = [];

    JsonTensor(string name, string? type, Shape shape)
    {
        this.name = name;
        Type = type;
        Shape = shape;
    }

    /// <summary>float32, float64, int64 or bool; null for a nested list, which takes the type that is needed.</summary>
    public string? Type { get; }

    public Shape Shape { get; }

    public bool IsObject => Type is not null;

    /// <summary>The element type of an object of floating-point numbers.</summary>
    public DType? Floating => Type switch { "float32" => DType.Float32, "float64" => DType.Float64, _ => null };

    /// <summary>Whether it can be read as class indices: int64, or a list of whole numbers.</summary>
    public bool HoldsIntegers => Type is "int64" || (Type is null && values.TrueForAll(IsInteger));

    /// <summary>Reads either form.</summary>
    /// <exception cref="LossException">It is neither.</exception>
    public static JsonTensor Read(string name, JsonElement json) =>
        json.ValueKind == JsonValueKind.Object ? ReadObject(name, json) : ReadList(name, json);

    /// <summary>The numbers, each read in the precision of the type.</summary>
    public Tensor ToTensor(DType type)
    {
        type = Floating ?? type;
        if (type == DType.Float32)
        {
            float[] numbers = new float[values.Count];
            for (int i = 0; i < numbers.Length; i++)
                numbers[i] = JsonNumber.Single(values[i]) ?? throw NoNumber(i, "a number");
            return Tensor.From(numbers, Shape);
        }
        double[] wide = new double[values.Count];
        for (int i = 0; i < wide.Length; i++)
            wide[i] = JsonNumber.Double(values[i]) ?? throw NoNumber(i, "a number");
        return Tensor.From(wide, Shape);
    }

    /// <summary>The numbers as class indices or lengths.</summary>
    public Labels ToLabels()
    {
        if (Type is not (null or "int64"))
        {
            throw new LossException(
                $"{name}: whole numbers are needed, and its dtype is {Type}. Write \"dtype\": \"int64\" (expected scalar type Long).");
        }
        long[] numbers = new long[values.Count];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = IsInteger(values[i]) && values[i].TryGetInt64(out long number) ? number : throw NoNumber(i, "a whole number");
        return Labels.From(numbers, Shape);
    }

    static JsonTensor ReadObject(string name, JsonElement json)
    {
        string[] known = ["dtype", "shape", "data"];
        foreach (JsonProperty member in json.EnumerateObject())
        {
            if (!known.Contains(member.Name, StringComparer.Ordinal))
                throw new LossException($"{name}: a tensor has dtype, shape and data, and no '{member.Name}'.");
        }
        if (!json.TryGetProperty("data", out JsonElement data) || data.ValueKind != JsonValueKind.Array)
            throw new LossException($"{name}: a tensor needs \"data\", the flat list of its numbers.");
        string? type = json.TryGetProperty("dtype", out JsonElement stated) ? stated.ToString() : "float32";
        if (type is not ("float32" or "float64" or "int64" or "bool"))
            throw new LossException($"{name}: the dtype '{type}' is none of float32, float64, int64, bool.");
        Shape shape = json.TryGetProperty("shape", out JsonElement sizes) ? ReadShape(name, sizes) : [data.GetArrayLength()];
        var tensor = new JsonTensor(name, type, shape);
        tensor.values.AddRange(data.EnumerateArray());
        return tensor.values.Count == shape.Count
            ? tensor
            : throw new LossException($"{name}: the shape {shape} holds {shape.Count} numbers, and data has {tensor.values.Count}.");
    }

    static Shape ReadShape(string name, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array)
            throw new LossException($"{name}: a shape is a list of sizes, such as [2, 3].");
        var sizes = new List<nint>();
        foreach (JsonElement size in json.EnumerateArray())
        {
            if (!IsInteger(size) || !size.TryGetInt32(out int number) || number < 0)
                throw new LossException($"{name}: a shape is a list of sizes, such as [2, 3]; {size.GetRawText()} is no size.");
            sizes.Add(number);
        }
        return Shape.Create([.. sizes]);
    }

    static JsonTensor ReadList(string name, JsonElement json)
    {
        var sizes = new List<nint>();
        for (JsonElement part = json; part.ValueKind == JsonValueKind.Array; part = part[0])
        {
            sizes.Add(part.GetArrayLength());
            if (sizes[^1] == 0)
                break;
        }
        var tensor = new JsonTensor(name, null, Shape.Create([.. sizes]));
        tensor.Collect(json, 0, name);
        return tensor;
    }

    void Collect(JsonElement part, int depth, string place)
    {
        bool isList = part.ValueKind == JsonValueKind.Array;
        if (isList != depth < Shape.Rank)
            throw new LossException($"{place}: {(isList ? "a list" : "no list")} where its neighbors have {(isList ? "none" : "one")}.");
        if (!isList)
        {
            values.Add(part);
            return;
        }
        if (part.GetArrayLength() != Shape[depth])
        {
            throw new LossException(
                $"{place}: the lists of a tensor must be equally long; this one has {part.GetArrayLength()}, the first has {Shape[depth]}.");
        }
        int index = 0;
        foreach (JsonElement each in part.EnumerateArray())
        {
            if (each.ValueKind == JsonValueKind.Array || depth + 1 < Shape.Rank)
                Collect(each, depth + 1, $"{place}[{index}]");
            else
                values.Add(each);
            index++;
        }
    }

    static bool IsInteger(JsonElement json) => json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out _);

    LossException NoNumber(int index, string needed)
    {
        var place = new nint[Shape.Rank];
        nint rest = index;
        for (int axis = place.Length - 1; axis >= 0; axis--)
            (rest, place[axis]) = Math.DivRem(rest, Shape[axis]);
        string where = place.Length == 0 ? name : $"{name}[{string.Join(", ", place)}]";
        return new($"{where}: {values[index].GetRawText()} is not {needed}.");
    }
}
