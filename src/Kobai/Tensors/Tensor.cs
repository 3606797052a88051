using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kobai.Memory;

namespace Kobai;

/// <summary>Numbers in a grid of any rank, with the record of how they were computed.</summary>
/// <remarks>
/// <para>Operations are methods and operators: <c>(x.MatMul(w) + b).Relu()</c>. Views (slices, transposes, reshapes)
/// share memory with their source. A tensor needs no disposal; <see cref="Scope"/> gives memory back early.</para>
/// <example><code>
/// var w = Tensor.From([1.0, 2.0]).RequireGradient();
/// (w * w).Sum().Backward();
/// Console.WriteLine(w.Gradient);   // Tensor(2) Float64 [2, 4]
/// </code></example>
/// </remarks>
public sealed class Tensor
{
    readonly Block _block;
    readonly nint[]? _strides;
    readonly int _life;

    // A Node, or the name of the operation whose record was released.
    object? _record;
    Collected? _collected;

    Tensor(Block block, nint offset, Shape shape, nint[]? strides, DType type)
    {
        (_block, _life) = (block, block.Life);
        Offset = offset;
        Shape = shape;
        DType = type;
        _strides = strides;
    }

    /// <summary>The sizes along each axis.</summary>
    public Shape Shape { get; }

    /// <summary>The number of axes.</summary>
    public int Rank => Shape.Rank;

    /// <summary>The number of elements.</summary>
    public nint Count => Shape.Count;

    /// <summary>The type of the elements.</summary>
    public DType DType { get; }

    /// <summary>Whether the elements lie side by side in row-major order.</summary>
    public bool IsContiguous => _strides is null;

    /// <summary>Whether this is a leaf that requires a gradient, or was computed from one.</summary>
    public bool IsTracked => RequiresGradient || _record is not null;

    /// <summary>Whether gradients are collected in this leaf; set by <see cref="RequireGradient"/>.</summary>
    public bool RequiresGradient => _collected is { IsWanted: true };

    /// <summary>The gradient collected by backward passes; null before the first and after <see cref="ZeroGradient"/>.</summary>
    public Tensor? Gradient => _collected?.Gradient;

    /// <summary>
    /// The rows that were added to the gradient, in ascending order, when an embedding added nothing else: all other rows are
    /// 0. Null when the gradient is of the whole tensor, or was changed in place. An optimizer may visit these rows alone.
    /// </summary>
    public Labels? GradientRows => _collected?.Rows;

    /// <summary>Whether all elements are one and the same number in memory, as in the expanded gradient of a sum.</summary>
    internal bool IsUniform
    {
        get
        {
            if (_strides is null) return Count == 1;
            for (int i = 0; i < _strides.Length; i++)
            {
                if (_strides[i] != 0 && Shape.Sizes[i] != 1) return false;
            }
            return true;
        }
    }

