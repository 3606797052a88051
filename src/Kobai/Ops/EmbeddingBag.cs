using System.Numerics;
using Kobai.Simd;
using Kobai.Threads;

namespace Kobai;

/// <summary>What becomes of the rows of a bag.</summary>
/// <example><code>
/// var table = Tensor.From([1.0, 2, 3, 4], [2, 2]);
/// table.EmbeddingBag([0, 1], [0], BagMode.Max)   // [[3, 4]]
/// </code></example>
public enum BagMode
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>The largest number of each column.</summary>
    Max,
}

/// <summary>Rows of a table taken by number and brought together.</summary>
public static unsafe class EmbeddingBagOp
{
    const nint ChunkElements = 1 << 14;

    extension(Tensor table)
    {
        /// <summary>The mean, the sum or the largest numbers of the rows of each bag: an embedding and its reduction in one visit.</summary>
        /// <param name="index">The numbers of rows, bag after bag.</param>
        /// <param name="offsets">Where each bag begins; the first at 0. A bag ends where the next begins, and may be empty.</param>
        /// <param name="mode">What becomes of the rows of a bag.</param>
        /// <param name="padding">A row that counts for nothing; none by default.</param>
        /// <returns>A tensor of shape (bags, width); a bag of nothing is 0.</returns>
        /// <remarks>
        /// Of several largest numbers the first has the gradient. Only rows that were taken are visited by the gradient where the
        /// table is a parameter; see <see cref="Tensor.GradientRows"/>.
        /// </remarks>
        /// <exception cref="ShapeException">The table is not a matrix.</exception>
        /// <exception cref="ArgumentException">The offsets do not begin with 0, or do not ascend within the index.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A number is not that of a row.</exception>
        /// <example><code>
        /// var table = Tensor.From([1.0, 2, 3, 4, 5, 6], [3, 2]);
        /// table.EmbeddingBag([0, 1, 2], [0, 2])                // [[2, 3], [5, 6]]
        /// table.EmbeddingBag([0, 1, 2], [0, 2], BagMode.Sum)   // [[4, 6], [5, 6]]
        /// </code></example>
        public Tensor EmbeddingBag(Labels index, Labels offsets, BagMode mode = BagMode.Mean, int? padding = null)
        {
            Rule(table, index, offsets);
            var plan = new Bags(index, offsets, mode, padding ?? -1, table.Shape[1]);
            var y = Tensor.Empty([offsets.Count, table.Shape[1]], table.DType);
            if (table.DType == DType.Float32) plan.Forward<float>(Kernel.Packed(table), y);
            else plan.Forward<double>(Kernel.Packed(table), y);
            return y.Record("EmbeddingBag", [table], dy => [table.AddRows(index, padding ?? -1, gradient =>
            {
                if (table.DType == DType.Float32) plan.Backward<float>(Kernel.Packed(dy), gradient);
                else plan.Backward<double>(Kernel.Packed(dy), gradient);
            })]);
        }
    }

    static void Rule(Tensor table, Labels index, Labels offsets)
    {
        if (table.Rank != 2) throw new ShapeException($"EmbeddingBag: the table must be a matrix; table is {table.Shape}.");
        GatherOp.CheckRange("EmbeddingBag", index, table.Shape[0], "the table");
        for (int i = 0; i < offsets.Count; i++)
        {
            if (offsets[i] <= index.Count && (i == 0 ? offsets[i] == 0 : offsets[i] >= offsets[i - 1])) continue;
            throw new ArgumentException(
                $"EmbeddingBag: offsets must begin with 0 and ascend to at most {index.Count}, the length of the index; offset {i} is {offsets[i]}.",
                nameof(offsets));
        }
    }

    sealed class Bags(Labels index, Labels offsets, BagMode mode, long padding, nint width)
    {
        // Of each number of the result that is a largest one, the row that it came from.
        readonly long[] _rows = mode == BagMode.Max ? new long[offsets.Count * width] : [];

        public void Forward<T>(Tensor table, Tensor y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            nint perChunk = nint.Max(1, ChunkElements / nint.Max(1, width * index.Count / nint.Max(1, offsets.Count)));
            fixed (T* pTable = &table.Start<T>(), py = &y.Start<T>())
            {
                T* from = pTable, to = py;
                Work.For(Work.Chunks(offsets.Count, perChunk), chunk =>
                {
                    for (int bag = (int)(chunk * perChunk); bag < nint.Min(offsets.Count, (chunk + 1) * perChunk); bag++) OfBag(from, to + bag * width, bag);
                });
            }
            GC.KeepAlive(table);
            GC.KeepAlive(y);
        }

        public void Backward<T>(Tensor dy, Tensor gradient) where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            fixed (T* from = &dy.Start<T>(), to = &gradient.Start<T>())
            {
                for (int bag = 0; bag < offsets.Count; bag++)
                {
                    var things = Things(bag);
                    T* part = from + bag * width;
                    if (mode == BagMode.Max)
                    {
                        if (Count(things) == 0) continue;
                        for (nint j = 0; j < width; j++) to[(nint)_rows[bag * width + j] * width + j] += part[j];
                        continue;
                    }
                    T share = mode == BagMode.Mean ? T.One / T.CreateTruncating(int.Max(1, Count(things))) : T.One;
                    foreach (long row in things)
                    {
                        T* sum = to + (nint)row * width;
                        if (row != padding) Map.Value3(default(Times), part, 1, &share, 0, sum, 1, sum, width);
                    }
                }
            }
            GC.KeepAlive(dy);
            GC.KeepAlive(gradient);
        }

        void OfBag<T>(T* table, T* y, int bag) where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var things = Things(bag);
            bool isFirst = true;
            new Span<T>(y, (int)width).Clear();
            foreach (long row in things)
            {
                if (row == padding) continue;
                T* from = table + (nint)row * width;
                if (mode != BagMode.Max) Map.Value2(default(Kernel.Plus), y, 1, from, 1, y, width);
                else
                {
                    for (nint j = 0; j < width; j++)
                        if (isFirst || from[j] > y[j]) (y[j], _rows[bag * width + j]) = (from[j], row);
                }
                isFirst = false;
            }
            if (mode != BagMode.Mean || isFirst) return;
            T count = T.CreateTruncating(Count(things));
            for (nint j = 0; j < width; j++) y[j] /= count;
        }

        ReadOnlySpan<long> Things(int bag) =>
            index.Values[(int)offsets[bag]..(bag + 1 < offsets.Count ? (int)offsets[bag + 1] : index.Count)];

        int Count(ReadOnlySpan<long> things) => things.Length - things.Count(padding);
    }

    readonly struct Times : IFunction3
    {
        V IFunction3.Value<V>(V a, V b, V c) => V.Fma(a, b, c);
    }
}
