using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kobai.Memory;
using Kobai.Products;
using Kobai.Simd;
using Kobai.Threads;

namespace Kobai;

/// <summary>One attention, forth and back, in blocks of queries and keys.</summary>
/// <remarks>
/// Blocks have fixed sizes and their results are combined in ascending order, so neither register widths nor threads show.
/// What a score becomes is e = exp(score − the row's largest); the row's sum of them divides the result and its gradient.
/// </remarks>
sealed unsafe class AttentionBlocks
{
    const nint Rows = 128, Columns = 128, LeastRows = 32, CacheLine = 64;

    /// <summary>About this many scores of a block of queries are held at once, in the second-level cache.</summary>
    const nint ScoresAtOnce = 1 << 17;

    /// <summary>Up to this many bytes of e are kept for the way back; more are made again, block by block.</summary>
    const nint MostKept = 16 << 20;

    /// <summary>A chunk of work has about this many products at least.</summary>
    const double LeastProducts = 1 << 18;

    /// <summary>The keys of few heads are split among about this many chunks on the way back.</summary>
    const nint Parallel = 8;

    readonly nint _items, _queries, _keys, _features, _width, _offset, _rows, _step;
    readonly double _scale;
    readonly bool _isCausal;
    readonly Operand _q, _k, _v;
    readonly Operand? _bias, _allowed, _seen;
    readonly Labels? _lengths;
    readonly AttentionDropout _dropout;
    readonly Tensor _y, _largest, _inverse;
    readonly Tensor? _kept;
    readonly Tensor[] _inputs;

    public AttentionBlocks(
        Shape batch, Tensor q, Tensor k, Tensor v, AttentionMask mask, double scale, AttentionDropout dropout)
    {
        (_queries, _keys, _features, _width) = (q.Shape[^2], k.Shape[^2], q.Shape[^1], v.Shape[^1]);
        (_items, _scale, _dropout) = (batch.Count, scale, dropout);
        (_isCausal, _offset, _lengths) = (mask.IsCausal, mask.Offset, mask.KeyLengths);
        _q = new(q, [.. batch, _queries, _features]);
        _k = new(k, [.. batch, _keys, _features]);
        _v = new(v, [.. batch, _keys, _width]);
        Shape scores = [.. batch, _queries, _keys];
        if (mask.Bias is { } bias) _bias = new(bias, scores);
        if (mask.Allowed is { } allowed) _allowed = new(allowed.To(q.DType), scores);
        if (mask.Keys is { } seen) _seen = new(AttentionMask.Aligned(seen.To(q.DType), batch.Rank), scores);
        _y = Tensor.Empty([.. batch, _queries, _width], q.DType);
        _largest = Tensor.Empty([_items, _queries], q.DType);
        _inverse = Tensor.Empty([_items, _queries], q.DType);
        _inputs = mask.Bias is null ? [q, k, v] : [q, k, v, mask.Bias];
        _rows = nint.Clamp((nint)BitOperations.RoundUpToPowerOf2((nuint)(ScoresAtOnce / nint.Max(1, _keys))), LeastRows, Rows);
        // An odd number of cache lines, so that the elements of a column do not compete for the same places.
        nint size = q.DType == DType.Float32 ? sizeof(float) : sizeof(double), perLine = CacheLine / size;
        _step = (Work.Chunks(_keys, perLine) | 1) * perLine;
        bool isForTheWayBack = !NoGradient.IsActive && _inputs.Any(x => x.IsTracked);
        if (isForTheWayBack && _items * _queries * _step <= MostKept / size)
            _kept = Tensor.Empty([_items, _queries, _step], q.DType);
    }

    public Tensor Forward()
    {
        if (_y.DType == DType.Float32) Run<float>(null, null);
        else Run<double>(null, null);
        return _y;
    }

    public Tensor?[] Backward(Tensor dy)
    {
        nint splits = nint.Max(1, nint.Min(Parallel / nint.Max(1, _items), Work.Chunks(_keys, Columns)));
        Shape batch = Shape.Of(_y.Shape.Sizes[..^2].ToArray());
        var gradients = new Tensor?[_inputs.Length];
        Shape[] shapes =
        [
            [splits, .. batch, _queries, _features], [.. batch, _keys, _features], [.. batch, _keys, _width], [.. batch, _queries, _keys],
        ];
        for (int i = 0; i < gradients.Length; i++)
            if (_inputs[i].IsTracked) gradients[i] = Tensor.Zeros(shapes[i], dy.DType);
        if (dy.DType == DType.Float32) Run<float>(Kernel.Packed(dy), gradients);
        else Run<double>(Kernel.Packed(dy), gradients);
        if (gradients[0] is { } dq) gradients[0] = splits == 1 ? dq.View(Shape.Create(dq.Shape.Sizes[1..])) : dq.Sum(0);
        return [.. gradients.Zip(_inputs, (gradient, x) => gradient?.SumTo(x))];
    }

