namespace Kobai.Data;

/// <summary>Data whose truth is known: to try a model on, and to see whether it finds what is there.</summary>
/// <remarks>The same seed gives the same data. Points are (n, 2) unless stated; noise is the deviation of normal
/// numbers added to them.</remarks>
public static class Generate
{
    /// <summary>Two half circles of radius 1 that reach into each other: about (0, 0) above, about (1, 0.5)
    /// below.</summary>
    /// <example><code>
    /// Dataset&lt;Labels&gt; moons = Generate.Moons(200, noise: 0.1, seed: 1);
    /// moons.Count   // 200
    /// </code></example>
    public static Dataset<Labels> Moons(int count, double noise = 0, long seed = 0) =>
        Points(count, 2, noise, seed, (label, at) =>
    {
        var (sin, cos) = Math.SinCos(Math.PI * at);
        return label == 0 ? (cos, sin) : (1 - cos, 0.5 - sin);
    });

    /// <summary>Two circles about the origin: class 0 of radius 1, class 1 of radius <paramref
    /// name="inner"/>.</summary>
    /// <example><code>
    /// var (x, y) = Generate.Circles(4).All();
    /// x.Norm(2, axis: 1).ToArray&lt;float&gt;().Min()   // 0.500
    /// </code></example>
    public static Dataset<Labels> Circles(int count, double noise = 0, double inner = 0.5, long seed = 0) =>
        Points(count, 2, noise, seed, (label, at) =>
    {
        var (sin, cos) = Math.SinCos(2 * Math.PI * at);
        double radius = label == 0 ? 1 : inner;
        return (radius * cos, radius * sin);
    });

    /// <summary>Arms that wind out of the origin: arm k is at radius r ∈ [0, 1) at the angle 2π (turns · r + k /
    /// arms).</summary>
    /// <example><code>
    /// Generate.Spirals(300, arms: 3, noise: 0.02).All().Target.Values.ToArray().Max()   // 2
    /// </code></example>
    public static Dataset<Labels> Spirals(int count, int arms = 2, double turns = 1, double noise = 0, long seed = 0) => Points(count, arms, noise, seed, (label, at) =>
    {
        var (sin, cos) = Math.SinCos(2 * Math.PI * (turns * at + (double)label / arms));
        return (at * cos, at * sin);
    });

