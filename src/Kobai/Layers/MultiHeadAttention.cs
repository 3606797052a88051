namespace Kobai.Layers;

/// <summary>
/// Attention in several heads: queries, keys and values are projected, each head attends with its share of the features,
/// and the heads side by side are projected once more.
/// </summary>
/// <remarks>
/// <para>Inputs are (N, length, features), batch first, or (length, features); PyTorch's default is length first, its option
/// <c>batch_first=True</c> is this. Parameters have PyTorch's names, initial bits and order of draws.</para>
/// <para>Source: Vaswani et al., "Attention Is All You Need", arXiv:1706.03762.</para>
/// <example><code>
/// var layer = new MultiHeadAttention(size: 16, heads: 4);
/// var x = Tensor.Zeros([2, 5, 16]);
/// layer.Forward(x)                                       // shape (2, 5, 16)
/// layer.Forward(x, x, x, AttentionMask.Causal)           // shape (2, 5, 16)
/// layer.ForwardWithWeights(x, x, x).Weights              // shape (2, 5, 5)
/// </code></example>
/// </remarks>
public sealed class MultiHeadAttention : Layer
{
    readonly int _size, _heads, _extraKeys;
    readonly double _dropout;
    readonly bool _hasZeroKey;
    readonly Generator? _generator;

    /// <summary>Makes a layer with freshly drawn weights: Xavier-uniform but for the output's, and no biases.</summary>
    /// <param name="size">The features of queries and results.</param>
    /// <param name="heads">The number of heads, which divides the size.</param>
    /// <param name="dropout">The probability with which a weight of a key is dropped in training.</param>
    /// <param name="bias">Whether the projections add biases.</param>
    /// <param name="keySize">The features of the keys; as many as those of the queries by default.</param>
    /// <param name="valueSize">The features of the values; as many as those of the queries by default.</param>
    /// <param name="learnedKey">Whether there is one key more, with its value, that is learned and that all queries see.</param>
    /// <param name="zeroKey">Whether there is one key more that is zero, with the value zero.</param>
    /// <param name="rotary">Turns the queries and keys of each head by their positions; not by default.</param>
    /// <param name="type">The type of the parameters.</param>
    /// <param name="generator">Where weights and dropout are drawn from; <see cref="Generator.Default"/> if none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the probability is outside [0, 1].</exception>
    /// <exception cref="ArgumentException">The heads do not divide the size.</exception>
    public MultiHeadAttention(
        int size, int heads, double dropout = 0, bool bias = true, int? keySize = null, int? valueSize = null, bool learnedKey = false,
        bool zeroKey = false, RotaryPosition? rotary = null, DType type = DType.Float32, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(heads);
        int keys = keySize ?? size, values = valueSize ?? size;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(keys, nameof(keySize));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(values, nameof(valueSize));
        if (size % heads != 0)
        {
            throw new ArgumentException(
                $"MultiHeadAttention: the heads must divide the size; the size is {size}, there are {heads} heads.", nameof(heads));
        }
        AttentionOp.CheckProbability(dropout);
        (_size, _heads, _dropout, _hasZeroKey, _generator, Rotary) = (size, heads, dropout, zeroKey, generator, rotary);
        _extraKeys = (learnedKey ? 1 : 0) + (zeroKey ? 1 : 0);
        generator ??= Generator.Default;
        OutProj = new(size, size, bias, type, generator);
        if (keys == size && values == size)
        {
            InProjWeight = Xavier([3 * size, size]);
        }
        else
        {
            QProjWeight = Xavier([size, size]);
            KProjWeight = Xavier([size, keys]);
            VProjWeight = Xavier([size, values]);
        }
        if (bias)
        {
            InProjBias = Tensor.Zeros([3 * size], type).RequireGradient();
            Kernel.Fill(OutProj.Bias!, 0);
        }
        if (learnedKey)
        {
            BiasK = Initialize.XavierNormal(Tensor.Zeros([1, 1, size], type).RequireGradient(), generator: generator);
            BiasV = Initialize.XavierNormal(Tensor.Zeros([1, 1, size], type).RequireGradient(), generator: generator);
        }

        Tensor Xavier(Shape shape) => Initialize.XavierUniform(Tensor.Zeros(shape, type).RequireGradient(), generator: generator);
    }

    /// <summary>The projections of queries, keys and values under one another, (3 · size, size); null if their features differ.</summary>
    public Tensor? InProjWeight { get; }

    /// <summary>The projection of the queries where the features differ; (size, size).</summary>
    public Tensor? QProjWeight { get; }

    /// <summary>The projection of the keys where the features differ; (size, keySize).</summary>
    public Tensor? KProjWeight { get; }

    /// <summary>The projection of the values where the features differ; (size, valueSize).</summary>
    public Tensor? VProjWeight { get; }

    /// <summary>The biases of queries, keys and values after one another, (3 · size); null without bias.</summary>
    public Tensor? InProjBias { get; }

    /// <summary>The key that is learned, (1, 1, size); null without.</summary>
    public Tensor? BiasK { get; }

    /// <summary>The value of the key that is learned, (1, 1, size); null without.</summary>
    public Tensor? BiasV { get; }

    /// <summary>The projection of the results.</summary>
    public Linear OutProj { get; }

    /// <summary>What turns queries and keys by their positions; null without.</summary>
    public RotaryPosition? Rotary { get; }

    /// <summary>The attention of a sequence to itself, without a mask.</summary>
    public override Tensor Forward(Tensor x) => Forward(x, x, x);

