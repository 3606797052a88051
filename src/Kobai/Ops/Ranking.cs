using System.Buffers;

namespace Kobai;

/// <summary>Elements in order: the loops and the gradient behind Sort, ArgSort and TopK.</summary>
/// <remarks>The order is total: −0 equals 0, NaN comes after +∞, and of equal elements the first comes first.</remarks>
static unsafe class Ranking
{
    const nint FewPlaces = 64;

    /// <summary>The first k elements of each line along an axis and their places, recorded.</summary>
    public static (Tensor Values, Labels Indices) Of(string op, Tensor x, int axis, nint k, bool descending)
    {
        var axes = new Axes(op, x.Shape, [axis], keepDims: true);
        nint[] sizes = x.Shape.Sizes.ToArray();
        sizes[x.Shape.Axis(op, axis)] = k;
        var y = Tensor.Empty(Shape.Of(sizes), x.DType);
        var places = new long[y.Count];
        var source = axes.Arrange(x);
        if (x.DType == DType.Float32) Run<float>(source, y, places, k, descending);
        else Run<double>(source, y, places, k, descending);
        var lines = source.Shape;
        y.Record(op, [x], dy =>
        {
            var dx = Tensor.Zeros(x.Shape, x.DType);
            if (x.DType == DType.Float32) Scatter<float>(Kernel.Packed(dy), dx, lines, places, k);
            else Scatter<double>(Kernel.Packed(dy), dx, lines, places, k);
            return [dx];
        });
        return (y, Labels.Wrap(places, y.Shape));
    }

    static void Run<T>(Tensor x, Tensor y, long[] places, nint k, bool descending) where T : unmanaged
    {
        nint n = x.Shape[1], inner = x.Shape[2];
        fixed (T* px = &x.Start<T>(), py = &y.Start<T>())
        {
            T* from = px, to = py;
            Along.Each(x.Shape, (line, start) =>
            {
                ulong[] keys = ArrayPool<ulong>.Shared.Rent(checked((int)n));
                long[] order = ArrayPool<long>.Shared.Rent((int)n);
                for (int i = 0; i < (int)n; i++)
                {
                    ulong key = Key(Kernel.Convert<T, double>(from[start + i * inner]));
                    (keys[i], order[i]) = (descending ? ~key : key, i);
                }
                if (k < n && k <= FewPlaces) Choose(keys, order, (int)n, (int)k);
                else Sort(keys, order, (int)n);
                nint target = Start(line, k, inner);
                for (nint i = 0; i < k; i++)
                {
                    places[target + i * inner] = order[i];
                    to[target + i * inner] = from[start + (nint)order[i] * inner];
                }
                ArrayPool<ulong>.Shared.Return(keys);
                ArrayPool<long>.Shared.Return(order);
            });
        }
        GC.KeepAlive(x);
        GC.KeepAlive(y);
    }

    static void Scatter<T>(Tensor dy, Tensor dx, Shape lines, long[] places, nint k) where T : unmanaged
    {
        nint inner = lines[2];
        fixed (T* pdy = &dy.Start<T>(), pdx = &dx.Start<T>())
        {
            T* from = pdy, to = pdx;
            Along.Each(lines, (line, start) =>
            {
                nint source = Start(line, k, inner);
                for (nint i = 0; i < k; i++) to[start + (nint)places[source + i * inner] * inner] = from[source + i * inner];
            });
        }
        GC.KeepAlive(dy);
        GC.KeepAlive(dx);
    }

    static nint Start(nint line, nint n, nint inner) => line / inner * n * inner + line % inner;

    // Keys are ordered as the numbers are.
    static ulong Key(double x)
    {
        if (double.IsNaN(x)) return ulong.MaxValue;
        ulong bits = BitConverter.DoubleToUInt64Bits(x + 0.0);
        const ulong Sign = 1UL << 63;
        return (bits & Sign) != 0 ? ~bits : bits | Sign;
    }

    static void Sort(ulong[] keys, long[] order, int n)
    {
        Array.Sort(keys, order, 0, n);
        for (int first = 0, end; first < n; first = end)
        {
            end = first + 1;
            while (end < n && keys[end] == keys[first]) end++;
            if (end - first > 1) Array.Sort(order, first, end - first);
        }
    }

    // The k smallest keys in order at the front; the others are left as they are.
    static void Choose(ulong[] keys, long[] order, int n, int k)
    {
        for (int i = 0; i < n; i++)
        {
            ulong key = keys[i];
            int place = Math.Min(i, k);
            if (place == k && (k == 0 || key >= keys[k - 1])) continue;
            if (place == k) place--;
            for (; place > 0 && keys[place - 1] > key; place--) (keys[place], order[place]) = (keys[place - 1], order[place - 1]);
            (keys[place], order[place]) = (key, i);
        }
    }
}