    /// <summary>The memory.</summary>
    /// <exception cref="ObjectDisposedException">It went back when its scope closed.</exception>
    internal Block Block
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (_block.Life != _life) ThrowReleased();
            return _block;
        }
    }

    internal nint Offset { get; }

    /// <summary>How the tensor was computed; null for a leaf and for what was not recorded.</summary>
    internal Node? Node
    {
        get => _record as Node;
        set => _record = value;
    }

    /// <summary>The operation whose record was released; null if there is none.</summary>
    internal string? ReleasedOp => _record as string;

    /// <summary>The gradient that is collected in this tensor.</summary>
    internal Collected Collected => _collected ??= new(this);

    /// <summary>The sum and the denominator behind the value; null for all but reduced losses.</summary>
    internal Ratio? Ratio { get; set; }

    internal ReadOnlySpan<nint> Strides => _strides is null ? Shape.RowMajorStrides() : _strides;

    /// <summary>The step between neighbors along one axis.</summary>
    internal nint Stride(int axis) => Strides[axis];

    /// <summary>A part of the tensor as a view; or, set, its elements changed in place.</summary>
    /// <param name="indices">
    /// For each axis from the first on a number (the axis goes), a range (it stays) or <see cref="TensorIndex.NewAxis"/>;
    /// axes without an index stay whole.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its axis.</exception>
    /// <exception cref="ShapeException">There are more indices than axes, or the value does not broadcast to the part.</exception>
    /// <exception cref="InvalidOperationException">
    /// Set: the tensor or the value takes part in a recorded computation.
    /// </exception>
    /// <example><code>
    /// var x = Tensor.Arange(6).Reshape([2, 3]);
    /// x[^1]               // [3, 4, 5]
    /// x[.., 1..]          // [[1, 2], [4, 5]]
    /// x[0] = x[1] * 2;
    /// x                   // [[6, 8, 10], [3, 4, 5]]
    /// </code></example>
    [IndexerName("Part")]
    public Tensor this[params ReadOnlySpan<TensorIndex> indices]
    {
        get => Indexing.Get(this, indices);
        set => Indexing.Set(this, indices, value);
    }

    /// <summary>Makes a tensor of uninitialized elements.</summary>
    internal static Tensor Empty(Shape shape, DType type) =>
        new(Block.Of(checked(shape.Count * SizeOf(type))), 0, shape, null, type);

    /// <summary>Makes a tensor that shares this one's memory.</summary>
    /// <param name="shape">The view's shape.</param>
    /// <param name="strides">The steps between neighbors along each axis, in elements.</param>
    /// <param name="offset">Where the view begins, in elements after this tensor's first.</param>
    internal Tensor View(Shape shape, ReadOnlySpan<nint> strides, nint offset = 0) =>
        new(Block, Offset + offset, shape, IsRowMajor(shape, strides) ? null : strides.ToArray(), DType);

    /// <summary>Makes a view in another shape of elements that lie side by side.</summary>
    internal Tensor View(Shape shape) => new(Block, Offset, shape, null, DType);

    /// <summary>The first element; elements of a contiguous tensor follow it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref T Start<T>() where T : unmanaged => ref Unsafe.Add(ref Unsafe.As<byte, T>(ref Block.Start), Offset);

    /// <summary>The first element of an optional tensor; a null reference without one.</summary>
    internal static ref T StartOrNull<T>(Tensor? x) where T : unmanaged =>
        ref x is null ? ref Unsafe.NullRef<T>() : ref x.Start<T>();

    /// <summary>Collects gradients in this tensor from now on, and returns it.</summary>
    /// <exception cref="InvalidOperationException">The tensor is the result of a recorded operation.</exception>
    public Tensor RequireGradient()
    {
        if (_record is not null)
        {
            throw new InvalidOperationException(
                $"RequireGradient: only a leaf can collect gradients; this tensor is the result of {Node?.Op ?? ReleasedOp}. " +
                "Call RetainGradient() to see the gradient of a result.");
        }
        Collected.IsWanted = true;
        return this;
    }

    /// <summary>Remembers of the record only the name of the operation.</summary>
    internal void Release(string op) => _record = op;

    /// <summary>Keeps the gradient of this recorded result too, when a backward pass comes by, and returns it.</summary>
    public Tensor RetainGradient()
    {
        Node?.RetainsGradient = true;
        return this;
    }

    /// <summary>Empties the gradient before the next backward pass; its memory is used again.</summary>
    public void ZeroGradient() => _collected?.Empty();

    /// <summary>Moves the tensor to the scope around the current one, so that it outlives it, and returns it.</summary>
    public Tensor Keep()
    {
        Scope.Keep(Block);
        return this;
    }

    /// <summary>All elements, first to last, as <typeparamref name="T"/>.</summary>
    /// <typeparam name="T"><see cref="float"/> for Float32, <see cref="double"/> for Float64.</typeparam>
    /// <remarks>The span is valid as long as the tensor is in use; <see cref="ToArray{T}"/> has no such limit.</remarks>
    /// <exception cref="InvalidOperationException">The elements do not lie side by side, or are of another type.</exception>
    public ReadOnlySpan<T> AsSpan<T>() where T : unmanaged => Elements<T>();

    /// <summary>A copy of all elements, first to last, converted to <typeparamref name="T"/>.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public T[] ToArray<T>() where T : unmanaged
    {
        var copy = new T[Count];
        Kernel.CopyOut<T>(this, copy);
        return copy;
    }

    /// <summary>The only element.</summary>
    /// <exception cref="InvalidOperationException">The tensor does not have exactly one element.</exception>
    public double Item()
    {
        if (Count != 1)
        {
            throw new InvalidOperationException($"Item: one element is needed; the shape {Shape} holds {Count}.");
        }
        double item = DType == DType.Float32 ? Start<float>() : Start<double>();
        GC.KeepAlive(this);
        return item;
    }

    /// <summary>The only element, as by <see cref="Item"/>.</summary>
    public static explicit operator double(Tensor x) => x.Item();

    /// <summary>The only element, as by <see cref="Item"/>, rounded to single precision.</summary>
    public static explicit operator float(Tensor x) => (float)x.Item();

    /// <summary>Shape, type and aligned values; the middle of a large tensor is left out.</summary>
    public override string ToString() => TensorText.Of(this);

    /// <summary>Where a rule puts its part of this tensor's gradient: for a leaf at once into what it collects.</summary>
    /// <param name="adds">Whether the part is added to what is there.</param>
    /// <param name="part">What is left to hand on; null if nothing.</param>
    internal Tensor PlaceOfPart(out bool adds, out Tensor? part)
    {
        bool isLeaf = RequiresGradient && _record is null, isFirst = true;
        part = isLeaf ? null : Empty(Shape, DType);
        var place = part ?? Collected.Begin(out isFirst);
        adds = !isFirst;
        return place;
    }

    internal Span<T> Elements<T>() where T : unmanaged
    {
        if (!IsContiguous)
        {
            throw new InvalidOperationException(
                $"AsSpan: the elements of this {Shape} view do not lie side by side. Call Contiguous() first.");
        }
        if (TypeOf<T>() != DType)
        {
            throw new InvalidOperationException(
                $"AsSpan: the elements are {DType}, not {TypeOf<T>()}. Call To(DType.{TypeOf<T>()}) first.");
        }
        return MemoryMarshal.CreateSpan(ref Start<T>(), checked((int)Count));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void ThrowReleased() => throw new ObjectDisposedException("Tensor",
        "This tensor was released when its Scope closed. Call Keep() on a tensor that must outlive the scope.");

    internal static DType TypeOf<T>() where T : unmanaged =>
        typeof(T) == typeof(float) ? DType.Float32
        : typeof(T) == typeof(double) ? DType.Float64
        : throw new NotSupportedException($"Elements are float or double; {typeof(T)} is neither.");

    static nint SizeOf(DType type) => type == DType.Float32 ? sizeof(float) : sizeof(double);

    static bool IsRowMajor(Shape shape, ReadOnlySpan<nint> strides)
    {
        var steps = shape.RowMajorStrides();
        for (int i = 0; i < steps.Length; i++)
        {
            if (shape.Sizes[i] != 1 && strides[i] != steps[i]) return shape.Count == 0;
        }
        return true;
    }
}
