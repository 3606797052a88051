using System.Numerics;
using System.Runtime.CompilerServices;
using Kobai.Simd;
using Kobai.Threads;

namespace Kobai;

/// <summary>
/// y = w · (x − mean) / √(variance + ε) + b, with mean and variance of a group of elements: the loops behind the layers
/// that normalize.
/// </summary>
/// <remarks>
/// A group is a number of runs of neighbors, a step apart. Element e of run r of group g meets the weight and the bias of
/// number (g · GroupParameter + r · RunParameter) mod channels + e · ElementParameter. Statistics are found in double
/// precision, the mean first, so nothing cancels however far the elements are from 0.
/// </remarks>
/// <param name="Outer">With Channels and Inner, the shape of the input whose middle axis the parameters belong to.</param>
/// <param name="Channels">The number of parameters.</param>
/// <param name="Inner">The elements of a channel.</param>
/// <param name="Groups">The number of groups.</param>
/// <param name="Runs">The number of runs of a group.</param>
/// <param name="Length">The length of a run.</param>
/// <param name="GroupStep">From the start of a group to that of the next.</param>
/// <param name="RunStep">From the start of a run to that of the next.</param>
/// <param name="GroupParameter">From the parameter of a group to that of the next.</param>
/// <param name="RunParameter">From the parameter of a run to that of the next.</param>
/// <param name="ElementParameter">From the parameter of an element to that of the next: 0 or 1.</param>
sealed unsafe record Normalization(
    nint Outer, nint Channels, nint Inner, nint Groups, nint Runs, nint Length, nint GroupStep, nint RunStep,
    nint GroupParameter, nint RunParameter, nint ElementParameter)
{
    const nint ChunkElements = 1 << 14;

    // Squares of how far, in deviations, a first element may lie from the mean to be what a sum of squares is taken from.
    const double MostAbove = 1 << 10;

    /// <summary>ε.</summary>
    public required double Epsilon { get; init; }

    /// <summary>Whether the mean is taken off; otherwise it counts as 0.</summary>
    public bool IsCentered { get; init; } = true;

    nint Count => Runs * Length;

    /// <summary>Each channel of a tensor of shape (images, channels, inner) is normalized over images and inner.</summary>
    public static Normalization OfChannels(nint images, nint channels, nint inner, double epsilon) =>
        new(images, channels, inner, channels, images, inner, inner, channels * inner, 1, 0, 0) { Epsilon = epsilon };

    /// <summary>In each image of shape (channels, inner), each of some groups of channels is normalized.</summary>
    public static Normalization OfGroups(nint images, nint channels, nint inner, nint groups, double epsilon) =>
        new(images, channels, inner, images * groups, channels / groups, inner, channels / groups * inner, inner, channels / groups, 1, 0)
        {
            Epsilon = epsilon,
        };

    /// <summary>Each row is normalized, and each element of a row has parameters of its own.</summary>
    public static Normalization OfRows(nint rows, nint length, double epsilon) =>
        new(rows, length, 1, rows, 1, length, length, 0, 0, 0, 1) { Epsilon = epsilon };

    /// <summary>The tensor normalized by the mean and the variance of each of its groups, recorded.</summary>
    /// <param name="op">The name of the operation.</param>
    /// <param name="x">The input.</param>
    /// <param name="weight">w, or null for 1.</param>
    /// <param name="bias">b, or null for 0.</param>
    public Tensor Run(string op, Tensor x, Tensor? weight, Tensor? bias) =>
        Run(op, x, weight, bias, new double[Groups], new double[Groups], isGiven: false);

    /// <summary>The normalized tensor, recorded.</summary>
    /// <param name="op">The name of the operation.</param>
    /// <param name="x">The input.</param>
    /// <param name="weight">w, or null for 1.</param>
    /// <param name="bias">b, or null for 0.</param>
    /// <param name="means">The mean of each group; if it is not given, that of x goes here.</param>
    /// <param name="variances">The variance of each group, likewise.</param>
    /// <param name="isGiven">Whether the statistics are constants, not those of x itself.</param>
    public Tensor Run(string op, Tensor x, Tensor? weight, Tensor? bias, double[] means, double[] variances, bool isGiven)
    {
        Tensor input = Kernel.Packed(x), y = Tensor.Empty(x.Shape, x.DType);
        Tensor weights = Kernel.Packed(weight ?? Tensor.Ones([1], x.DType)), biases = Kernel.Packed(bias ?? Tensor.Zeros([1], x.DType));
        if (x.DType == DType.Float32) Forward<float>(input, weights, biases, y, means, variances, isGiven);
        else Forward<double>(input, weights, biases, y, means, variances, isGiven);
        Tensor[] inputs = [.. new[] { x, weight, bias }.OfType<Tensor>()];
        return y.Record(op, inputs, dy =>
        {
            var upstream = Kernel.Packed(dy);
            var dx = Tensor.Empty(x.Shape, x.DType);
            var products = weight?.IsTracked == true ? Tensor.Empty(x.Shape, x.DType) : null;
            var factors = weight is null ? null : weights;
            if (x.DType == DType.Float32) Backward<float>(input, factors, upstream, dx, products, means, variances, isGiven);
            else Backward<double>(input, factors, upstream, dx, products, means, variances, isGiven);
            List<Tensor?> gradients = [dx];
            if (weight is not null) gradients.Add(products is null ? null : ByParameter(products, weight));
            if (bias is not null) gradients.Add(bias.IsTracked ? ByParameter(upstream, bias) : null);
            return [.. gradients];
        });
    }

    void Forward<T>(Tensor x, Tensor weights, Tensor biases, Tensor y, double[] means, double[] variances, bool isGiven)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = &x.Start<T>(), pw = &weights.Start<T>(), pb = &biases.Start<T>(), py = &y.Start<T>())
        {
            T* input = px, w = pw, b = pb, output = py;
            Each(group =>
            {
                if (!isGiven) (means[group], variances[group]) = Statistics(input + At(group, 0));
                var normal = new Normal(means[group], Scale(variances[group]), Lost<T>(means[group]));
                for (nint run = 0; run < Runs; run++)
                {
                    nint at = At(group, run), wAt = Place(weights, group, run), bAt = Place(biases, group, run);
                    Map.Value3(new Affine(normal), input + at, 1, w + wAt, Step(weights), b + bAt, Step(biases), output + at, Length);
                }
            });
        }
        foreach (var used in (ReadOnlySpan<Tensor>)[x, weights, biases, y]) GC.KeepAlive(used);
    }

    [MethodImpl(Jit.Apart)]
    (double Mean, double Variance) Statistics<T>(T* group) where T : unmanaged
    {
        double sum = 0, squares = 0;
        if (typeof(T) == typeof(float) && IsCentered && Count > 0)
        {
            // Doubles have digits to spare for what cancels between the two sums, unless the first element lies far out.
            double first = *(float*)group;
            for (nint run = 0; run < Runs; run++)
            {
                var part = Sums.OfPowers(group + run * RunStep, first, Length);
                sum += part.Sum;
                squares += part.SumOfSquares;
            }
            double above = sum / Count, variance = squares / Count - above * above;
            if (above * above <= MostAbove * variance) return (first + above, variance);
            sum = squares = 0;
        }
        for (nint run = 0; IsCentered && run < Runs; run++) sum += Sums.Of(group + run * RunStep, Length);
        double mean = sum / Count;
        for (nint run = 0; run < Runs; run++)
            squares += Sums.Of(new VarianceOp.Spread(1), group + run * RunStep, mean, Length);
        return (mean, squares / Count);
    }

    double Scale(double variance) => 1 / Math.Sqrt(variance + Epsilon);

    // products = dy · x̂; dx = scale · (g − mean of g − x̂ · mean of g·x̂), where g = w · dy and x̂ = scale · (x − mean).
    void Backward<T>(
        Tensor x, Tensor? weights, Tensor dy, Tensor dx, Tensor? products, double[] means, double[] variances, bool isGiven)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = &x.Start<T>(), pw = &Tensor.StartOrNull<T>(weights), pdy = &dy.Start<T>())
        fixed (T* pdx = &dx.Start<T>(), pp = &Tensor.StartOrNull<T>(products))
        {
            T* input = px, w = pw, upstream = pdy, gradient = pdx, product = pp;
            Each(group =>
            {
                double mean = means[group], lost = Lost<T>(mean), scale = Scale(variances[group]), sum = 0, sumOfProducts = 0;
                var normal = new Normal(mean, scale, lost);
                for (nint run = 0; run < Runs; run++)
                {
                    nint at = At(group, run);
                    if (product != null) Map.Value2(new Product(normal), upstream + at, 1, input + at, 1, product + at, Length);
                    if (weights is not null)
                    {
                        Map.Value2(default(Multiplication.Times), upstream + at, 1, w + Place(weights, group, run), Step(weights), gradient + at, Length);
                    }
                    if (isGiven) continue;
                    T* g = weights is null ? upstream : gradient;
                    var part = Sums.OfBoth(g + at, input + at, mean, Length);
                    if (IsCentered) sum += part.Sum;
                    sumOfProducts += part.SumOfProducts;
                }
                double slope = -scale * scale * sumOfProducts / Count;
                var pull = new InputGradient(mean, scale, -sum / Count - lost * slope, slope);
                for (nint run = 0; run < Runs; run++)
                {
                    nint at = At(group, run);
                    Map.Value2(pull, (weights is null ? upstream : gradient) + at, 1, input + at, 1, gradient + at, Length);
                }
            });
        }
        foreach (var used in (ReadOnlySpan<Tensor?>)[x, weights, dy, dx, products]) GC.KeepAlive(used);
    }

    // The sum over all elements that meet a parameter.
    Tensor ByParameter(Tensor x, Tensor parameter)
    {
        var sums = Inner == 1 ? x.View([Outer, Channels]) : x.View([Outer, Channels, Inner]).Sum(2);
        return sums.Sum(0).View(parameter.Shape);
    }

    nint At(nint group, nint run) => group * GroupStep + run * RunStep;

    // A single parameter stands for all.
    nint Place(Tensor parameters, nint group, nint run) =>
        parameters.Count == 1 ? 0 : (group * GroupParameter + run * RunParameter) % Channels;

    nint Step(Tensor parameters) => parameters.Count == 1 ? 0 : ElementParameter;

    void Each(Action<nint> body)
    {
        nint perChunk = nint.Max(1, ChunkElements / nint.Max(1, Count));
        Work.For(Work.Chunks(Groups, perChunk), chunk =>
        {
            for (nint group = chunk * perChunk; group < nint.Min(Groups, (chunk + 1) * perChunk); group++) body(group);
        });
    }

    // What a mean loses when it becomes an element.
    static double Lost<T>(double mean) => typeof(T) == typeof(float) ? mean - (float)mean : 0;

    // x̂ = scale · (x − mean − lost)
    readonly struct Normal(double mean, double scale, double lost)
    {
        readonly Number mean = mean, scale = scale, shift = -lost * scale;

        [MethodImpl(Jit.Inlined)]
        public V Of<V>(V x) where V : struct, ISimd<V> => V.Fma(x - V.Fill(mean), V.Fill(scale), V.Fill(shift));
    }

    // w · x̂ + b
    readonly struct Affine(Normal normal) : IFunction3
    {
        V IFunction3.Value<V>(V x, V w, V b) => V.Fma(normal.Of(x), w, b);
    }

    // dy · x̂
    readonly struct Product(Normal normal) : IFunction2
    {
        V IFunction2.Value<V>(V dy, V x) => dy * normal.Of(x);
    }

    // scale · (g + part + slope · (x − mean))
    readonly struct InputGradient(Number mean, Number scale, Number part, Number slope) : IFunction2
    {
        V IFunction2.Value<V>(V g, V x) => V.Fill(scale) * V.Fma(x - V.Fill(mean), V.Fill(slope), g + V.Fill(part));
    }
}
