namespace Kobai.Losses;

/// <summary>The sum and the denominator that a reduced loss was computed from.</summary>
public static class LossParts
{
    extension(Tensor loss)
    {
        /// <summary>The sum of the losses of all elements, in double precision, before the division.</summary>
        /// <exception cref="InvalidOperationException">The tensor is not a reduced loss.</exception>
        /// <example><code>
        /// var loss = Loss.SquaredError(Tensor.From([1.0, 3.0]), Tensor.From([0.0, 0.0]));
        /// loss.LossSum           // 10
        /// loss.LossDenominator   // 2
        /// </code></example>
        public double LossSum => Parts(loss).Sum;

        /// <summary>What the sum was divided by: 1 for <see cref="Reduction.Sum"/>.</summary>
        /// <exception cref="InvalidOperationException">The tensor is not a reduced loss.</exception>
        /// <example><code>
        /// var loss = Loss.CrossEntropy(Tensor.Zeros([3, 2]), [0, 1, -100]);
        /// loss.LossDenominator   // 2
        /// </code></example>
        public double LossDenominator => Parts(loss).Denominator;
    }

    static Ratio Parts(Tensor loss) => loss.Ratio ?? throw new InvalidOperationException(
        $"This tensor of shape {loss.Shape} is not a reduced loss: only what a loss returns for Mean, BatchMean or Sum has a sum and a denominator.");
}
