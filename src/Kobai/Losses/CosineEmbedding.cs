using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>
    /// The cosine loss of pairs of vectors: ℓₙ = 1 − cos(x, y) for a similar pair, tₙ = 1, and max(0, cos(x, y) − margin) for a
    /// different one, tₙ = −1.
    /// </summary>
    /// <param name="first">The vectors x; (N, D) or (D).</param>
    /// <param name="second">The vectors y; of the same shape.</param>
    /// <param name="target">Whether the pair is similar, t: +1 or −1; (N) or ().</param>
    /// <param name="margin">The cosine that a different pair may have.</param>
    /// <param name="reduction">Mean divides by the number of pairs.</param>
    /// <remarks>
    /// <para>cos = Σ x y / √((Σ x² + ε)(Σ y² + ε)) with ε = 10⁻¹², so that a vector of zeros has a cosine of 0.</para>
    /// <para>∂cos/∂x = (ŷ − cos x̂) / √(Σ x² + ε), where x̂ = x / √(Σ x² + ε) and ŷ alike. 1 − cos is ½ Σ (x̂ − ŷ)², so that the
    /// loss of nearly parallel vectors keeps its digits.</para>
    /// </remarks>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">The element types differ, or a target is neither −1 nor +1.</exception>
    /// <example><code>
    /// Tensor x = Tensor.From([3.0, 4.0], [1, 2]), y = Tensor.From([4.0, 3.0], [1, 2]);
    /// Loss.CosineEmbedding(x, y, Tensor.From([1.0]))    // 1 − 24/25 = 0.04
    /// Loss.CosineEmbedding(x, y, Tensor.From([-1.0]))   // 0.96
    /// </code></example>
    public static Tensor CosineEmbedding(
        Tensor first, Tensor second, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean)
    {
        const string op = "CosineEmbedding";
        PairLoss.CheckPair(op, first, second, nameof(first), nameof(second));
        if (first.Rank is not (1 or 2) || target.Shape != Shape.Create(first.Shape.Sizes[..^1]))
        {
            throw new ShapeException(
                $"{op}: the vectors must be (N, D) and target (N); first is {first.Shape}, target is {target.Shape}.");
        }
        Check.PlusOrMinusOne(op, target);
        return VectorLoss.Run(op, [(nameof(first), first), (nameof(second), second)], target.Shape, reduction, new CosineFormula(target.ToArray<double>(), margin));
    }

    readonly struct CosineFormula(double[] target, double margin) : IVectorLoss
    {
        const double Epsilon = 1e-12;

        [MethodImpl(Jit.Apart)]
        V IVectorLoss.Evaluate<V>(Vectors row, ref Digits<V> digits)
        {
            Direction<V> x = new(row[0]), y = new(row[1]);
            V cosine = V.Zero, terms = V.Zero, distance = V.Zero;
            for (int j = 0; j < row.Width; j++)
            {
                V a = x.At(row[0], j), b = y.At(row[1], j), product = a * b;
                cosine += product;
                terms += V.Abs(product);
                distance += (a - b) * (a - b);
            }
            bool isSimilar = target[row.Index] > 0;
            V half = V.Fill(0.5), rest;
            if (isSimilar)
            {
                digits.Note(distance, V.One);
                rest = half * (distance + x.Zero + y.Zero);
            }
            else
            {
                digits.Note(cosine, terms);
                rest = digits.Minus(cosine, V.Fill(margin));
            }
            bool isActive = isSimilar || Precision.Rounded(rest) >= 0;
            for (int j = 0; row.Records && j < row.Width; j++)
            {
                V a = x.At(row[0], j), b = y.At(row[1], j);
                // cos a − b = (a − b) − (1 − cos) a.
                V ofX = isSimilar ? digits.Minus(digits.Minus(a, b), rest * a) : digits.Minus(b, cosine * a);
                V ofY = isSimilar ? digits.Minus(digits.Minus(b, a), rest * b) : digits.Minus(a, cosine * b);
                row.Slopes(0)[j] = isActive ? x.Slope(ofX) : 0;
                row.Slopes(1)[j] = isActive ? y.Slope(ofY) : 0;
            }
            return V.Max(rest, V.Zero);
        }

        /// <summary>A vector divided by √(Σ x² + ε); scaled first, so that no square overflows.</summary>
        readonly struct Direction<V> where V : struct, ISimd<V>
        {
            readonly double _scale = 1;
            readonly V _factor;

            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            public Direction(ReadOnlySpan<double> x)
            {
                double largest = 0;
                foreach (double value in x) largest = Math.Max(largest, Math.Abs(value));
                if (largest > 1e100 && double.IsFinite(largest)) _scale = Math.ScaleB(1, -Math.ILogB(largest));
                V epsilon = V.Fill(Epsilon) * V.Fill(_scale) * V.Fill(_scale), sum = epsilon;
                for (int j = 0; j < x.Length; j++) sum += Scaled(x, j) * Scaled(x, j);
                _factor = V.One / V.Sqrt(sum);
                Zero = epsilon / sum;
            }

            /// <summary>What ε takes from the length 1: 1 − Σ x̂².</summary>
            public V Zero { get; }

            public V At(ReadOnlySpan<double> x, int j) => Scaled(x, j) * _factor;

            public double Slope(V ofDirection) => Precision.Rounded(ofDirection * _factor) * _scale;

            V Scaled(ReadOnlySpan<double> x, int j) => V.Fill(x[j] * _scale);
        }
    }
}
