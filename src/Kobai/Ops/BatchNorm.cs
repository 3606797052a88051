namespace Kobai;

/// <summary>Channels normalized over a batch.</summary>
public static class BatchNormOp
{
    // Below this many neighbors, those of a channel are brought together first.
    const nint ShortRun = 16;

    extension(Tensor x)
    {
        /// <summary>
        /// Each channel, axis 1, normalized over all other axes: y = w·(x − mean) / √(variance + ε) + b, where the variance is
        /// the mean square of the deviations.
        /// </summary>
        /// <param name="weight">w, a number for each channel, or null for 1.</param>
        /// <param name="bias">b, a number for each channel, or null for 0.</param>
        /// <param name="epsilon">ε, which keeps the divisor from 0.</param>
        /// <param name="runningMean">
        /// A mean for each channel: in training moved toward that of the batch, otherwise used instead of it.
        /// </param>
        /// <param name="runningVariance">
        /// A variance for each channel, likewise; that of the batch is estimated without bias, over n − 1.
        /// </param>
        /// <param name="training">Whether the statistics of the batch are used; they are where no others are given.</param>
        /// <param name="momentum">How far the running statistics move toward those of the batch.</param>
        /// <remarks>Source: Ioffe and Szegedy, "Batch Normalization", arXiv:1502.03167.</remarks>
        /// <exception cref="ShapeException">
        /// x has no channels, a channel has a single element in training, or there is not one number for each channel.
        /// </exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 10, 3, 30], [2, 2]).BatchNorm(epsilon: 0)   // [[-1, -1], [1, 1]]
        /// </code></example>
        public Tensor BatchNorm(
            Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5,
            Tensor? runningMean = null, Tensor? runningVariance = null, bool training = true, double momentum = 0.1)
        {
            bool useBatch = training || runningMean is null || runningVariance is null;
            Rule(x, useBatch, ("weight", weight), ("bias", bias), ("runningMean", runningMean), ("runningVariance", runningVariance));
            nint channels = x.Shape[1], perChannel = x.Count / nint.Max(1, channels), inner = perChannel / nint.Max(1, x.Shape[0]);
            bool isShort = inner < ShortRun;
            var arranged = isShort ? x.Transpose(0, 1).Contiguous() : x;
            var plan = isShort
                ? Normalization.OfChannels(1, channels, perChannel, epsilon)
                : Normalization.OfChannels(x.Shape[0], channels, inner, epsilon);
            double[] means = useBatch ? new double[channels] : runningMean!.ToArray<double>();
            double[] variances = useBatch ? new double[channels] : runningVariance!.ToArray<double>();
            var y = plan.Run("BatchNorm", arranged, weight, bias, means, variances, isGiven: !useBatch);
            if (training)
            {
                Move(runningMean, means, 1, momentum);
                Move(runningVariance, variances, perChannel / (perChannel - 1.0), momentum);
            }
            return isShort ? y.Transpose(0, 1) : y;
        }
    }

    static void Move(Tensor? running, double[] batch, double scale, double momentum)
    {
        if (running is null) return;
        double[] values = running.ToArray<double>();
        for (int i = 0; i < values.Length; i++) values[i] = (1 - momentum) * values[i] + momentum * scale * batch[i];
        running.BeginWrite("BatchNorm");
        Kernel.Copy(Tensor.From(values, running.Shape).To(running.DType), running);
    }

    static void Rule(Tensor x, bool useBatch, params ReadOnlySpan<(string Name, Tensor? Value)> parameters)
    {
        if (x.Rank < 2) throw new ShapeException($"BatchNorm: x must be (images, channels, …); x is {x.Shape}.");
        foreach (var (name, value) in parameters)
        {
            if (value is null) continue;
            if (value.Shape != [x.Shape[1]])
                throw new ShapeException($"BatchNorm: {name} must have one number for each channel, axis 1 of x; x is {x.Shape}, {name} is {value.Shape}.");
            if (value.DType != x.DType)
            {
                throw new ArgumentException(
                    $"BatchNorm: element types must be equal; x is {x.DType}, {name} is {value.DType}. Convert with x.To(DType.{value.DType}).", nameof(x));
            }
        }
        if (useBatch && x.Count == x.Shape[1])
            throw new ShapeException($"BatchNorm: more than one element for each channel is needed in training; x is {x.Shape}.");
    }
}
