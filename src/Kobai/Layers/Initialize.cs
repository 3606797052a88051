using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Layers;

/// <summary>Which side of a weight sets the size of its first numbers.</summary>
/// <example><code>
/// Initialize.KaimingNormal(new Linear(64, 32).Weight, fan: Fan.Out)   // shape (32, 64)
/// </code></example>
public enum Fan
{
    /// <summary>The inputs of each output: the variance of what goes forward is kept.</summary>
    In,

    /// <summary>The outputs of each input: the variance of what comes backward is kept.</summary>
    Out,
}

/// <summary>What follows a layer, as far as first weights care.</summary>
/// <example><code>
/// Initialize.Gain(Nonlinearity.Relu)   // 1.414
/// </code></example>
public enum Nonlinearity
{
    /// <summary>Nothing.</summary>
    Linear,

    /// <summary>The logistic function.</summary>
    Sigmoid,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>ReLU.</summary>
    Relu,

    /// <summary>ReLU with a slope below 0.</summary>
    LeakyRelu,

    /// <summary>SELU.</summary>
    Selu,
}

/// <summary>First numbers of weights, written over those that are there: PyTorch's, bit for bit from the same seed.</summary>
/// <remarks>
/// Every method changes the tensor in place and returns it. A weight is (outputs, inputs, …): axis 0 counts the outputs, axis 1
/// the inputs of a group, and the axes after them are the kernel, which counts as inputs and as outputs alike. Numbers of
/// <see cref="TruncatedNormal"/> and <see cref="Orthogonal"/> agree with PyTorch to the accuracy of its type, not in every bit.
/// </remarks>
public static class Initialize
{
    /// <summary>Numbers spread evenly over [low, high).</summary>
    /// <param name="weight">What is written over.</param>
    /// <param name="low">The least number.</param>
    /// <param name="high">The end of the range.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if not given.</param>
    /// <exception cref="ArgumentException"><paramref name="low"/> exceeds <paramref name="high"/>.</exception>
    /// <example><code>
    /// Initialize.Uniform(Tensor.Zeros([2]), -1, 1, new(0))   // [-0.00749, 0.536]
    /// </code></example>
    public static Tensor Uniform(Tensor weight, double low = 0, double high = 1, Generator? generator = null) =>
        Write(weight, Tensor.Uniform(weight.Shape, low, high, weight.DType, generator));

    /// <summary>Numbers of the normal distribution.</summary>
    /// <param name="weight">What is written over.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="deviation">The standard deviation.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if not given.</param>
    /// <exception cref="ArgumentException"><paramref name="deviation"/> is negative.</exception>
    /// <example><code>
    /// Initialize.Normal(Tensor.Zeros([2]), 0, 0.02, new(0))   // [0.0308, -0.00587]
    /// </code></example>
    public static Tensor Normal(Tensor weight, double mean = 0, double deviation = 1, Generator? generator = null) =>
        Write(weight, Tensor.Normal(weight.Shape, mean, deviation, weight.DType, generator));

    /// <summary>Numbers of the normal distribution that lie in [low, high].</summary>
    /// <param name="weight">What is written over.</param>
    /// <param name="mean">The mean of the whole distribution.</param>
    /// <param name="deviation">The standard deviation of the whole distribution.</param>
    /// <param name="low">The least number.</param>
    /// <param name="high">The largest number.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if not given.</param>
    /// <remarks>The inverse of the distribution function at evenly spread places.</remarks>
    /// <exception cref="ArgumentException">The range is empty, or <paramref name="deviation"/> is not positive.</exception>
    /// <example><code>
    /// Initialize.TruncatedNormal(Tensor.Zeros([100]), deviation: 0.02, low: -0.04, high: 0.04).Abs().Max().Item() &lt; 0.0401   // True
    /// </code></example>
    public static Tensor TruncatedNormal(
        Tensor weight, double mean = 0, double deviation = 1, double low = -2, double high = 2, Generator? generator = null)
    {
        if (!(low < high && deviation > 0))
        {
            throw new ArgumentException(
                $"TruncatedNormal: low must be below high and deviation positive; low is {low}, high is {high}, deviation is {deviation}.", nameof(low));
        }
        double Edge(double x) => 2 * NormalCdf((x - mean) / deviation) - 1;
        var drawn = Tensor.Uniform(weight.Shape, Edge(low), Edge(high), weight.DType, generator);
        double[] numbers = drawn.ToArray<double>();
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = Math.Clamp(mean + deviation * Math.Sqrt(2) * InverseErf(numbers[i]), low, high);
        return Write(weight, Tensor.From(numbers, weight.Shape));
    }