    /// <summary>Points of a square of cells × cells units; the class is the color of the cell, (⌊x⌋ + ⌊y⌋) mod
    /// 2.</summary>
    /// <example><code>
    /// Generate.Checkerboard(100, cells: 2).Take([0]).Input   // shape (1, 2)
    /// </code></example>
    public static Dataset<Labels> Checkerboard(int count, int cells = 4, double noise = 0, long seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cells);
        return Square(count, 0, cells, noise, seed, (x, y) => ((long)Math.Floor(x) + (long)Math.Floor(y)) % 2);
    }

    /// <summary>Points of the square from −1 to 1; the class is 1 where exactly one coordinate is above 0.</summary>
    /// <example><code>
    /// Generate.Xor(100, noise: 0.1).Count   // 100
    /// </code></example>
    public static Dataset<Labels> Xor(int count, double noise = 0, long seed = 0) =>
        Square(count, -1, 1, noise, seed, (x, y) => x > 0 != y > 0 ? 1 : 0);

    /// <summary>Random rows of zeros and ones; the class is 1 where the ones are odd.</summary>
    /// <example><code>
    /// Generate.Parity(100, bits: 8).All().Input   // shape (100, 8)
    /// </code></example>
    public static Dataset<Labels> Parity(int count, int bits, long seed = 0)
    {
        CheckCount(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bits);
        var x = new float[count * bits];
        new Generator(seed).Bernoulli(x.AsSpan(), 0.5);
        return Dataset.Of(Tensor.From(x, [count, bits]), Labels.Create([.. x.Chunk(bits).Select(row => (long)row.Sum() % 2)]));
    }

    /// <summary>Normal clouds about random centers, and the centers (k, features), drawn evenly from −10 to
    /// 10.</summary>
    /// <example><code>
    /// var (data, centers) = Generate.Blobs(150, centers: 3);
    /// centers   // shape (3, 2)
    /// </code></example>
    public static (Dataset<Labels> Data, Tensor Centers) Blobs(int count, int centers = 3, double deviation = 1, int features = 2, long seed = 0)
    {
        CheckCount(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(centers);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        var generator = new Generator(seed);
        var middle = new double[centers * features];
        generator.Uniform(middle, -10, 10);
        long[] labels = Classes(count, centers, generator);
        var x = Noise(count * features, deviation, generator);
        for (int i = 0; i < x.Length; i++) x[i] += middle[labels[i / features] * features + i % features];
        return (Dataset.Of(Single(x, features), Labels.Create(labels)), Single(middle, features));
    }

    /// <summary>y = x w + b + noise with normal x (n, features), and the true weights (features, 1) and bias behind
    /// it.</summary>
    /// <example><code>
    /// var (data, weights, bias) = Generate.Regression(100, features: 3, noise: 0.1);
    /// weights   // shape (3, 1)
    /// </code></example>
    public static (Dataset<Tensor> Data, Tensor Weights, double Bias) Regression(int count, int features, double noise = 0, long seed = 0)
    {
        CheckCount(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        var generator = new Generator(seed);
        double[] w = Noise(features, 1, generator), b = Noise(1, 1, generator);
        double[] x = Noise(count * features, 1, generator), y = Noise(count, noise, generator);
        for (int i = 0; i < x.Length; i++) y[i / features] += x[i] * w[i % features];
        for (int i = 0; i < y.Length; i++) y[i] += b[0];
        return (Dataset.Of(Single(x, features), Single(y, 1)), Single(w, 1), b[0]);
    }

    // Points of curves: classes as even as can be in random order, each at a random stretch of its curve.
    static Dataset<Labels> Points(int count, int classes, double noise, long seed, Func<long, double, (double X, double Y)> curve)
    {
        CheckCount(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        var generator = new Generator(seed);
        long[] labels = Classes(count, classes, generator);
        var at = new double[count];
        generator.Uniform(at);
        var x = Noise(2 * count, noise, generator);
        for (int i = 0; i < count; i++)
        {
            var point = curve(labels[i], at[i]);
            x[2 * i] += point.X;
            x[2 * i + 1] += point.Y;
        }
        return Dataset.Of(Single(x, 2), Labels.Create(labels));
    }

    // Points of a square with a rule for their class; they move by the noise afterwards.
    static Dataset<Labels> Square(int count, double low, double high, double noise, long seed, Func<double, double, long> rule)
    {
        CheckCount(count);
        var generator = new Generator(seed);
        var x = new double[2 * count];
        generator.Uniform(x, low, high);
        // As they will be in single precision, so that the rule holds for what is there to see.
        for (int i = 0; i < x.Length; i++) x[i] = Math.Min((float)x[i], MathF.BitDecrement((float)high));
        long[] labels = [.. x.Chunk(2).Select(point => rule(point[0], point[1]))];
        double[] moved = Noise(2 * count, noise, generator);
        for (int i = 0; i < x.Length; i++) moved[i] += x[i];
        return Dataset.Of(Single(moved, 2), Labels.Create(labels));
    }

    static long[] Classes(int count, int classes, Generator generator)
    {
        long[] labels = [.. Enumerable.Range(0, count).Select(i => (long)(i % classes))];
        generator.Shuffle<long>(labels);
        return labels;
    }

    static double[] Noise(int count, double deviation, Generator generator)
    {
        var x = new double[count];
        generator.Normal(x, 0, deviation);
        return x;
    }

    static Tensor Single(double[] values, int columns) =>
        Tensor.From(Array.ConvertAll(values, value => (float)value), [values.Length / columns, columns]);

    static void CheckCount(int count) => ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
}
