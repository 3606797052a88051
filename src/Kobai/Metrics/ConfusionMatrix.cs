namespace Kobai.Metrics;

/// <summary>How often each expected class was predicted as each class.</summary>
/// <example><code>
/// var matrix = new ConfusionMatrix([0, 1, 1, 0], expected: [0, 1, 0, 0], classes: 2);
/// matrix[0, 1]   // rows of class 0 taken for class 1 = 1
/// </code></example>
public sealed class ConfusionMatrix
{
    readonly long[] counts;

    /// <summary>Counts the pairs of expected and predicted classes.</summary>
    /// <exception cref="ArgumentException">The lengths differ, both are empty, or a class is out of range.</exception>
    public ConfusionMatrix(ReadOnlySpan<int> predicted, ReadOnlySpan<int> expected, int classes)
    {
        Checks.SameLength(nameof(ConfusionMatrix), predicted.Length, expected.Length);
        Classes = classes;
        counts = new long[classes * classes];
        for (int i = 0; i < expected.Length; i++)
        {
            Checks.InRange(nameof(ConfusionMatrix), expected[i], classes);
            Checks.InRange(nameof(ConfusionMatrix), predicted[i], classes);
            counts[expected[i] * classes + predicted[i]]++;
        }
    }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The number of rows of class <paramref name="expected"/> predicted as <paramref name="predicted"/>.</summary>
    public long this[int expected, int predicted]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)expected, (uint)Classes, nameof(expected));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)predicted, (uint)Classes, nameof(predicted));
            return counts[expected * Classes + predicted];
        }
    }

    /// <summary>Precision of a class: of the rows predicted as it, the share that is; 0 when none is predicted as it.</summary>
    public double Precision(int label) => Share(this[label, label], Predicted(label));

    /// <summary>Recall of a class: of its rows, the share predicted as it; 0 when the class has no row.</summary>
    public double Recall(int label) => Share(this[label, label], Expected(label));

    /// <summary>F₁ of a class: 2 · precision · recall / (precision + recall), which is 2 TP / (2 TP + FP + FN).</summary>
    public double F1(int label) => Share(2 * this[label, label], Predicted(label) + Expected(label));

    /// <summary>The number of rows of a class.</summary>
    public long Expected(int label)
    {
        long sum = 0;
        for (int other = 0; other < Classes; other++)
            sum += this[label, other];
        return sum;
    }

    /// <summary>The number of rows predicted as a class.</summary>
    public long Predicted(int label)
    {
        long sum = 0;
        for (int other = 0; other < Classes; other++)
            sum += this[other, label];
        return sum;
    }

    static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
