namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>Cross-entropy of the softmax of logits x with class labels t: ℓᵢ = −ln softmax(xᵢ)ₜ.</summary>
    /// <param name="logits">The raw scores x, before any softmax; (N, C), (N, C, d₁, …) or (C).</param>
    /// <param name="labels">The classes 0 … C − 1; (N), (N, d₁, …) or ().</param>
    /// <param name="weight">A factor w for each class; (C).</param>
    /// <param name="ignoredLabel">The label of rows that count neither in the sum nor in the mean.</param>
    /// <param name="labelSmoothing">K: the target becomes 1 − K on the label plus K/C on every class.</param>
    /// <param name="reduction">Mean divides by Σ wₜ over the rows that are not ignored.</param>
    /// <remarks>
    /// <para>With m the largest logit of a row, at index a: ℓ = (m − xₜ) + log1p(Σ_{j≠a} exp(xⱼ − m)), two terms that are
    /// not negative, so the loss of a confident prediction keeps its accuracy however small it is.</para>
    /// <para>∂ℓᵢ/∂xᵢⱼ = softmax(xᵢ)ⱼ − [j = t]; at the label it is minus the sum of the others, not a difference.</para>
    /// </remarks>
    /// <exception cref="ShapeException">The labels or weights do not fit the logits.</exception>
    /// <exception cref="ArgumentException">A label is no class; the message names row, label and count.</exception>
    /// <example><code>
    /// Loss.CrossEntropy(Tensor.From([0.0, 20.0], [1, 2]), [1])   // 2.06e-9
    /// </code></example>
    public static Tensor CrossEntropy(
        Tensor logits, Labels labels, Tensor? weight = null, long ignoredLabel = -100, double labelSmoothing = 0,
        Reduction reduction = Reduction.Mean)
    {
        const string op = "CrossEntropy";
        CheckSmoothing(op, labelSmoothing);
        if (labelSmoothing == 0) return OfLabels(op, default(Nats), logits, labels, weight, ignoredLabel, reduction);
        var (rows, _, classes) = ClassesLast(op, logits);
        CheckLabels(op, logits.Shape, rows.Shape, labels, weight, ignoredLabel);
        LossDiagnostics.Logits(op, rows, classes);
        double[]? w = weight?.ToArray<double>();
        double denominator = LabelDenominator(reduction, labels, ignoredLabel, w);
        return w is null && rows.DType == DType.Float32 && labelSmoothing >= SmoothedLabels.Least
            ? RowLoss.Run(op, new SmoothedLabels(labels, ignoredLabel, labelSmoothing, classes), rows, null, denominator, reduction)
            : RowLoss.Run(op, new SoftTargets(labels, ignoredLabel, w, labelSmoothing, classes), rows, null, denominator, reduction);
    }

    /// <summary>Cross-entropy of the softmax of logits x with class probabilities t: ℓᵢ = −Σⱼ tᵢⱼ ln softmax(xᵢ)ⱼ.</summary>
    /// <param name="logits">The raw scores x, before any softmax; (N, C), (N, C, d₁, …) or (C).</param>
    /// <param name="probabilities">The targets t, of the shape of the logits.</param>
    /// <param name="weight">A factor w for each class; (C).</param>
    /// <param name="labelSmoothing">K: the targets become (1 − K) t + K/C.</param>
    /// <param name="reduction">Mean divides by the number of rows, whatever the weights.</param>
    /// <remarks>∂ℓᵢ/∂xᵢⱼ = softmax(xᵢ)ⱼ Σₖ tᵢₖ − tᵢⱼ; 0 · ln 0 counts as 0.</remarks>
    /// <exception cref="ShapeException">The shapes differ, or the weights do not fit.</exception>
    /// <exception cref="ArgumentException">A probability is outside [0, 1] or NaN; the message names its place.</exception>
    /// <example><code>
    /// var logits = Tensor.From([0.25, 0.67, 0.08]).Log().Reshape(1, 3);
    /// Loss.CrossEntropy(logits, Tensor.From([0.0, 1, 0], [1, 3]))   // −ln 0.67 = 0.400
    /// </code></example>
    public static Tensor CrossEntropy(
        Tensor logits, Tensor probabilities, Tensor? weight = null, double labelSmoothing = 0,
        Reduction reduction = Reduction.Mean)
    {
        const string op = "CrossEntropy";
        PairLoss.CheckPair(op, logits, probabilities);
        var (rows, shape, classes) = ClassesLast(op, logits);
        CheckSmoothing(op, labelSmoothing);
        CheckClassWeights(op, weight, classes);
        Tensor targets = ClassesLast(op, probabilities).Rows;
        Check.SumToOne(op, "probabilities", targets);
        LossDiagnostics.Logits(op, rows, classes);
        return RowLoss.Run(
            op, new SoftTargets(null, ignored: -1, weight?.ToArray<double>(), labelSmoothing, classes), rows, targets,
            RowLoss.Denominator(reduction, shape), reduction,
            () => Check.InUnitInterval(op, "probabilities", probabilities, "Class labels go in as Labels."));
    }

    // −ln p itself.
    readonly struct Nats : ILabelLoss
    {
        void ILabelLoss.Evaluate<V>(V nats, V p, V rest, out V value, out V slope) => (value, slope) = (nats, V.One);
        static bool ILabelLoss.IsSensitive => false;
    }
}
