using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kobai.Tests.Golden;

/// <summary>Reference values that a program in tests/Golden computed with PyTorch.</summary>
static class GoldenFile
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static JsonElement Read(string name) => Read<JsonElement>(name);

    public static GoldenCase[] Cases(string name) => Read<GoldenCase[]>(name);

    /// <summary>The cases of one operation; a test of none would prove nothing.</summary>
    public static GoldenCase[] Cases(string name, string op)
    {
        GoldenCase[] cases = [.. Cases(name).Where(c => string.Equals(c.Op, op, StringComparison.Ordinal))];
        Assert.NotEmpty(cases);
        return cases;
    }

    static T Read<T>(string name)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Golden", name));
        return JsonSerializer.Deserialize<T>(stream, Options)!;
    }
}

/// <summary>A shape and its numbers in row-major order.</summary>
sealed record GoldenTensor(int[] Shape, double[] Data)
{
    [JsonIgnore]
    public Shape Sizes => Kobai.Shape.Create([.. Shape.Select(size => (nint)size)]);

    public Tensor ToTensor() => Tensor.From(Data, Sizes);
}

/// <summary>One run of an operation: what went in, what came out, and the gradients of the inputs.</summary>
/// <param name="Op">PyTorch's name of the operation.</param>
/// <param name="Args">Its arguments that are not differentiated.</param>
/// <param name="Inputs">The differentiated arguments.</param>
/// <param name="Outputs">The results.</param>
/// <param name="Upstream">The upstream gradients of those results that have one; null where none was taken.</param>
/// <param name="Gradients">The gradients of the inputs; null for an input that no result depends on.</param>
sealed record GoldenCase(
    string Op,
    JsonElement Args,
    GoldenTensor[] Inputs,
    GoldenTensor[] Outputs,
    GoldenTensor[]? Upstream,
    GoldenTensor?[]? Gradients)
{
    public bool Has(string name) => Args.TryGetProperty(name, out _);

    public bool Flag(string name) => Has(name) && Args.GetProperty(name).GetBoolean();

    public int Int(string name) => Args.GetProperty(name).GetInt32();

    public long Long(string name) => Args.GetProperty(name).GetInt64();

    public double Number(string name, double otherwise = double.NaN) =>
        Has(name) ? Args.GetProperty(name).GetDouble() : otherwise;

    public string Text(string name) => Args.GetProperty(name).GetString()!;

    public int[] Ints(string name) => [.. Args.GetProperty(name).EnumerateArray().Select(e => e.GetInt32())];

    public Shape Shape(string name) => Kobai.Shape.Create([.. Ints(name).Select(size => (nint)size)]);

    /// <summary>Whole numbers in the shape of their list, or in the one written beside them.</summary>
    public Labels Labels(string name)
    {
        var list = Args.GetProperty(name);
        if (list.ValueKind == JsonValueKind.Object)
        {
            var given = list.Deserialize<GoldenTensor>(GoldenFile.Options)!;
            return Kobai.Labels.From([.. given.Data.Select(v => (long)v)], given.Sizes);
        }
        var sizes = new List<nint>();
        for (var level = list; level.ValueKind == JsonValueKind.Array; level = level[0])
            sizes.Add(level.GetArrayLength());
        return Kobai.Labels.From([.. Leaves(list)], Kobai.Shape.Create([.. sizes]));

        static IEnumerable<long> Leaves(JsonElement e) =>
            e.ValueKind == JsonValueKind.Array ? e.EnumerateArray().SelectMany(Leaves) : [e.GetInt64()];
    }

    /// <summary>An argument that is a tensor; null where the case has none.</summary>
    public Tensor? Tensor(string name) =>
        Has(name) ? Args.GetProperty(name).Deserialize<GoldenTensor>(GoldenFile.Options)!.ToTensor() : null;

    /// <summary>Runs an operation on the inputs in float64 and compares results and gradients with PyTorch's.</summary>
    /// <param name="run">The operation; results without a gradient may be left out at the end.</param>
    /// <param name="bySize">
    /// Whether the tolerance of 1e-12 is relative to the largest number of a tensor, as it must be where terms cancel,
    /// or to each number alone.
    /// </param>
    public void Check(Func<Tensor[], GoldenCase, Tensor[]> run, bool bySize = false)
    {
        Tensor[] inputs = [.. Inputs.Select(x => Gradients is null ? x.ToTensor() : x.ToTensor().RequireGradient())];
        var outputs = run(inputs, this);
        for (int i = 0; i < outputs.Length; i++) Close(outputs[i], Outputs[i], $"output {i}", bySize);
        if (Gradients is null) return;

        Tensor[] smooth = [.. outputs.Where(y => y.IsTracked)];
        Assert.Equal(Upstream!.Length, smooth.Length);
        for (int i = 0; i < smooth.Length; i++)
            smooth[i].Backward(Upstream[i].ToTensor(), retainGraph: i < smooth.Length - 1);
        for (int i = 0; i < inputs.Length; i++)
        {
            if (Gradients[i] is { } expected) Close(inputs[i].Gradient!, expected, $"gradient {i}", bySize);
            else Assert.Null(inputs[i].Gradient);
        }
    }

    public void Close(Tensor actual, GoldenTensor expected, string what, bool bySize)
    {
        Assert.Equal(expected.Sizes, actual.Shape);
        double size = bySize ? expected.Data.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max() : 0;
        var values = actual.ToArray<double>();
        for (int i = 0; i < values.Length; i++)
        {
            double e = expected.Data[i];
            bool close = values[i].Equals(e) || Math.Abs(values[i] - e) <= 1e-12 * Math.Max(size, Math.Abs(e));
            Assert.True(close, $"{this}, {what}, element {i}: {values[i]:R}, reference {e:R}");
        }
    }

    public override string ToString() =>
        $"{Op}{Args} of {string.Join(", ", Inputs.Select(x => x.Sizes))}";
}
