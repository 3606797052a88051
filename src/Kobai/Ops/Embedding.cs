using System.Numerics;
using Kobai.Simd;
using Kobai.Threads;

namespace Kobai;

/// <summary>Rows of a table taken by number.</summary>
public static unsafe class EmbeddingOp
{
    // The gradient of a row is summed in one chunk, in the order of the numbers.
    const nint ChunkElements = 1 << 14;

    extension(Tensor table)
    {
        /// <summary>The row of the table for each number: y[…] = table[index[…]], with the row as last axis.</summary>
        /// <param name="index">The numbers of rows, in any shape.</param>
        /// <param name="padding">A row whose gradient stays 0; none by default.</param>
        /// <remarks>
        /// The gradient of a row is the sum over all places it stands at. Only rows that were taken are visited where the table
        /// is a parameter; see <see cref="Tensor.GradientRows"/>.
        /// </remarks>
        /// <exception cref="ShapeException">The table is not a matrix.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A number is not that of a row.</exception>
        /// <example><code>
        /// var table = Tensor.From([1.0, 2, 3, 4, 5, 6], [3, 2]);
        /// table.Embedding([2, 0])   // [[5, 6], [1, 2]]
        /// </code></example>
        public Tensor Embedding(Labels index, int? padding = null)
        {
            if (table.Rank != 2) throw new ShapeException($"Embedding: the table must be a matrix; table is {table.Shape}.");
            nint rows = table.Shape[0], width = table.Shape[1];
            GatherOp.CheckRange("Embedding", index, rows, "the table");
            var y = Tensor.Empty(Shape.Create([.. index.Shape.Sizes, width]), table.DType);
            if (table.DType == DType.Float32) Take<float>(Kernel.Packed(table), index, y);
            else Take<double>(Kernel.Packed(table), index, y);
            return y.Record("Embedding", [table], dy => [table.AddRows(index, padding ?? -1, gradient =>
            {
                if (table.DType == DType.Float32) Add<float>(Kernel.Packed(dy), index, padding ?? -1, gradient);
                else Add<double>(Kernel.Packed(dy), index, padding ?? -1, gradient);
            })]);
        }

        /// <summary>
        /// The gradient of a table by some of its rows: added to that of a parameter in place, with nothing left to hand on;
        /// otherwise a tensor of its own.
        /// </summary>
        internal Tensor? AddRows(Labels index, long padding, Action<Tensor> add)
        {
            bool isParameter = table.RequiresGradient && table.Node is null;
            var gradient = isParameter ? table.Collected.BeginRows(index, padding) : Tensor.Zeros(table.Shape, table.DType);
            add(gradient);
            return isParameter ? null : gradient;
        }
    }

    static void Take<T>(Tensor table, Labels index, Tensor y) where T : unmanaged
    {
        nint width = table.Shape[1], bytes = width * sizeof(T), perChunk = nint.Max(1, ChunkElements / nint.Max(1, width));
        fixed (T* pTable = &table.Start<T>(), py = &y.Start<T>())
        {
            T* from = pTable, to = py;
            Work.For(Work.Chunks(index.Count, perChunk), chunk =>
            {
                var places = index.Values;
                for (nint i = chunk * perChunk; i < nint.Min(places.Length, (chunk + 1) * perChunk); i++)
                    Buffer.MemoryCopy(from + (nint)places[(int)i] * width, to + i * width, bytes, bytes);
            });
        }
        GC.KeepAlive(table);
        GC.KeepAlive(y);
    }

    static void Add<T>(Tensor dy, Labels index, long padding, Tensor gradient) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint width = gradient.Shape[1];
        fixed (T* from = &dy.Start<T>(), to = &gradient.Start<T>())
        {
            T* row = from;
            foreach (long place in index)
            {
                T* sum = to + (nint)place * width;
                if (place != padding) Map.Value2(default(Kernel.Plus), sum, 1, row, 1, sum, width);
                row += width;
            }
        }
        GC.KeepAlive(dy);
        GC.KeepAlive(gradient);
    }
}
