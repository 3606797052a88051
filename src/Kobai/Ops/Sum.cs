using Kobai.Simd;
using Kobai.Threads;

namespace Kobai;

/// <summary>Sums over axes.</summary>
public static unsafe class SumOp
{
    // Constants of the order of summation: results depend on them, and on nothing of the machine.
    const nint Chunk = 1 << 16, Columns = 4096;

    extension(Tensor x)
    {
        /// <summary>The sum of all elements, summed in double precision.</summary>
        public Tensor Sum() => x.Sum([]);

        /// <summary>The sum over one axis, counted from the front (0 …) or the back (−1 …).</summary>
        /// <exception cref="ShapeException">The axis does not exist.</exception>
        public Tensor Sum(int axis, bool keepDims = false) => x.Sum([axis], keepDims);

        /// <summary>The sum over some axes, summed in double precision.</summary>
        /// <param name="axes">Axes counted from the front (0 …) or the back (−1 …); none means all.</param>
        /// <param name="keepDims">Whether each summed axis stays, with size 1.</param>
        /// <exception cref="ShapeException">An axis does not exist or is given twice.</exception>
        /// <example><code>
        /// var x = Tensor.From(new double[,] { { 1, 2 }, { 3, 4 } });
        /// x.Sum()      // 10
        /// x.Sum(0)     // [4, 6]
        /// x.Sum(-1)    // [3, 7]
        /// </code></example>
        public Tensor Sum(ReadOnlySpan<int> axes, bool keepDims = false)
        {
            var plan = new Axes("Sum", x.Shape, axes, keepDims);
            var y = Tensor.Empty(plan.ResultShape, x.DType);
            if (x.DType == DType.Float32) Run<float>(plan.Arrange(x), y);
            else Run<double>(plan.Arrange(x), y);
            return y.Record("Sum", [x], dy => [dy.Reshape(plan.KeptShape).Expand(x.Shape)]);
        }

        /// <summary>The sum over the axes along which the shape of <paramref name="target"/> broadcast to this one.</summary>
        internal Tensor SumTo(Tensor target)
        {
            if (x.Shape == target.Shape) return x;
            int ahead = x.Rank - target.Rank;
            var axes = new List<int>();
            for (int i = 0; i < x.Rank; i++)
            {
                if (i < ahead || (target.Shape.Sizes[i - ahead] == 1 && x.Shape.Sizes[i] != 1)) axes.Add(i);
            }
            return x.Sum(axes.ToArray(), keepDims: true).Reshape(target.Shape);
        }
    }

    static void Run<T>(Tensor x, Tensor y) where T : unmanaged
    {
        nint outer = x.Shape[0], reduced = x.Shape[1], inner = x.Shape[2];
        fixed (T* px = &x.Start<T>(), py = &y.Start<T>())
        {
            if (inner == 1) Rows(px, py, outer, reduced);
            else for (nint i = 0; i < outer; i++) ColumnsOf(px + i * reduced * inner, py + i * inner, reduced, inner);
        }
        GC.KeepAlive(x);
        GC.KeepAlive(y);
    }

    static void Rows<T>(T* x, T* y, nint rows, nint n) where T : unmanaged
    {
        if (n > Chunk) for (nint i = 0; i < rows; i++) Store(LongSum(x + i * n, n), y + i);
        else if (rows * n <= Chunk) for (nint i = 0; i < rows; i++) Store(Sums.Of(x + i * n, n), y + i);
        else ManyRows(x, y, rows, n);
    }

    static void ManyRows<T>(T* x, T* y, nint rows, nint n) where T : unmanaged
    {
        nint perChunk = nint.Max(1, Chunk / nint.Max(1, n));
        Work.For(Work.Chunks(rows, perChunk), chunk =>
        {
            nint end = nint.Min(rows, (chunk + 1) * perChunk);
            for (nint i = chunk * perChunk; i < end; i++) Store(Sums.Of(x + i * n, n), y + i);
        });
    }

    static double LongSum<T>(T* x, nint n) where T : unmanaged
    {
        var parts = new double[Work.Chunks(n, Chunk)];
        Work.For(parts.Length, i => parts[i] = Sums.Of(x + i * Chunk, nint.Min(Chunk, n - i * Chunk)));
        fixed (double* p = parts) return Sums.Of(p, parts.Length);
    }

    static void ColumnsOf<T>(T* x, T* y, nint rows, nint columns) where T : unmanaged
    {
        if (rows * columns <= Chunk)
        {
            var sum = new double[columns];
            AddRows(x, sum, rows, columns, columns);
            for (nint j = 0; j < columns; j++) Store(sum[j], y + j);
        }
        else if (columns >= Columns) WideColumns(x, y, rows, columns);
        else LongColumns(x, y, rows, columns);
    }

    static void WideColumns<T>(T* x, T* y, nint rows, nint columns) where T : unmanaged =>
        Work.For(Work.Chunks(columns, Columns), chunk =>
        {
            nint from = chunk * Columns, width = nint.Min(Columns, columns - from);
            var sum = new double[width];
            AddRows(x + from, sum, rows, width, columns);
            for (nint j = 0; j < width; j++) Store(sum[j], y + from + j);
        });

    static void LongColumns<T>(T* x, T* y, nint rows, nint columns) where T : unmanaged
    {
        nint perChunk = nint.Max(1, Chunk / columns);
        var parts = new double[Work.Chunks(rows, perChunk)][];
        Work.For(parts.Length, chunk =>
        {
            nint from = chunk * perChunk;
            parts[chunk] = new double[columns];
            AddRows(x + from * columns, parts[chunk], nint.Min(perChunk, rows - from), columns, columns);
        });
        var sum = new double[columns];
        foreach (double[] part in parts) fixed (double* p = part) AddRows(p, sum, 1, columns, columns);
        for (nint j = 0; j < columns; j++) Store(sum[j], y + j);
    }

    static void AddRows<T>(T* x, double[] sum, nint rows, nint width, nint stride) where T : unmanaged
    {
        fixed (double* p = sum)
        {
            for (nint i = 0; i < rows; i++) Sums.AddTo(x + i * stride, p, width);
        }
    }

    static void Store<T>(double value, T* y) where T : unmanaged
    {
        if (typeof(T) == typeof(float)) *(float*)y = (float)value;
        else *(double*)y = value;
    }
}