    /// <summary>The same number everywhere.</summary>
    /// <param name="weight">What is written over.</param>
    /// <param name="value">The number.</param>
    /// <example><code>
    /// Initialize.Constant(Tensor.Zeros([2]), 0.1)   // [0.1, 0.1]
    /// </code></example>
    public static Tensor Constant(Tensor weight, double value) => Write(weight, Tensor.Scalar(value, weight.DType));

    /// <summary>Zeros.</summary>
    /// <param name="weight">What is written over.</param>
    /// <example><code>
    /// Initialize.Zeros(new Linear(2, 2).Bias!)   // [0, 0]
    /// </code></example>
    public static Tensor Zeros(Tensor weight) => Constant(weight, 0);

    /// <summary>Ones.</summary>
    /// <param name="weight">What is written over.</param>
    /// <example><code>
    /// Initialize.Ones(new Linear(2, 2).Bias!)   // [1, 1]
    /// </code></example>
    public static Tensor Ones(Tensor weight) => Constant(weight, 1);

    /// <summary>Ones on the diagonal of a matrix, zeros elsewhere: as many inputs as there are go through unchanged.</summary>
    /// <param name="weight">What is written over.</param>
    /// <exception cref="ShapeException">The weight is not a matrix.</exception>
    /// <example><code>
    /// Initialize.Eye(new Linear(3, 2).Weight)   // [[1, 0, 0], [0, 1, 0]]
    /// </code></example>
    public static Tensor Eye(Tensor weight)
    {
        if (weight.Rank != 2) throw new ShapeException($"Eye: a matrix is needed; weight is {weight.Shape}.");
        nint size = nint.Max(weight.Shape[0], weight.Shape[1]);
        return Write(weight, Tensor.Eye(size, weight.DType)[..(int)weight.Shape[0], ..(int)weight.Shape[1]]);
    }

    /// <summary>Kernels that let the channels of each group through unchanged, as many as there are: a one in their middle.</summary>
    /// <param name="weight">What is written over, of shape (outputs, inputs, …) with one to three axes of a kernel.</param>
    /// <param name="groups">The groups of the convolution.</param>
    /// <exception cref="ShapeException">The weight has no kernel, or the groups do not divide the outputs.</exception>
    /// <example><code>
    /// Initialize.Dirac(Tensor.Zeros([2, 2, 3]))   // [[[0, 1, 0], [0, 0, 0]], [[0, 0, 0], [0, 1, 0]]]
    /// </code></example>
    public static Tensor Dirac(Tensor weight, int groups = 1)
    {
        if (weight.Rank is < 3 or > 5 || groups < 1 || weight.Shape[0] % groups != 0)
        {
            throw new ShapeException(
                $"Dirac: weight must be (outputs, inputs, …) with one to three axes of a kernel, and groups must divide the outputs; weight is {weight.Shape}, groups is {groups}.");
        }
        nint perGroup = weight.Shape[0] / groups, kernel = 1, middle = 0;
        foreach (nint size in weight.Shape.Sizes[2..]) (kernel, middle) = (kernel * size, middle * size + size / 2);
        var ones = Tensor.Zeros(weight.Shape, weight.DType);
        for (nint output = 0; output < weight.Shape[0]; output++)
        {
            nint input = output % perGroup;
            if (input < weight.Shape[1]) Kernel.Set(ones, (output * weight.Shape[1] + input) * kernel + middle, 1);
        }
        return Write(weight, ones);
    }

