using System.Text.Json;

namespace Kobai.Cli.Losses;

/// <summary>A loss and the gradients of its operands.</summary>
/// <param name="Loss">The loss: one number, or one for each element or row.</param>
/// <param name="Operands">What it was computed from.</param>
/// <param name="AsObjects">Whether tensors are written as objects of dtype, shape and data.</param>
sealed record LossResult(Tensor Loss, IReadOnlyList<(string Name, Tensor Value)> Operands, bool AsObjects)
{
    /// <summary>∂/∂operand of the operands that have one.</summary>
    public IEnumerable<(string Name, Tensor Value)> Gradients =>
        Operands.Where(operand => operand.Value.Gradient is not null).Select(operand => (operand.Name, operand.Value.Gradient!));

    /// <summary>Writes the loss, and behind it the gradients.</summary>
    public void Write(Utf8JsonWriter json)
    {
        Write(json, "loss", Loss);
        foreach ((string name, Tensor value) in Gradients)
            Write(json, $"grad_{name}", value);
    }

    /// <summary>Writes a tensor as a member.</summary>
    public void Write(Utf8JsonWriter json, string name, Tensor tensor)
    {
        json.WritePropertyName(name);
        if (AsObjects)
            WriteObject(json, tensor);
        else if (tensor.DType == DType.Float32)
            WriteList<float>(json, tensor.ToArray<float>(), tensor.Shape.Sizes, JsonNumber.Write);
        else
            WriteList<double>(json, tensor.ToArray<double>(), tensor.Shape.Sizes, JsonNumber.Write);
    }

    static void WriteObject(Utf8JsonWriter json, Tensor tensor)
    {
        json.WriteStartObject();
        json.WriteString("dtype", tensor.DType == DType.Float32 ? "float32" : "float64");
        json.WriteStartArray("shape");
        foreach (nint size in tensor.Shape)
            json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WritePropertyName("data");
        if (tensor.DType == DType.Float32)
            WriteList<float>(json, tensor.ToArray<float>(), [tensor.Count], JsonNumber.Write);
        else
            WriteList<double>(json, tensor.ToArray<double>(), [tensor.Count], JsonNumber.Write);
        json.WriteEndObject();
    }

    static void WriteList<T>(Utf8JsonWriter json, ReadOnlySpan<T> values, ReadOnlySpan<nint> sizes, Action<Utf8JsonWriter, T> write)
    {
        if (sizes.IsEmpty)
        {
            write(json, values[0]);
            return;
        }
        json.WriteStartArray();
        int width = sizes[0] == 0 ? 0 : values.Length / (int)sizes[0];
        for (int i = 0; i < sizes[0]; i++)
            WriteList(json, values.Slice(i * width, width), sizes[1..], write);
        json.WriteEndArray();
    }
}
