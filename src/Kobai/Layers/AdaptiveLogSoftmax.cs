namespace Kobai.Layers;

/// <summary>
/// Log-probabilities of very many classes, of which a few are frequent: the head knows the frequent ones and clusters of
/// the others, and each cluster has a smaller part of its own.
/// </summary>
/// <remarks>
/// <para>Classes must be numbered from the most to the least frequent. With cutoffs c₁ &lt; c₂ &lt; …, the head
/// has the classes 0 … c₁ − 1 and one place for each cluster cᵢ … cᵢ₊₁ − 1; ln p of a class of cluster i is ln p(i) of
/// the head plus ln p(class | i), computed from features / divisorⁱ numbers. Weights are drawn as PyTorch draws them.</para>
/// <para>Grave, Joulin, Cissé, Grangier and Jégou, Efficient softmax approximation for GPUs, 2017.</para>
/// <example><code>
/// var layer = new AdaptiveLogSoftmax(16, 1000, [10, 100]);
/// var x = Tensor.Zeros([2, 16]);
/// layer.LogProbabilities(x)         // shape (2, 1000)
/// layer.Loss(x, [3, 500]).Item()    // (ln 12 + ln 12 + ln 900) / 2 = 5.886
/// </code></example>
/// </remarks>
public sealed class AdaptiveLogSoftmax : Layer
{
    // Where the clusters begin, and behind them the number of classes.
    readonly int[] _cutoffs;

    /// <summary>Makes a layer with freshly drawn weights.</summary>
    /// <param name="features">The size of the last axis of the input.</param>
    /// <param name="classes">C.</param>
    /// <param name="cutoffs">Where the clusters begin, in rising order, between 1 and C − 1.</param>
    /// <param name="divisor">By how much a cluster is smaller than the one before it.</param>
    /// <param name="headBias">Whether the head adds a bias.</param>
    /// <param name="type">The type of the parameters.</param>
    /// <param name="generator">Where the weights are drawn from; <see cref="Generator.Default"/> if none is given.</param>
    /// <exception cref="ArgumentException">The cutoffs do not rise from 1 or more to less than C.</exception>
    public AdaptiveLogSoftmax(
        int features, int classes, ReadOnlySpan<int> cutoffs, double divisor = 4, bool headBias = false,
        DType type = DType.Float32, Generator? generator = null)
    {
        _cutoffs = [.. cutoffs, classes];
        for (int i = 0; i < _cutoffs.Length; i++)
        {
            if (cutoffs.Length > 0 && _cutoffs[i] > (i == 0 ? 0 : _cutoffs[i - 1])) continue;
            throw new ArgumentException(
                $"AdaptiveLogSoftmax: cutoffs must rise from 1 or more to less than the {classes} classes; they are {string.Join(", ", cutoffs.ToArray())}.",
                nameof(cutoffs));
        }
        Head = new(features, cutoffs[0] + cutoffs.Length, headBias, type, generator);
        var tails = new Sequential[cutoffs.Length];
        for (int i = 0; i < tails.Length; i++)
        {
            int inner = int.Max(1, (int)(features / Math.Pow(divisor, i + 1)));
            tails[i] =
            [
                new Linear(features, inner, bias: false, type, generator),
                new Linear(inner, _cutoffs[i + 1] - _cutoffs[i], bias: false, type, generator),
            ];
        }
        Tails = tails;
    }

    /// <summary>From the features to the frequent classes and the clusters.</summary>
    public Linear Head { get; }

    /// <summary>From the features to the classes of each cluster.</summary>
    public IReadOnlyList<Sequential> Tails { get; }

    /// <summary>The same as <see cref="LogProbabilities(Tensor)"/>.</summary>
    public override Tensor Forward(Tensor x) => LogProbabilities(x);

    /// <summary>ln p of every class; (N, C) for features (N, D).</summary>
    public Tensor LogProbabilities(Tensor x)
    {
        var head = Head.Forward(x).LogSoftmax(1);
        var parts = new List<Tensor> { head[.., .._cutoffs[0]] };
        for (int i = 0; i < Tails.Count; i++)
        {
            int place = _cutoffs[0] + i;
            parts.Add(head[.., place..(place + 1)] + Tails[i].Forward(x).LogSoftmax(1));
        }
        return Tensor.Concatenate(1, [.. parts]);
    }

    /// <summary>ln p of the label of each row; only the clusters of labels that occur are computed.</summary>
    /// <param name="x">The features; (N, D).</param>
    /// <param name="labels">The classes 0 … C − 1; (N).</param>
    /// <exception cref="ShapeException">There is not one label for each row.</exception>
    /// <exception cref="ArgumentException">A label is no class; the message names row, label and count.</exception>
    public Tensor LogProbabilities(Tensor x, Labels labels)
    {
        if (x.Rank != 2 || labels.Shape != [x.Shape[0]])
        {
            throw new ShapeException($"AdaptiveLogSoftmax: x must be (N, D) and labels (N); x is {x.Shape}, labels is {labels.Shape}.");
        }
        var headLabels = new long[labels.Count];
        var rows = Array.ConvertAll(new int[Tails.Count], _ => new List<long>());
        for (int i = 0; i < labels.Count; i++)
        {
            long label = labels[i];
            if ((ulong)label >= (ulong)_cutoffs[^1])
            {
                throw new ArgumentException(
                    $"AdaptiveLogSoftmax: labels[{i}] is {label}; with {_cutoffs[^1]} classes labels go from 0 to {_cutoffs[^1] - 1}."
                    + (label == _cutoffs[^1] ? " Do labels start at 1?" : ""), nameof(labels));
            }
            int cluster = Array.FindLastIndex(_cutoffs, cutoff => cutoff <= label);
            headLabels[i] = cluster < 0 ? label : _cutoffs[0] + cluster;
            if (cluster >= 0) rows[cluster].Add(i);
        }
        var y = Head.Forward(x).LogSoftmax(1).Pick(Labels.Create(headLabels));
        for (int cluster = 0; cluster < rows.Length; cluster++)
        {
            if (rows[cluster].Count == 0) continue;
            var index = Labels.Create([.. rows[cluster]]);
            var inner = Labels.Create([.. rows[cluster].Select(row => labels[(int)row] - _cutoffs[cluster])]);
            y = y.ScatterAdd(0, index, Tails[cluster].Forward(x.IndexSelect(0, index)).LogSoftmax(1).Pick(inner));
        }
        return y;
    }

    /// <summary>The mean of −ln p of the labels.</summary>
    /// <inheritdoc cref="LogProbabilities(Tensor, Labels)"/>
    public Tensor Loss(Tensor x, Labels labels) => -LogProbabilities(x, labels).Mean();

    /// <summary>The most probable class of each row.</summary>
    public Labels Predict(Tensor x)
    {
        using var noGradient = NoGradient.Enter();
        return LogProbabilities(x).ArgMax(1);
    }

    /// <inheritdoc/>
    protected override string Describe() => $"{Head.Weight.Shape[1]} → {_cutoffs[^1]}, cutoffs {string.Join(", ", _cutoffs[..^1])}";
}
