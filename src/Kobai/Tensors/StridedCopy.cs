using System.Runtime.CompilerServices;
using Kobai.Simd;
using Kobai.Threads;

namespace Kobai;

/// <summary>
/// Copies between any two layouts in tiles, so that a transposed copy uses all of each cache line it fetches.
/// </summary>
static unsafe class StridedCopy
{
    const nint Tile = 64, PerChunk = 1 << 15;

    /// <summary>target = source, element by element; the source broadcasts to the target.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(Tensor source, Tensor target) where T : unmanaged
    {
        fixed (T* x = &source.Start<T>(), y = &target.Start<T>())
        {
            Run(x, Walk.Strides(source, target.Shape), y, target.Strides.ToArray(), target.Shape);
        }
        GC.KeepAlive(source);
        GC.KeepAlive(target);
    }

    [MethodImpl(Jit.Apart)]
    static void Run<T>(T* x, nint[] xStrides, T* y, nint[] yStrides, Shape shape) where T : unmanaged
    {
        int[] order = Order(shape, xStrides, yStrides);
        var sizes = Shape.Of(Ordered([.. shape.Sizes], order));
        var walk = new Walk(sizes, Ordered(xStrides, order), Ordered(yStrides, order));
        if (walk.Rows == 0) return;
        // A band is up to Tile neighboring runs; bands are what the chunks of parallel work are made of.
        nint perPlane = Work.Chunks(walk.Across, Tile), bands = walk.Rows / walk.Across * perPlane;
        nint perChunk = nint.Max(1, PerChunk / (walk.Inner * nint.Min(Tile, walk.Across)));
        Work.For(Work.Chunks(bands, perChunk), chunk =>
        {
            nint end = nint.Min(bands, (chunk + 1) * perChunk);
            for (nint i = chunk * perChunk; i < end; i++)
            {
                var (plane, band) = Math.DivRem(i, perPlane);
                nint row = plane * walk.Across + band * Tile;
                Band(walk, x + walk.Offset(0, row), y + walk.Offset(1, row), nint.Min(Tile, walk.Across - band * Tile));
            }
        });
    }

    [MethodImpl(Jit.Apart)]
    [SkipLocalsInit]
    static void Band<T>(Walk walk, T* x, T* y, nint rows) where T : unmanaged
    {
        nint n = walk.Inner, bytes = n * sizeof(T);
        nint xStep = walk.Step(0), yStep = walk.Step(1), xAcross = walk.StepAcross(0), yAcross = walk.StepAcross(1);
        if (xStep == 1 && yStep == 1)
        {
            for (nint j = 0; j < rows; j++) Buffer.MemoryCopy(x + j * xAcross, y + j * yAcross, bytes, bytes);
            return;
        }
        if (xStep == 0 && yStep == 1)
        {
            for (nint j = 0; j < rows; j++) new Span<T>(y + j * yAcross, (int)n).Fill(x[j * xAcross]);
            return;
        }
        if (rows == 1 || nint.Abs(xAcross) >= nint.Abs(xStep))
        {
            for (nint j = 0; j < rows; j++)
            {
                for (nint i = 0; i < n; i++) y[j * yAcross + i * yStep] = x[j * xAcross + i * xStep];
            }
            return;
        }
        T* tile = stackalloc T[(int)(Tile * Tile)];
        for (nint from = 0; from < n; from += Tile)
        {
            nint width = nint.Min(Tile, n - from);
            Turn(x + from * xStep, xStep, xAcross, y + from * yStep, yStep, yAcross, tile, width, rows);
        }
    }

    // Through a tile on the stack each line of the source and of the target is touched once, even where lines that
    // follow one another fall into the same set of the cache.
    [MethodImpl(Jit.Apart)]
    static void Turn<T>(T* x, nint xStep, nint xAcross, T* y, nint yStep, nint yAcross, T* tile, nint width, nint rows)
        where T : unmanaged
    {
        for (nint i = 0; i < width; i++)
        {
            T* source = x + i * xStep, target = tile + i * Tile;
            if (xAcross == 1) Buffer.MemoryCopy(source, target, rows * sizeof(T), rows * sizeof(T));
            else for (nint j = 0; j < rows; j++) target[j] = source[j * xAcross];
        }
        nint side = yStep == 1 ? Square.Side<T>() : 0;
        nint squareRows = side == 0 ? 0 : rows / side * side, squareWidth = side == 0 ? 0 : width / side * side;
        for (nint j = 0; j < squareRows; j += side)
        {
            for (nint i = 0; i < squareWidth; i += side)
                Square.Transpose(tile + i * Tile + j, Tile, y + j * yAcross + i, yAcross);
        }
        for (nint j = 0; j < rows; j++)
        {
            for (nint i = j < squareRows ? squareWidth : 0; i < width; i++)
                y[j * yAcross + i * yStep] = tile[i * Tile + j];
        }
    }

    // Runs go along the axis where the target's steps are smallest; beside it lies the one where the source's are.
    static int[] Order(Shape shape, nint[] xStrides, nint[] yStrides)
    {
        int[] order =
        [
            .. Enumerable.Range(0, shape.Rank)
                .Where(i => shape.Sizes[i] != 1)
                .OrderByDescending(i => nint.Abs(yStrides[i])),
        ];
        if (order.Length < 2 || xStrides[order[^1]] == 1) return order;
        int beside = order[..^1].MinBy(i => xStrides[i] == 0 ? nint.MaxValue : nint.Abs(xStrides[i]));
        return [.. order[..^1].Where(i => i != beside), beside, order[^1]];
    }

    static nint[] Ordered(nint[] values, int[] order) => [.. order.Select(i => values[i])];
}
