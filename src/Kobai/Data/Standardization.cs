using System.Numerics;

namespace Kobai.Data;

/// <summary>Brings each column of a table, or each channel of images, to mean 0 and deviation 1: y = (x − mean) /
/// deviation.</summary>
/// <remarks>
/// Fit it on the training data and apply it to all data, so that nothing of the test data leaks into the training. A
/// column of equal numbers has the deviation 1. Deviations are those of the data themselves (divided by n), as in
/// scikit-learn's StandardScaler.
/// </remarks>
/// <example><code>
/// var train = Dataset.Of(Tensor.From(new float[,] { { 1, 5 }, { 3, 5 } }), [0, 1]);
/// var scale = Standardization.Fit(train);
/// (scale.Mean, scale.Deviation)       // ([2, 5], [1, 1])
/// train.Map(scale.Apply).All().Input   // [[-1, 0], [1, 0]]
/// scale.Undo(Tensor.From(new float[,] { { -1, 0 } }))   // [[1, 5]]
/// </code></example>
public sealed class Standardization
{
    Standardization(double[] mean, double[] deviation) => (Mean, Deviation) = (mean, deviation);

    /// <summary>The mean of each column or channel.</summary>
    public IReadOnlyList<double> Mean { get; }

    /// <summary>The deviation of each column or channel.</summary>
    public IReadOnlyList<double> Deviation { get; }

    /// <summary>Takes mean and deviation of all examples along every axis but the second, in one pass.</summary>
    /// <exception cref="ArgumentException">There are no examples.</exception>
    /// <exception cref="ShapeException">The examples have no columns: their batches have fewer than two
    /// axes.</exception>
    public static Standardization Fit<TTarget>(Dataset<TTarget> data)
    {
        if (data.Count == 0) throw new ArgumentException("Standardization: there are no examples to fit.");
        double[] mean = [], squares = [];
        long seen = 0;
        foreach (int[] places in Enumerable.Range(0, data.Count).Chunk(256))
        {
            var x = data.Take(places).Input;
            var (columns, width) = Columns(x);
            if (seen == 0) (mean, squares) = (new double[columns], new double[columns]);
            double[] values = x.ToArray<double>();
            // Welford 1962: each value moves the mean, and adds to the squares about it.
            for (int row = 0; row < values.Length; row += columns * width)
            {
                for (int i = 0; i < width; i++)
                {
                    seen++;
                    for (int column = 0; column < columns; column++)
                    {
                        double distance = values[row + column * width + i] - mean[column];
                        mean[column] += distance / seen;
                        squares[column] += distance * (values[row + column * width + i] - mean[column]);
                    }
                }
            }
        }
        return new(mean, [.. squares.Select(sum => sum > 0 ? Math.Sqrt(sum / seen) : 1)]);
    }

    /// <summary>Known means and deviations: those of a fit before, or of a collection of images.</summary>
    /// <exception cref="ArgumentException">They are not as many as each other, or a deviation is not
    /// positive.</exception>
    public static Standardization Of(ReadOnlySpan<double> mean, ReadOnlySpan<double> deviation)
    {
        if (mean.Length != deviation.Length || deviation.ContainsAnyExceptInRange(double.Epsilon, double.MaxValue))
            throw new ArgumentException("Standardization: there must be a deviation above 0 for each mean.");
        return new(mean.ToArray(), deviation.ToArray());
    }

    /// <summary>(x − mean) / deviation along the second axis; a function for <c>Map</c>.</summary>
    /// <exception cref="ShapeException">The second axis is not as long as in the fit.</exception>
    public Tensor Apply(Tensor x) => x.DType == DType.Float64 ? Apply<double>(x) : Apply<float>(x);

    /// <summary>y · deviation + mean: back to the units of the data.</summary>
    /// <exception cref="ShapeException">The second axis is not as long as in the fit.</exception>
    public Tensor Undo(Tensor y) => y.DType == DType.Float64 ? Undo<double>(y) : Undo<float>(y);

    Tensor Apply<T>(Tensor x) where T : unmanaged, IFloatingPoint<T> => EachRun<T>(x, (run, mean, deviation) =>
    {
        foreach (ref T value in run) value = T.CreateTruncating((double.CreateTruncating(value) - mean) / deviation);
    });

    Tensor Undo<T>(Tensor y) where T : unmanaged, IFloatingPoint<T> => EachRun<T>(y, (run, mean, deviation) =>
    {
        foreach (ref T value in run) value = T.CreateTruncating(double.CreateTruncating(value) * deviation + mean);
    });

    delegate void Change<T>(Span<T> run, double mean, double deviation);

    // Changes a copy, by the runs of values of one column that lie side by side.
    Tensor EachRun<T>(Tensor x, Change<T> change) where T : unmanaged
    {
        var (columns, width) = Columns(x);
        if (columns != Mean.Count)
            throw new ShapeException(
                $"Standardization: the second axis must have {Mean.Count} columns, as in the fit; x is {x.Shape}.");
        var copy = Tensor.Empty(x.Shape, x.DType);
        Kernel.Copy(x, copy);
        var values = copy.Elements<T>();
        for (int start = 0, column = 0; start < values.Length; start += width, column = (column + 1) % columns)
            change(values.Slice(start, width), Mean[column], Deviation[column]);
        GC.KeepAlive(copy);
        return copy;
    }

    static (int Columns, int Width) Columns(Tensor x)
    {
        if (x.Rank < 2) throw new ShapeException($"Standardization: batches must be (N, columns, …); x is {x.Shape}.");
        return ((int)x.Shape[1], (int)Shape.Create(x.Shape.Sizes[2..]).Count);
    }
}