    /// <summary>Evenly spread numbers that keep the variance in both directions: in ± gain · √(6 / (inputs + outputs)).</summary>
    /// <param name="weight">What is written over, of shape (outputs, inputs, …).</param>
    /// <param name="gain">A factor, such as <see cref="Gain"/> gives.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if not given.</param>
    /// <remarks>
    /// Source: Glorot and Bengio, "Understanding the Difficulty of Training Deep Feedforward Neural Networks", AISTATS 2010.
    /// </remarks>
    /// <exception cref="ShapeException">The weight has fewer than two axes.</exception>
    /// <example><code>
    /// Initialize.XavierUniform(new Linear(3, 3).Weight).Abs().Max().Item() &lt; 1   // True
    /// </code></example>
    public static Tensor XavierUniform(Tensor weight, double gain = 1, Generator? generator = null)
    {
        double bound = Math.Sqrt(3) * XavierDeviation("XavierUniform", weight, gain);
        return Uniform(weight, -bound, bound, generator);
    }

    /// <summary>Normal numbers that keep the variance in both directions: of deviation gain · √(2 / (inputs + outputs)).</summary>
    /// <param name="weight">What is written over, of shape (outputs, inputs, …).</param>
    /// <param name="gain">A factor, such as <see cref="Gain"/> gives.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if not given.</param>
    /// <remarks>Source: as of <see cref="XavierUniform"/>.</remarks>
    /// <exception cref="ShapeException">The weight has fewer than two axes.</exception>
    /// <example><code>
    /// Initialize.XavierNormal(new Linear(8, 4).Weight, Initialize.Gain(Nonlinearity.Tanh))   // shape (4, 8)
    /// </code></example>
    public static Tensor XavierNormal(Tensor weight, double gain = 1, Generator? generator = null) =>
        Normal(weight, 0, XavierDeviation("XavierNormal", weight, gain), generator);

    /// <summary>Evenly spread numbers that keep the variance in one direction: in ± gain · √(3 / fan).</summary>
    /// <param name="weight">What is written over, of shape (outputs, inputs, …).</param>
    /// <param name="slope">The slope below 0 of a leaky ReLU; 0 for ReLU.</param>
    /// <param name="fan">Which direction.</param>
    /// <param name="nonlinearity">What follows, which sets the gain.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if not given.</param>
    /// <remarks>Source: He et al., "Delving Deep into Rectifiers", arXiv:1502.01852.</remarks>
    /// <exception cref="ShapeException">The weight has fewer than two axes.</exception>
    /// <example><code>
    /// Initialize.KaimingUniform(new Conv2d(3, 8, kernel: 3).Weight, nonlinearity: Nonlinearity.Relu)   // shape (8, 3, 3, 3)
    /// </code></example>
    public static Tensor KaimingUniform(
        Tensor weight, double slope = 0, Fan fan = Fan.In, Nonlinearity nonlinearity = Nonlinearity.LeakyRelu, Generator? generator = null)
    {
        double bound = Math.Sqrt(3) * KaimingDeviation("KaimingUniform", weight, slope, fan, nonlinearity);
        return Uniform(weight, -bound, bound, generator);
    }

