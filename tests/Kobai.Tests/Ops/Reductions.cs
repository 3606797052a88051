using Kobai.Tests.Threads;
using Kobai.Threads;

namespace Kobai.Tests.Ops;

/// <summary>What is asked of every operation over axes, with the slow and obvious loop as the judge.</summary>
static class Reductions
{
    /// <summary>Every set of axes of a tensor of three axes.</summary>
    static readonly int[][] AxisSets = [[], [0], [1], [2], [-1], [-3], [0, 1], [1, 2], [2, 0], [-1, -3], [0, 1, 2]];

    /// <summary>Compares values with f of the elements that go into each, for both types, every layout and every set of axes.</summary>
    public static void CheckValues(
        Func<Tensor, int[], bool, Tensor> op, Func<double[], double> f, double tolerance, params Shape[] shapes)
    {
        foreach (var shape in shapes)
            foreach (var x in Layouts(Numbers(shape)))
                foreach (int[] axes in AxisSets)
                    foreach (bool keepDims in new[] { false, true })
                    {
                        var y = op(x, axes, keepDims);
                        Assert.Equal(x.DType, y.DType);
                        Assert.Equal(ResultShape(shape, axes, keepDims), y.Shape);
                        AssertClose(Reduce(x, axes, f), y.ToArray<double>(), x.DType == DType.Float32 ? 1e-6 : tolerance);
                    }
    }

    /// <summary>Compares gradients with central differences for every set of axes, and through a view with strides.</summary>
    public static void CheckGradients(Func<Tensor, int[], bool, Tensor> op, double tolerance = 1e-7)
    {
        foreach (int[] axes in AxisSets)
        {
            Assert.InRange(GradientCheck.Run(x => op(x[0], axes, true), Numbers([2, 3, 4])), 0, tolerance);
            Assert.InRange(GradientCheck.Run(x => op(x[0], axes, false) * 2, Numbers([2, 3, 4])), 0, tolerance);
        }
        Assert.InRange(GradientCheck.Run(x => op(x[0].Reshape(4, 3, 1).Expand([4, 3, 2]), [0], false), Numbers([4, 3])), 0, tolerance);
    }

    /// <summary>Runs with 1, 2 and 4 threads and compares the bits.</summary>
    public static void CheckThreads(Func<Tensor> run)
    {
        int threads = Work.Threads;
        try
        {
            Work.Threads = 1;
            double[] expected = run().ToArray<double>();
            foreach (int count in new[] { 2, 4 })
            {
                Work.Threads = count;
                Assert.Equal(expected, run().ToArray<double>());
            }
        }
        finally
        {
            Work.Threads = threads;
        }
    }

    /// <summary>f of the elements that go into each result, by the definition.</summary>
    public static double[] Reduce(Tensor x, int[] axes, Func<double[], double> f)
    {
        double[] values = x.ToArray<double>();
        bool[] reduced = Reduced(x.Shape, axes);
        var groups = new SortedDictionary<long, List<double>>();
        for (int i = 0; i < values.Length; i++)
        {
            long rest = i, key = 0, scale = 1;
            for (int axis = x.Rank - 1; axis >= 0; axis--)
            {
                (rest, long place) = Math.DivRem(rest, (long)x.Shape[axis]);
                if (reduced[axis]) continue;
                key += place * scale;
                scale *= x.Shape[axis];
            }
            if (!groups.TryGetValue(key, out var group)) groups[key] = group = [];
            group.Add(values[i]);
        }
        return [.. groups.Values.Select(group => f([.. group]))];
    }

    /// <summary>f of each line along an axis, by the definition.</summary>
    public static double[] Along(Tensor x, int axis, Func<double[], double[]> f)
    {
        if (axis < 0) axis += x.Rank;
        double[] values = x.ToArray<double>(), result = new double[values.Length];
        int n = (int)x.Shape[axis], inner = 1;
        for (int i = axis + 1; i < x.Rank; i++) inner *= (int)x.Shape[i];
        for (int first = 0; first < values.Length; first++)
        {
            if (first / inner % n != 0) continue;
            double[] line = f([.. Enumerable.Range(0, n).Select(k => values[first + k * inner])]);
            for (int k = 0; k < n; k++) result[first + k * inner] = line[k];
        }
        return result;
    }

    /// <summary>The same values as both types, and as views whose elements do not lie side by side.</summary>
    public static IEnumerable<Tensor> Layouts(Tensor x)
    {
        foreach (var type in new[] { DType.Float64, DType.Float32 })
        {
            var typed = x.To(type);
            yield return typed;
            var wide = Tensor.Full([.. x.Shape, 2], double.NaN, type);
            nint[] strides = [.. x.Shape.RowMajorStrides().ToArray().Select(stride => 2 * stride)];
            var view = wide.View(x.Shape, strides, 1);
            Kernel.Copy(typed, view);
            yield return view;
        }
    }

    /// <summary>Numbers of no pattern between −2 and 2: multiples of 2⁻²⁰, so that their sums in double are exact.</summary>
    public static Tensor Numbers(Shape shape, DType type = DType.Float64)
    {
        var x = Tensor.Empty(shape, type);
        for (nint i = 0; i < x.Count; i++) Kernel.Set(x, i, Math.Round((2 << 20) * Math.Sin(i * 12.9898 + 1) * Math.Cos(i * 0.377)) / (1 << 20));
        return x;
    }

    /// <summary>Compares numbers relative to the larger of 1 and their size.</summary>
    public static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            bool close = expected[i].Equals(actual[i])
                || Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(close, $"element {i}: expected {expected[i]}, got {actual[i]}");
        }
    }

    static Shape ResultShape(Shape shape, int[] axes, bool keepDims)
    {
        bool[] reduced = Reduced(shape, axes);
        var sizes = new List<nint>();
        for (int i = 0; i < shape.Rank; i++)
        {
            if (!reduced[i]) sizes.Add(shape[i]);
            else if (keepDims) sizes.Add(1);
        }
        return Shape.Create([.. sizes]);
    }

    static bool[] Reduced(Shape shape, int[] axes)
    {
        var reduced = new bool[shape.Rank];
        foreach (int axis in axes) reduced[axis < 0 ? axis + shape.Rank : axis] = true;
        if (axes.Length == 0) Array.Fill(reduced, true);
        return reduced;
    }
}
