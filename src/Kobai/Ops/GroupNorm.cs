namespace Kobai;

/// <summary>Groups of channels normalized in each image.</summary>
public static class GroupNormOp
{
    extension(Tensor x)
    {
        /// <summary>
        /// In each image, each of some groups of neighboring channels, axis 1, normalized with all that belongs to them:
        /// y = w·(x − mean) / √(variance + ε) + b.
        /// </summary>
        /// <param name="groups">The number of groups; as many as channels normalize each channel of an image by itself.</param>
        /// <param name="weight">w, a number for each channel, or null for 1.</param>
        /// <param name="bias">b, a number for each channel, or null for 0.</param>
        /// <param name="epsilon">ε, which keeps the divisor from 0.</param>
        /// <remarks>Source: Wu and He, "Group Normalization", arXiv:1803.08494.</remarks>
        /// <exception cref="ShapeException">
        /// x has no channels, the groups do not divide them, or there is not one number for each channel.
        /// </exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 3, 10, 30], [1, 4]).GroupNorm(2, epsilon: 0)   // [[-1, 1, -1, 1]]
        /// </code></example>
        public Tensor GroupNorm(int groups, Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5)
        {
            if (x.Rank < 2 || groups < 1 || x.Shape[1] % groups != 0)
                throw new ShapeException($"GroupNorm: groups must divide the channels, axis 1 of x; x is {x.Shape}, groups is {groups}.");
            foreach (var (name, value) in (ReadOnlySpan<(string, Tensor?)>)[("weight", weight), ("bias", bias)])
            {
                if (value is null) continue;
                if (value.Shape != [x.Shape[1]])
                    throw new ShapeException($"GroupNorm: {name} must have one number for each channel, axis 1 of x; x is {x.Shape}, {name} is {value.Shape}.");
                if (value.DType != x.DType)
                {
                    throw new ArgumentException(
                        $"GroupNorm: element types must be equal; x is {x.DType}, {name} is {value.DType}. Convert with x.To(DType.{value.DType}).", nameof(x));
                }
            }
            nint images = x.Shape[0], channels = x.Shape[1], inner = x.Count / nint.Max(1, images * channels);
            var plan = Normalization.OfGroups(images, channels, inner, groups, epsilon);
            return plan.Run("GroupNorm", x, weight, bias);
        }
    }
}
