namespace Kobai.Data;

delegate TTarget TakeRows<TTarget>(TTarget target, ReadOnlySpan<int> places);

/// <summary>Examples that lie in one tensor.</summary>
sealed class InMemory<TTarget>(Tensor x, TTarget target, TakeRows<TTarget> take) : Dataset<TTarget>
{
    readonly Tensor _x = Kernel.Packed(x);

    public override int Count => (int)_x.Shape[0];

    public override (Tensor Input, TTarget Target) Take(ReadOnlySpan<int> places) => (Rows(_x, places), take(target, places));

    /// <summary>The rows of a tensor at some places, copied.</summary>
    public static Tensor Rows(Tensor x, ReadOnlySpan<int> places)
    {
        x = Kernel.Packed(x);
        var rows = Tensor.Empty(Shape.Create([places.Length, .. x.Shape.Sizes[1..]]), x.DType);
        if (x.DType == DType.Float32) Copy<float>(x, places, rows);
        else Copy<double>(x, places, rows);
        return rows;
    }

    static unsafe void Copy<T>(Tensor x, ReadOnlySpan<int> places, Tensor rows) where T : unmanaged
    {
        nint width = x.Shape[0] == 0 ? 0 : x.Count / x.Shape[0];
        fixed (T* from = &x.Start<T>(), to = &rows.Start<T>())
        {
            for (int i = 0; i < places.Length; i++)
            {
                Buffer.MemoryCopy(from + places[i] * width, to + i * width, width * sizeof(T), width * sizeof(T));
            }
        }
        GC.KeepAlive(x);
        GC.KeepAlive(rows);
    }
}