    /// <summary>Normal numbers that keep the variance in one direction: of deviation gain / √fan.</summary>
    /// <param name="weight">What is written over, of shape (outputs, inputs, …).</param>
    /// <param name="slope">The slope below 0 of a leaky ReLU; 0 for ReLU.</param>
    /// <param name="fan">Which direction.</param>
    /// <param name="nonlinearity">What follows, which sets the gain.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if not given.</param>
    /// <remarks>Source: as of <see cref="KaimingUniform"/>.</remarks>
    /// <exception cref="ShapeException">The weight has fewer than two axes.</exception>
    /// <example><code>
    /// Initialize.KaimingNormal(new Conv2d(3, 8, kernel: 3).Weight, fan: Fan.Out)   // shape (8, 3, 3, 3)
    /// </code></example>
    public static Tensor KaimingNormal(
        Tensor weight, double slope = 0, Fan fan = Fan.In, Nonlinearity nonlinearity = Nonlinearity.LeakyRelu, Generator? generator = null) =>
        Normal(weight, 0, KaimingDeviation("KaimingNormal", weight, slope, fan, nonlinearity), generator);

    /// <summary>Orthogonal rows, or columns where there are fewer of them, all of length gain.</summary>
    /// <param name="weight">What is written over, of shape (outputs, …); the axes after the first count as one.</param>
    /// <param name="gain">The length.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if not given.</param>
    /// <remarks>
    /// Source: Saxe, McClelland and Ganguli, "Exact Solutions to the Nonlinear Dynamics of Learning in Deep Linear Neural
    /// Networks", arXiv:1312.6120.
    /// </remarks>
    /// <exception cref="ShapeException">The weight has fewer than two axes.</exception>
    /// <example><code>
    /// var w = Initialize.Orthogonal(Tensor.Zeros([2, 3]));
    /// (w.MatMul(w.T) - Tensor.Eye(2)).Abs().Max().Item() &lt; 1e-6   // True
    /// </code></example>
    public static Tensor Orthogonal(Tensor weight, double gain = 1, Generator? generator = null)
    {
        if (weight.Rank < 2) throw new ShapeException($"Orthogonal: weight must be (outputs, …) with at least two axes; weight is {weight.Shape}.");
        if (weight.Count == 0) return weight;
        nint rows = weight.Shape[0], columns = weight.Count / rows;
        var drawn = Tensor.Normal([rows, columns], 0, 1, weight.DType, generator).To(DType.Float64);
        var orthogonal = rows < columns ? Orthogonalized(drawn) : Orthogonalized(drawn.T.Contiguous()).T;
        return Write(weight, (orthogonal * gain).Reshape(weight.Shape));
    }

    /// <summary>Normal numbers, of which in each column some are zeros.</summary>
    /// <param name="weight">What is written over: a matrix.</param>
    /// <param name="sparsity">The part of each column that is zeros, rounded up.</param>
    /// <param name="deviation">The standard deviation of the others.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if not given.</param>
    /// <remarks>Source: Martens, "Deep Learning via Hessian-free Optimization", ICML 2010.</remarks>
    /// <exception cref="ShapeException">The weight is not a matrix.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The part is outside [0, 1].</exception>
    /// <example><code>
    /// Initialize.Sparse(Tensor.Zeros([4, 2]), 0.75).ToArray&lt;float&gt;().Count(w =&gt; w == 0)   // 6
    /// </code></example>
    public static Tensor Sparse(Tensor weight, double sparsity, double deviation = 0.01, Generator? generator = null)
    {
        if (weight.Rank != 2) throw new ShapeException($"Sparse: a matrix is needed; weight is {weight.Shape}.");
        if (sparsity is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(sparsity), $"Sparse: the part of zeros is from 0 to 1; it is {sparsity}.");
        generator ??= Generator.Default;
        int rows = (int)weight.Shape[0], zeros = (int)Math.Ceiling(sparsity * rows);
        nint columns = weight.Shape[1];
        var drawn = Tensor.Normal(weight.Shape, 0, deviation, weight.DType, generator);
        for (nint column = 0; column < columns; column++)
        {
            foreach (int row in generator.Permutation(rows).AsSpan(0, zeros)) Kernel.Set(drawn, row * columns + column, 0);
        }
        return Write(weight, drawn);
    }