    /// <summary>The attention of queries to keys and their values.</summary>
    /// <param name="query">The queries, (N, L, size) or (L, size), as is the result.</param>
    /// <param name="key">The keys, (N, S, keySize) or (S, keySize).</param>
    /// <param name="value">The values, (N, S, valueSize) or (S, valueSize).</param>
    /// <param name="mask">Which keys a query sees. Between N and the lengths, the scores have an axis of heads.</param>
    /// <param name="cache">The keys and values of earlier steps, which come first and to which those of this step are added.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Forward(Tensor query, Tensor key, Tensor value, AttentionMask? mask = null, KeyValueCache? cache = null)
    {
        var (q, k, v, all) = Project(query, key, value, mask, cache);
        return Joined(q.Attention(k, v, all, dropout: IsTraining ? _dropout : 0, generator: _generator));
    }

    /// <summary>The attention together with the weights of the keys, all of which are then held.</summary>
    /// <param name="query">The queries, (N, L, size) or (L, size), as is the output.</param>
    /// <param name="key">The keys, (N, S, keySize) or (S, keySize).</param>
    /// <param name="value">The values, (N, S, valueSize) or (S, valueSize).</param>
    /// <param name="mask">Which keys a query sees.</param>
    /// <param name="averaged">Whether the weights are the mean over the heads, (N, L, S), and not those of each, (N, heads, L, S).</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public (Tensor Output, Tensor Weights) ForwardWithWeights(
        Tensor query, Tensor key, Tensor value, AttentionMask? mask = null, bool averaged = true)
    {
        var (q, k, v, all) = Project(query, key, value, mask, null);
        var weights = q.AttentionWeights(k, all);
        if (IsTraining && _dropout > 0)
        {
            var kept = Tensor.Bernoulli(weights.Shape, 1 - _dropout, weights.DType, _generator);
            weights *= kept * (_dropout < 1 ? 1 / (1 - _dropout) : 0);
        }
        var y = Joined(weights.MatMul(v));
        if (_extraKeys > 0) weights = weights.Roll(-1, -_extraKeys);
        return (y, averaged ? weights.Mean(-3) : weights);
    }

    /// <inheritdoc/>
    protected override string Describe() => $"{_size}, {_heads} heads{(InProjBias is null ? ", no bias" : "")}";

    (Tensor Q, Tensor K, Tensor V, AttentionMask? Mask) Project(
        Tensor query, Tensor key, Tensor value, AttentionMask? mask, KeyValueCache? cache)
    {
        Rule(query, key, value);
        Tensor[] weights = InProjWeight?.Split(0, _size) ?? [QProjWeight!, KProjWeight!, VProjWeight!];
        Tensor?[] biases = InProjBias?.Split(0, _size) ?? new Tensor?[3];
        Tensor q = query.Linear(weights[0], biases[0]), k = key.Linear(weights[1], biases[1]), v = value.Linear(weights[2], biases[2]);
        nint start = cache?.Seen(this) ?? 0;
        (q, k, v) = (Heads(q), Heads(k), Heads(v));
        if (Rotary is not null) (q, k) = (Rotary.Forward(q, start), Rotary.Forward(k, start));
        if (cache is not null)
        {
            nint before = -k.Shape[^2];
            (k, v) = cache.Add(this, k, v);
            if (mask is { IsCausal: true }) mask = mask with { Offset = mask.Offset + before + k.Shape[^2] };
        }
        if (_extraKeys == 0) return (q, k, v, mask);

        Shape extra = [.. k.Shape.Sizes[..^2], 1, k.Shape[^1]];
        List<Tensor> keys = [], values = [];
        if (BiasK is not null) (keys, values) = ([HeadsOf(BiasK)], [HeadsOf(BiasV!)]);
        if (_hasZeroKey) keys.Add(Tensor.Zeros(extra, k.DType));
        if (_hasZeroKey) values.Add(Tensor.Zeros(extra, v.DType));
        mask = mask?.WithKeysInFront(_extraKeys, k.Shape[^2]);
        return (q, Tensor.Concatenate(-2, [.. keys, k]), Tensor.Concatenate(-2, [.. values, v]), mask);

        Tensor HeadsOf(Tensor one) => one.Reshape([_heads, 1, _size / _heads]).Expand(extra);
    }

    // (…, length, size) → (…, heads, length, size / heads)
    Tensor Heads(Tensor x) => x.Reshape([.. x.Shape.Sizes[..^1], _heads, _size / _heads]).Transpose(-3, -2);

    Tensor Joined(Tensor y)
    {
        var rows = y.Transpose(-3, -2);
        return OutProj.Forward(rows.Reshape([.. rows.Shape.Sizes[..^2], _size]));
    }

    void Rule(Tensor query, Tensor key, Tensor value)
    {
        nint keys = KProjWeight?.Shape[1] ?? _size, values = VProjWeight?.Shape[1] ?? _size;
        if (query.Rank < 2 || key.Rank != query.Rank || value.Rank != query.Rank
            || query.Shape[^1] != _size || key.Shape[^1] != keys || value.Shape[^1] != values || key.Shape[^2] != value.Shape[^2]
            || !query.Shape.Sizes[..^2].SequenceEqual(key.Shape.Sizes[..^2])
            || !query.Shape.Sizes[..^2].SequenceEqual(value.Shape.Sizes[..^2]))
        {
            throw new ShapeException(
                $"MultiHeadAttention: the inputs must be (N, L, {_size}), (N, S, {keys}) and (N, S, {values}), or without N; " +
                $"query is {query.Shape}, key is {key.Shape}, value is {value.Shape}.");
        }
    }
}