    void Run<T>(Tensor? dy, Tensor?[]? gradients) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Tensor? dq = gradients?[0], dk = gradients?[1], dv = gradients?[2], dBias = gradients?.ElementAtOrDefault(3);
        fixed (T* q = &_q.X.Start<T>(), k = &_k.X.Start<T>(), v = &_v.X.Start<T>())
        fixed (T* bias = &Tensor.StartOrNull<T>(_bias?.X), allowed = &Tensor.StartOrNull<T>(_allowed?.X))
        fixed (T* seen = &Tensor.StartOrNull<T>(_seen?.X), pdy = &Tensor.StartOrNull<T>(dy))
        fixed (T* y = &_y.Start<T>(), largest = &_largest.Start<T>(), inverse = &_inverse.Start<T>())
        fixed (T* kept = &Tensor.StartOrNull<T>(_kept))
        fixed (T* pdq = &Tensor.StartOrNull<T>(dq), pdk = &Tensor.StartOrNull<T>(dk))
        fixed (T* pdv = &Tensor.StartOrNull<T>(dv), pdBias = &Tensor.StartOrNull<T>(dBias))
        {
            var at = new Addresses<T>
            {
                Q = q,
                K = k,
                V = v,
                Bias = bias,
                Allowed = allowed,
                Seen = seen,
                Y = y,
                Largest = largest,
                Inverse = inverse,
                Kept = kept,
                DY = pdy,
                DQ = pdq,
                DK = pdk,
                DV = pdv,
                DBias = pdBias,
            };
            nint parts = dy is null ? Work.Chunks(_queries, _rows) : dq?.Shape[0] ?? 1;
            double products = (double)_queries * _keys * (_features + _width) / nint.Max(1, parts);
            nint perChunk = (nint)Math.Clamp(LeastProducts / Math.Max(1, products), 1, Math.Max(1, _items * parts));
            nint scores = dy is null ? (_dropout.IsActive ? 2 : 1) * _rows * _step : 3 * Rows * Columns;
            nuint room = Pool.RoundUp((nuint)((Rows * (_features + _width) + scores) * sizeof(T)));
            Work.For(Work.Chunks(_items * parts, perChunk), chunk =>
            {
                nint address = Pool.Take(room);
                try
                {
                    for (nint task = chunk * perChunk; task < nint.Min(_items * parts, (chunk + 1) * perChunk); task++)
                    {
                        if (at.DY == null) Forward(at, (T*)address, task / parts, task % parts * _rows);
                        else Backward(at, (T*)address, task / parts, task % parts, parts);
                    }
                }
                finally
                {
                    Pool.Return(address, room);
                }
            });
        }
        Tensor?[] all = [_q.X, _k.X, _v.X, _bias?.X, _allowed?.X, _seen?.X, _y, _largest, _inverse, _kept, dy, dq, dk, dv, dBias];
        GC.KeepAlive(all);
    }

    /// <summary>A block of queries meets all keys that it may see.</summary>
    [SkipLocalsInit]
    void Forward<T>(in Addresses<T> at, T* room, nint item, nint first) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint rows = nint.Min(_rows, _queries - first), row = item * _queries + first;
        // What is kept is read in blocks of Rows.
        nint last = at.Kept == null ? first + rows : nint.Min(_queries, (first / Rows + 1) * Rows), n = End(item, last - 1);
        T* y = at.Y + row * _width, scaled = room, scratch = room + Rows * _features;
        T* e = at.Kept == null ? scratch : at.Kept + row * _step, dropped = _dropout.IsActive ? scratch + _rows * _step : e;
        Scale(at, item, first, rows, scaled);
        Scores(at, item, first, rows, 0, n, scaled, e, _step);
        for (nint i = 0; i < rows; i++)
        {
            T* line = e + i * _step;
            T most = at.Largest[row + i] = n == 0 ? T.NegativeInfinity : Folds.Of<Lines.Larger, T>(default, line, n);
            Power(line, most, n);
            double sum = Sums.Of(line, n);
            at.Inverse[row + i] = sum == 0 ? T.Zero : T.CreateTruncating(1 / sum);
            if (_dropout.IsActive) Drop(line, dropped + i * _step, row + i, 0, n);
        }
        Gemm.Run(rows, _width, n, dropped, _step, 1, at.V + _v.Offset(item, 0, 0), _width, 1, y, _width);
        ScaleRows(y, at.Inverse + row, rows, y);
    }

    /// <summary>A run of blocks of keys meets all queries, and all gradients grow.</summary>
    [SkipLocalsInit]
    void Backward<T>(in Addresses<T> at, T* room, nint item, nint part, nint parts) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint blocks = Work.Chunks(_keys, Columns), start = blocks * part / parts * Columns;
        nint stop = nint.Min(_keys, blocks * (part + 1) / parts * Columns);
        T* scaled = room, push = scaled + Rows * _features, ds = push + Rows * _width;
        T* again = ds + Rows * Columns, dropped = again + Rows * Columns;
        T* deltas = stackalloc T[(int)Rows];
        T scale = T.CreateTruncating(_scale);
        for (nint first = 0; first < _queries; first += Rows)
        {
            nint rows = nint.Min(Rows, _queries - first), row = item * _queries + first;
            nint end = nint.Min(stop, End(item, first + rows - 1));
            T* dq = at.DQ + (part * _items * _queries + row) * _features;
            Scale(at, item, first, rows, scaled);
            ScaleRows(at.DY + row * _width, at.Inverse + row, rows, push);
            for (nint i = 0; i < rows; i++)
                deltas[i] = T.CreateTruncating(Sums.OfProducts(push + i * _width, at.Y + (row + i) * _width, _width));
            for (nint j = start; j < end; j += Columns)
            {
                nint n = nint.Min(Columns, end - j), key = item * _keys + j, step = at.Kept == null ? n : _step;
                T* k = at.K + _k.Offset(item, j, 0), v = at.V + _v.Offset(item, j, 0);
                T* e = at.Kept == null ? again : at.Kept + row * _step + j;
                if (at.Kept == null)
                {
                    Scores(at, item, first, rows, j, n, scaled, e, n);
                    for (nint i = 0; i < rows; i++) Power(e + i * n, at.Largest[row + i], n);
                }
                Gemm.Run(rows, n, _width, push, _width, 1, v, 1, _width, ds, n);
                for (nint i = 0; i < rows; i++)
                {
                    T* line = e + i * step, slope = ds + i * n;
                    if (_dropout.IsActive)
                    {
                        Drop(line, dropped + i * n, row + i, j, n);
                        _dropout.Apply(slope, row + i, j, n);
                    }
                    Map.Value3<Slope, T>(default, slope, 1, deltas + i, 0, line, 1, slope, n);
                    if (at.DBias == null) continue;
                    new Span<T>(slope, (int)n).CopyTo(new(at.DBias + (row + i) * _keys + j, (int)n));
                }
                if (at.DV != null)
                {
                    var (p, pRow) = _dropout.IsActive ? ((nint)dropped, n) : ((nint)e, step);
                    Gemm.Run(n, _width, rows, (T*)p, 1, pRow, push, _width, 1, at.DV + key * _width, _width, accumulate: true);
                }
                if (at.DK != null)
                    Gemm.Run(n, _features, rows, ds, 1, n, scaled, _features, 1, at.DK + key * _features, _features, accumulate: true);
                if (at.DQ != null)
                    Gemm.Run(rows, _features, n, ds, n, 1, k, _features, 1, dq, _features, accumulate: true);
            }
            if (at.DQ != null) Map.Value2<Times, T>(default, dq, 1, &scale, 0, dq, rows * _features);
        }
    }

    // A row that sees no key has no weights.
    static void Power<T>(T* line, T most, nint n) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (T.IsNegativeInfinity(most)) new Span<T>(line, (int)n).Clear();
        else Map.Value2<Exponential, T>(default, line, 1, &most, 0, line, n);
    }

    void Drop<T>(T* line, T* to, nint row, nint first, nint n) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        new Span<T>(line, (int)n).CopyTo(new(to, (int)n));
        _dropout.Apply(to, row, first, n);
    }

    // A query that sees no key gives 0, whatever the values.
    void ScaleRows<T>(T* x, T* factors, nint rows, T* to) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (nint i = 0; i < rows; i++)
        {
            if (factors[i] == T.Zero) new Span<T>(to + i * _width, checked((int)_width)).Clear();
            else Map.Value2<Times, T>(default, x + i * _width, 1, factors + i, 0, to + i * _width, _width);
        }
    }

    /// <summary>How many keys this query, the last of a block, may see.</summary>
    nint End(nint item, nint query)
    {
        nint end = _lengths is null ? _keys : (nint)_lengths[(int)(item / (_items / _lengths.Count))];
        return _isCausal ? nint.Clamp(query + _offset + 1, 0, end) : end;
    }

    void Scale<T>(in Addresses<T> at, nint item, nint first, nint rows, T* scaled) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T scale = T.CreateTruncating(_scale);
        Map.Value2<Times, T>(default, at.Q + _q.Offset(item, first, 0), 1, &scale, 0, scaled, rows * _features);
    }

    void Scores<T>(in Addresses<T> at, nint item, nint first, nint rows, nint j, nint n, T* scaled, T* s, nint step)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Gemm.Run(rows, n, _features, scaled, _features, 1, at.K + _k.Offset(item, j, 0), 1, _features, s, step);
        for (nint i = 0; i < rows; i++)
        {
            T* line = s + i * step;
            With<Plus, T>(_bias, at.Bias, item, first + i, j, line, n);
            With<Hide, T>(_allowed, at.Allowed, item, first + i, j, line, n);
            With<Hide, T>(_seen, at.Seen, item, first + i, j, line, n);
            nint visible = _isCausal ? nint.Clamp(first + i + _offset + 1 - j, 0, n) : n;
            new Span<T>(line + visible, (int)(n - visible)).Fill(T.NegativeInfinity);
        }
    }

    static void With<F, T>(Operand? x, T* start, nint item, nint row, nint column, T* line, nint n)
        where F : struct, IFunction2 where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (x is not null) Map.Value2<F, T>(default, line, 1, start + x.Offset(item, row, column), x.Column, line, n);
    }

    /// <summary>A matrix for each item of the batch, at the steps with which it broadcasts.</summary>
    sealed class Operand
    {
        readonly nint[] _offsets;
        readonly nint _row;

        public Operand(Tensor x, Shape shape)
        {
            X = Kernel.Packed(x);
            var strides = Walk.Strides(X, shape);
            (_row, Column) = (strides[^2], strides[^1]);
            _offsets = new nint[Shape.Create(shape.Sizes[..^2]).Count];
            for (nint item = 0; item < _offsets.Length; item++)
            {
                nint rest = item;
                for (int axis = shape.Rank - 3; axis >= 0; axis--)
                {
                    (rest, nint place) = Math.DivRem(rest, shape.Sizes[axis]);
                    _offsets[item] += place * strides[axis];
                }
            }
        }

        public Tensor X { get; }

        public nint Column { get; }

        public nint Offset(nint item, nint row, nint column) => _offsets[item] + row * _row + column * Column;
    }

    [StructLayout(LayoutKind.Auto)]
    readonly struct Addresses<T> where T : unmanaged
    {
        public T* Q { get; init; }
        public T* K { get; init; }
        public T* V { get; init; }
        public T* Bias { get; init; }
        public T* Allowed { get; init; }
        public T* Seen { get; init; }
        public T* Y { get; init; }
        public T* Largest { get; init; }
        public T* Inverse { get; init; }
        public T* Kept { get; init; }
        public T* DY { get; init; }
        public T* DQ { get; init; }
        public T* DK { get; init; }
        public T* DV { get; init; }
        public T* DBias { get; init; }
    }

    readonly struct Times : IFunction2
    {
        V IFunction2.Value<V>(V a, V b) => a * b;
    }

    readonly struct Plus : IFunction2
    {
        V IFunction2.Value<V>(V a, V b) => a + b;
    }

    // −∞ where the mask is 0.
    readonly struct Hide : IFunction2
    {
        V IFunction2.Value<V>(V score, V mask) => V.Select(V.Equal(mask, V.Zero), V.Fill(double.NegativeInfinity), score);
    }

    // eˢ⁻ᵐ
    readonly struct Exponential : IFunction2
    {
        V IFunction2.Value<V>(V score, V most) => V.Exp(score - most);
    }

    // e · (de − D)
    readonly struct Slope : IFunction3
    {
        V IFunction3.Value<V>(V slope, V delta, V weight) => (slope - delta) * weight;
    }
}