    /// <summary>The factor by which first weights are larger where a nonlinearity takes variance away.</summary>
    /// <param name="nonlinearity">What follows the layer.</param>
    /// <param name="slope">The slope below 0 of a leaky ReLU.</param>
    /// <example><code>
    /// Initialize.Gain(Nonlinearity.Tanh)             // 1.667
    /// Initialize.Gain(Nonlinearity.LeakyRelu, 0.2)   // 1.387
    /// </code></example>
    public static double Gain(Nonlinearity nonlinearity, double slope = 0.01) => nonlinearity switch
    {
        Nonlinearity.Tanh => 5.0 / 3,
        Nonlinearity.Relu => Math.Sqrt(2),
        Nonlinearity.LeakyRelu => Math.Sqrt(2 / (1 + slope * slope)),
        Nonlinearity.Selu => 3.0 / 4,
        _ => 1,
    };

    static double XavierDeviation(string op, Tensor weight, double gain)
    {
        var (inputs, outputs) = Fans(op, weight);
        return gain * Math.Sqrt(2.0 / (inputs + outputs));
    }

    static double KaimingDeviation(string op, Tensor weight, double slope, Fan fan, Nonlinearity nonlinearity)
    {
        var (inputs, outputs) = Fans(op, weight);
        return Gain(nonlinearity, slope) / Math.Sqrt(fan == Fan.In ? inputs : outputs);
    }

    static (nint Inputs, nint Outputs) Fans(string op, Tensor weight)
    {
        if (weight.Rank < 2) throw new ShapeException($"{op}: weight must be (outputs, inputs, …); weight is {weight.Shape}.");
        nint kernel = 1;
        foreach (nint size in weight.Shape.Sizes[2..]) kernel *= size;
        return (weight.Shape[1] * kernel, weight.Shape[0] * kernel);
    }

    static Tensor Write(Tensor weight, Tensor numbers)
    {
        using var noGradient = NoGradient.Enter();
        return weight.CopyFrom(numbers);
    }

    // Gram and Schmidt, each row twice, which leaves the rows orthogonal to the last bits; in this form R has a positive
    // diagonal, as PyTorch makes it.
    static unsafe Tensor Orthogonalized(Tensor rows)
    {
        nint length = rows.Shape[1];
        fixed (double* first = &rows.Start<double>())
        {
            for (nint i = 0; i < rows.Shape[0]; i++)
            {
                double* row = first + i * length;
                for (int pass = 0; pass < 2; pass++)
                {
                    for (double* other = first; other < row; other += length)
                        Map.Value2(new LessMultiple(Sums.OfProducts(row, other, length)), row, 1, other, 1, row, length);
                }
                double scale = 1 / Math.Sqrt(Sums.OfProducts(row, row, length));
                for (nint j = 0; j < length; j++) row[j] *= scale;
            }
        }
        GC.KeepAlive(rows);
        return rows;
    }

    readonly struct LessMultiple(double factor) : IFunction2
    {
        V IFunction2.Value<V>(V a, V b) => V.Fma(V.Fill(-factor), b, a);
    }

    static double NormalCdf(double x) => ValueOf(V1<double>.NormalCdf(V1<double>.Broadcast(x), out _));

    // The x with erf(x) = y: Winitzki's approximation, then Newton's steps.
    [MethodImpl(Jit.Apart)]
    static double InverseErf(double y)
    {
        if (Math.Abs(y) >= 1) return Math.Sign(y) * double.PositiveInfinity;
        const double a = 0.147;
        double log = Math.Log(1 - y * y), half = 2 / (Math.PI * a) + log / 2;
        double x = Math.CopySign(Math.Sqrt(Math.Sqrt(half * half - log / a) - half), y);
        for (int step = 0; step < 3; step++)
            x -= (2 * NormalCdf(x * Math.Sqrt(2)) - 1 - y) * Math.Sqrt(Math.PI) / 2 * Math.Exp(x * x);
        return x;
    }

    static double ValueOf(V1<double> x)
    {
        double value = 0;
        V1<double>.Store(x, ref value, 0);
        return value;
    }
}
