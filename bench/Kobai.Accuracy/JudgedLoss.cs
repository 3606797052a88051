namespace Kobai.Judging;

/// <summary>A loss of the library, its definition, and batches to hold one against the other.</summary>
/// <param name="Name">The method of <see cref="Kobai.Losses.Loss"/>; a variant stands behind a comma.</param>
/// <param name="Inputs">What the differentiated arguments are called.</param>
public sealed record JudgedLoss(string Name, params string[] Inputs)
{
    /// <summary>The loss of the library, not reduced.</summary>
    public required Func<Sample, Tensor[], Tensor> Compute { get; init; }

    /// <summary>The losses of one part of a batch, from their definition.</summary>
    public required Func<Row, IEnumerable<Term>> Define { get; init; }

    /// <summary>Batches of random and adversarial numbers.</summary>
    public required Func<Draw, IEnumerable<Sample>> Samples { get; init; }

    /// <summary>
    /// Whether the loss begins with sums of products of its inputs in its own element type. Such sums are right by the size
    /// of their terms, so a unit in the last place is that of the largest number of the tensor.
    /// </summary>
    public bool IsOfProducts { get; init; }

    /// <summary>The most units in the last place that are allowed.</summary>
    public const double Bound = 4;

    /// <summary>Whether PyTorch has no such function.</summary>
    public bool IsComposedInTorch { get; init; }

    /// <summary>The name of the method.</summary>
    public string Method => Name.Split(',')[0];

    /// <summary>What the library computes for a sample, with upstream gradients of 1.</summary>
    public Answer Ask(Sample sample)
    {
        Tensor[] inputs = [.. sample.Inputs.Select(input => input.ToTensor(sample.Type))];
        for (int i = 0; i < sample.Tracked; i++) inputs[i] = inputs[i].RequireGradient();
        var losses = Compute(sample, inputs);
        losses.Backward(Tensor.Ones(losses.Shape, sample.Type));
        return new(Doubles(losses), [.. inputs.Take(sample.Tracked).Select(input => Doubles(input.Gradient!))]);
    }

    /// <summary>What the definition says.</summary>
    public Truth Judge(Sample sample)
    {
        var rows = new (Precise[] Losses, Precise[][] Gradients)[sample.Rows];
        Parallel.For(0, sample.Rows, i => rows[i] = Precise.Decide(() => Judge(new Row(sample, i))));
        return new(
            [.. rows.SelectMany(row => row.Losses)],
            [.. Enumerable.Range(0, sample.Tracked).Select(k => rows.SelectMany(row => row.Gradients[k]).ToArray())]);
    }

    (Precise[] Losses, Precise[][] Gradients) Judge(Row row)
    {
        Term[] losses = [.. Define(row)];
        Term.Sum(losses).Backward();
        return (
            Array.ConvertAll(losses, loss => loss.Value.Sharp()),
            [.. row.Inputs.Take(row.Sample.Tracked).Select(input => Array.ConvertAll(input, x => x?.Gradient.Sharp() ?? 0))]);
    }

    static double[] Doubles(Tensor x) => x.Detach().To(DType.Float64).ToArray<double>();
}
