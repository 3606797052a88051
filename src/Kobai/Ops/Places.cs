using System.Numerics;
using Kobai.Simd;

namespace Kobai;

/// <summary>Where the largest or smallest elements are: the loops behind ArgMax and ArgMin.</summary>
static unsafe class Places
{
    /// <summary>The first place along an axis of the element that the fold ends with.</summary>
    public static Labels Of<F>(string op, Tensor x, int axis, bool keepDims) where F : struct, IFunction2
    {
        var axes = new Axes(op, x.Shape, [axis], keepDims);
        var places = new long[axes.KeptShape.Count];
        if (axes.Reduced == 0 && places.Length > 0)
        {
            throw new ShapeException($"{op}: at least one element is needed; x is {x.Shape}.");
        }
        if (x.DType == DType.Float32) Run<F, float>(axes.Arrange(x), places);
        else Run<F, double>(axes.Arrange(x), places);
        return Labels.Wrap(places, axes.ResultShape);
    }

    static void Run<F, T>(Tensor x, long[] places) where F : struct, IFunction2 where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (places.Length == 0) return;
        nint n = x.Shape[1], inner = x.Shape[2];
        fixed (T* px = &x.Start<T>())
        {
            T* elements = px;
            Along.Each(x.Shape, (line, start) => places[line] = First<F, T>(elements + start, inner, n));
        }
        GC.KeepAlive(x);
    }

    static nint First<F, T>(T* x, nint step, nint n) where F : struct, IFunction2 where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var extreme = x[0];
        if (step == 1) extreme = Folds.Of<F, T>(default, x, n);
        else for (nint i = 1; i < n; i++) extreme = Folded<F, T>(extreme, x[i * step]);
        nint place = 0;
        if (T.IsNaN(extreme)) while (!T.IsNaN(x[place * step])) place++;
        else while (x[place * step] != extreme) place++;
        return place;
    }

    static T Folded<F, T>(T a, T b) where F : struct, IFunction2 where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        V1<T>.Store(default(F).Value(V1<T>.Broadcast(a), V1<T>.Broadcast(b)), ref a, 0);
        return a;
    }
}
