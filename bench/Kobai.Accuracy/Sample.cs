using System.Text.Json.Serialization;

namespace Kobai.Judging;

/// <summary>A shape and its numbers in row-major order.</summary>
public sealed record Column(int[] Shape, double[] Data)
{
    [JsonIgnore]
    public Shape Sizes => Kobai.Shape.Create([.. Shape.Select(size => (nint)size)]);

    public Tensor ToTensor(DType type) => Tensor.From(Data, Sizes).To(type);
}

/// <summary>A batch that a loss is judged on.</summary>
/// <param name="Type">The element type; every number of the inputs is one of it.</param>
/// <param name="Rows">How many parts the batch has whose losses do not depend on one another.</param>
/// <param name="Inputs">The differentiated arguments; each is cut into as many equal parts.</param>
public sealed record Sample(DType Type, int Rows, Column[] Inputs)
{
    /// <summary>How many of the inputs a gradient is wanted for, from the first on.</summary>
    public int Tracked { get; init; } = Inputs.Length;

    /// <summary>Whole numbers by name, cut like the inputs.</summary>
    public Dictionary<string, Column> Labels { get; init; } = [];

    /// <summary>Tensors that are not differentiated, not cut.</summary>
    public Dictionary<string, Column> Constants { get; init; } = [];

    /// <summary>Numbers, and flags as 0 or 1.</summary>
    public Dictionary<string, double> Settings { get; init; } = [];

    public double Number(string name, double otherwise = 0) => Settings.GetValueOrDefault(name, otherwise);

    public bool Flag(string name) => Number(name) != 0;

    public Labels LabelsOf(string name) => Kobai.Labels.From([.. Labels[name].Data.Select(v => (long)v)], Labels[name].Sizes);

    /// <summary>A tensor that is not differentiated; null where the sample has none.</summary>
    public Tensor? Constant(string name) => Constants.TryGetValue(name, out var column) ? column.ToTensor(Type) : null;
}

/// <summary>One part of a sample, as the definition of a loss reads it.</summary>
public sealed class Row
{
    readonly Sample _sample;
    readonly int _index;

    public Row(Sample sample, int index)
    {
        (_sample, _index) = (sample, index);
        Inputs = Array.ConvertAll(sample.Inputs, input => Array.ConvertAll(Part(input), x => double.IsFinite(x) ? Term.Leaf(x) : null));
    }

    /// <summary>The terms of each input; null stands for −∞.</summary>
    public Term?[][] Inputs { get; }

    public Sample Sample => _sample;

    /// <summary>The terms of an input that has no −∞.</summary>
    public Term[] this[int input] => Array.ConvertAll(Inputs[input], x => x!);

    public double Number(string name, double otherwise = 0) => _sample.Number(name, otherwise);

    public bool Flag(string name) => _sample.Flag(name);

    public int[] Labels(string name = "labels") => Array.ConvertAll(Part(_sample.Labels[name]), v => (int)v);

    /// <summary>The numbers of a constant, or 1 for each of a count.</summary>
    public Term[] Constant(string name, int count) =>
        _sample.Constants.TryGetValue(name, out var c) ? Array.ConvertAll(c.Data, Term.Leaf) : [.. Enumerable.Repeat((Term)1, count)];

    double[] Part(Column column)
    {
        int size = column.Data.Length / _sample.Rows;
        return column.Data[(_index * size)..((_index + 1) * size)];
    }
}

/// <summary>Losses and gradients that somebody computed for a sample.</summary>
public sealed record Answer(double[] Losses, double[]?[] Gradients);

/// <summary>The exact losses and gradients of a sample.</summary>
public sealed record Truth(Precise[] Losses, Precise[][] Gradients);
