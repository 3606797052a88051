using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>
    /// The triplet loss, which asks an anchor a to be nearer to a positive p than to a negative n by a margin:
    /// ℓₙ = max(0, d(a, p) − d(a, n) + margin) with d(x, y) = ‖x − y + ε‖ₚ.
    /// </summary>
    /// <param name="anchor">The anchors a; (N, D) or (D).</param>
    /// <param name="positive">Vectors like the anchors; of the same shape.</param>
    /// <param name="negative">Vectors unlike the anchors; of the same shape.</param>
    /// <param name="margin">By how much the positive should be nearer.</param>
    /// <param name="p">The power of the norm, 1 or more.</param>
    /// <param name="epsilon">ε, which keeps the slope of equal vectors finite.</param>
    /// <param name="swap">Whether d(p, n) takes the place of d(a, n) where it is smaller.</param>
    /// <param name="reduction">Mean divides by the number of triplets.</param>
    /// <remarks>
    /// With u = x − y + ε: ∂d/∂x = sign(u)(|u| / d)^(p−1), and ∂d/∂y is minus that. Sources: Schroff, Kalenichenko and Philbin,
    /// "FaceNet", CVPR 2015; the swap: Balntas, Riba, Ponsa and Mikolajczyk, BMVC 2016.
    /// </remarks>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">The element types differ, or p is below 1 or infinite.</exception>
    /// <example><code>
    /// Tensor a = Tensor.From([0.0, 0.0], [1, 2]), p = Tensor.From([3.0, 4.0], [1, 2]), n = Tensor.From([0.0, 2.0], [1, 2]);
    /// Loss.TripletMargin(a, p, n, epsilon: 0)   // 5 − 2 + 1 = 4
    /// </code></example>
    public static Tensor TripletMargin(
        Tensor anchor, Tensor positive, Tensor negative, double margin = 1, double p = 2, double epsilon = 1e-6,
        bool swap = false, Reduction reduction = Reduction.Mean)
    {
        const string op = "TripletMargin";
        PairLoss.CheckPair(op, anchor, positive, nameof(anchor), nameof(positive));
        PairLoss.CheckPair(op, anchor, negative, nameof(anchor), nameof(negative));
        if (anchor.Rank == 0) throw new ShapeException($"{op}: vectors are needed, (N, D) or (D); anchor is ().");
        if (p is not (>= 1 and < double.PositiveInfinity))
        {
            throw new ArgumentOutOfRangeException(nameof(p), p, $"{op}: p must be 1 or more, and finite.");
        }
        var shape = Shape.Create(anchor.Shape.Sizes[..^1]);
        return VectorLoss.Run(
            op, [(nameof(anchor), anchor), (nameof(positive), positive), (nameof(negative), negative)], shape, reduction,
            new TripletFormula(margin, p, epsilon, swap));
    }

    /// <summary>The triplet loss with a distance of one's own: ℓₙ = max(0, d(a, p) − d(a, n) + margin).</summary>
    /// <param name="anchor">The anchors a.</param>
    /// <param name="positive">Things like the anchors.</param>
    /// <param name="negative">Things unlike the anchors.</param>
    /// <param name="distance">d: from two tensors to the distances of their samples, (N).</param>
    /// <param name="margin">By how much the positive should be nearer.</param>
    /// <param name="swap">Whether d(p, n) takes the place of d(a, n) where it is smaller.</param>
    /// <param name="reduction">Mean divides by the number of distances.</param>
    /// <remarks>∂ℓₙ/∂d(a, p) = 1 and ∂ℓₙ/∂d(a, n) = −1 where the distances are no further apart than the margin; 0 elsewhere.</remarks>
    /// <exception cref="ShapeException">The distances have not the same shape.</exception>
    /// <example><code>
    /// Tensor a = Tensor.From([0.0, 0.0], [1, 2]), p = Tensor.From([3.0, 4.0], [1, 2]), n = Tensor.From([0.0, 2.0], [1, 2]);
    /// Loss.TripletMargin(a, p, n, (x, y) => (x - y).Abs().Sum(-1))   // 7 − 2 + 1 = 6
    /// </code></example>
    public static Tensor TripletMargin(
        Tensor anchor, Tensor positive, Tensor negative, Func<Tensor, Tensor, Tensor> distance, double margin = 1,
        bool swap = false, Reduction reduction = Reduction.Mean)
    {
        const string op = "TripletMargin";
        Tensor near = distance(anchor, positive), far = distance(anchor, negative);
        if (swap) far = Tensor.Minimum(far, distance(positive, negative));
        PairLoss.CheckPair(op, near, far, "distance(anchor, positive)", "distance(anchor, negative)");
        return PairLoss.Run(op, near, far, null, null, reduction, new TripletOfDistances(margin));
    }

    readonly struct TripletOfDistances(double margin) : IPairLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void IPairLoss.Evaluate<V>(V x, V t, V c, ref Digits<V> digits, out V value, out V slope, out V targetSlope)
        {
            var rest = digits.Minus(V.Fill(margin), t - x);
            value = V.Max(rest, V.Zero);
            slope = V.Select(V.LessOrEqual(V.Zero, rest), V.One, V.Zero);
            targetSlope = -slope;
        }
    }

    readonly struct TripletFormula(double margin, double p, double epsilon, bool swap) : IVectorLoss
    {
        [MethodImpl(Jit.Apart)]
        V IVectorLoss.Evaluate<V>(Vectors row, ref Digits<V> digits)
        {
            Distance<V> near = new(row[0], row[1], p, epsilon), far = new(row[0], row[2], p, epsilon), other = default;
            bool isSwapped = false;
            if (swap)
            {
                other = new(row[1], row[2], p, epsilon);
                digits.Note(other.Length - far.Length, far.Length);
                isSwapped = Precision.Rounded(V.Select(V.Less(other.Length, far.Length), V.One, V.Zero)) > 0;
            }
            V rest = digits.Minus(near.Length + V.Fill(margin), isSwapped ? other.Length : far.Length);
            bool isActive = Precision.Rounded(rest) >= 0;
            for (int j = 0; row.Records && j < row.Width; j++)
            {
                V toward = near.Slope(row[0], row[1], j, ref digits);
                V away = isSwapped ? other.Slope(row[1], row[2], j, ref digits) : far.Slope(row[0], row[2], j, ref digits);
                V ofAnchor = isSwapped ? toward : Minus(toward, away, ref digits), ofPositive = isSwapped ? Minus(-toward, away, ref digits) : -toward;
                row.Slopes(0)[j] = isActive ? Precision.Rounded(ofAnchor) : 0;
                row.Slopes(1)[j] = isActive ? Precision.Rounded(ofPositive) : 0;
                row.Slopes(2)[j] = isActive ? Precision.Rounded(away) : 0;
            }
            return V.Max(rest, V.Zero);
        }

        // With p = 1 the slopes are signs, which have no digits to lose.
        V Minus<V>(V a, V b, ref Digits<V> digits) where V : struct, ISimd<V> => p == 1 ? a - b : digits.Minus(a, b);

        /// <summary>‖x − y + ε‖ₚ; scaled while it is summed, so that no power overflows.</summary>
        readonly struct Distance<V> where V : struct, ISimd<V>
        {
            readonly double _scale, _p, _epsilon;
            readonly V _length;

            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            public Distance(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double p, double epsilon)
            {
                (_p, _epsilon, _scale) = (p, epsilon, 1);
                double largest = 0;
                for (int j = 0; j < x.Length; j++) largest = Math.Max(largest, Math.Abs(x[j] - y[j] + epsilon));
                if (largest > 0 && double.IsFinite(largest)) _scale = Math.ScaleB(1, -Math.ILogB(largest));
                V sum = V.Zero;
                for (int j = 0; j < x.Length; j++)
                {
                    V size = V.Abs(Part(x, y, j));
                    sum += p == 2 ? size * size : p == 1 ? size : V.Pow(size, V.Fill(p));
                }
                _length = p == 2 ? V.Sqrt(sum) : p == 1 ? sum : V.Pow(sum, V.One / V.Fill(p));
            }

            public V Length => _length / V.Fill(_scale);

            /// <summary>∂d/∂x; 0 where the distance is.</summary>
            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            public V Slope(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int j, ref Digits<V> digits)
            {
                V part = Part(x, y, j), ratio = V.Abs(part) / V.Select(V.Equal(_length, V.Zero), V.One, _length);
                digits.Note(part, V.Fill(_epsilon * _scale));
                V size = _p == 2 ? ratio : _p == 1 ? V.One : V.Pow(ratio, V.Fill(_p) - V.One);
                return V.Select(V.Equal(part, V.Zero), V.Zero, V.CopySign(size, part));
            }

            // A product by a power of two is exact.
            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            V Part(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int j) =>
                (V.Fill(x[j]) - V.Fill(y[j]) + V.Fill(_epsilon)) * V.Fill(_scale);
        }
    }
}
