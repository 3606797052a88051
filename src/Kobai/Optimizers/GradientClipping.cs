using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Optimizers;

/// <summary>Bounds gradients before a step.</summary>
/// <remarks>
/// <para>Source: Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", ICML 2013.</para>
/// </remarks>
public static class GradientClipping
{
    // PyTorch's guard against a norm of 0.
    const double Epsilon = 1e-6;

    const nint Small = 1 << 16;

    // Squares between these bounds have lost nothing worth keeping.
    const double SmallestSum = 1e-270, LargestSum = double.MaxValue;

    extension(IEnumerable<Tensor> parameters)
    {
        /// <summary>The norm of all gradients, as if they stood in one vector: (Σ |gᵢ|ᵖ)^(1/p).</summary>
        /// <remarks>Summed in double precision, and scaled where powers would overflow or vanish.</remarks>
        /// <param name="p">2 is the Euclidean length, ∞ takes the largest magnitude.</param>
        /// <returns>The norm; 0 if there are no gradients.</returns>
        /// <exception cref="ArgumentOutOfRangeException">p is not above 0.</exception>
        /// <example><code>
        /// var w = Tensor.From([3.0, 4.0]).RequireGradient();
        /// (w * w).Sum().Backward();
        /// new[] { w }.GradientNorm()   // 10
        /// </code></example>
        public double GradientNorm(double p = 2) => Norm(nameof(GradientNorm), Gradients(parameters), p);

        /// <summary>Scales all gradients together so that their norm is at most a limit.</summary>
        /// <remarks>
        /// Every gradient is multiplied by limit / (norm + 10⁻⁶) where that is below 1, as by PyTorch's
        /// <c>clip_grad_norm_</c>.
        /// </remarks>
        /// <param name="limit">The largest norm.</param>
        /// <param name="p">2 is the Euclidean length, ∞ takes the largest magnitude.</param>
        /// <param name="refuseNonFinite">Whether a norm that is NaN or infinite is refused; else gradients become NaN or 0.</param>
        /// <returns>The norm before.</returns>
        /// <exception cref="ArgumentOutOfRangeException">The limit is negative or NaN, or p is not above 0.</exception>
        /// <exception cref="NotFiniteNumberException">The norm is not finite and that is refused; no gradient was changed.</exception>
        /// <example><code>
        /// var w = Tensor.From([3.0, 4.0]).RequireGradient();
        /// (w * w).Sum().Backward();
        /// new[] { w }.ClipGradientNorm(1)   // 10
        /// w.Gradient                        // [0.6, 0.8]
        /// </code></example>
        public double ClipGradientNorm(double limit, double p = 2, bool refuseNonFinite = false)
        {
            CheckLimit(nameof(ClipGradientNorm), limit);
            var gradients = Gradients(parameters);
            double norm = Norm(nameof(ClipGradientNorm), gradients, p);
            if (refuseNonFinite && !double.IsFinite(norm)) throw NotFinite(parameters, norm);
            double factor = limit / (norm + Epsilon);
            if (!(factor >= 1)) Change<Scale>(gradients, factor);
            return norm;
        }

        /// <summary>Moves every element of every gradient into [−limit, limit].</summary>
        /// <param name="limit">The largest magnitude.</param>
        /// <exception cref="ArgumentOutOfRangeException">The limit is negative or NaN.</exception>
        /// <example><code>
        /// var w = Tensor.From([3.0, -0.2]).RequireGradient();
        /// (w * w).Sum().Backward();
        /// new[] { w }.ClipGradientValue(1);
        /// w.Gradient   // [1, -0.4]
        /// </code></example>
        public void ClipGradientValue(double limit)
        {
            CheckLimit(nameof(ClipGradientValue), limit);
            Change<Bound>(Gradients(parameters), limit);
        }
    }

    static List<Tensor> Gradients(IEnumerable<Tensor> parameters) =>
        [.. parameters.Select(parameter => parameter.Gradient).OfType<Tensor>()];

    static void CheckLimit(string op, double limit)
    {
        if (!(limit >= 0)) throw new ArgumentOutOfRangeException(nameof(limit), limit, $"{op}: limit must be 0 or more.");
    }

    static double Norm(string op, List<Tensor> gradients, double p)
    {
        if (!(p > 0)) throw new ArgumentOutOfRangeException(nameof(p), p, $"{op}: p must be above 0.");
        using var scope = Scope.Enter();
        using var noGradient = NoGradient.Enter();
        if (p == 2)
        {
            double sum = Sum(new Square(), gradients, 1);
            if (double.IsNaN(sum) || sum is >= SmallestSum and <= LargestSum) return Math.Sqrt(sum);
        }
        double largest = 0;
        foreach (var gradient in gradients) if (gradient.Count > 0) largest = Math.Max(largest, gradient.Abs().Max().Item());
        if (double.IsPositiveInfinity(p) || largest == 0 || !double.IsFinite(largest)) return largest;
        // A power of two, so that scaling rounds nothing; the largest double's inverse would be below the normal numbers.
        double scale = Math.ScaleB(1, Math.Clamp(-Math.ILogB(largest), -1022, 1022));
        return Math.Pow(p == 2 ? Sum(new Square(), gradients, scale) : Sum(new Power(p), gradients, scale), 1 / p) / scale;
    }

    static double Sum<F>(F f, List<Tensor> gradients, double scale) where F : struct, ITotal
    {
        double sum = 0;
        foreach (var gradient in gradients)
        {
            sum += gradient.Count > Small ? OfLarge(f, gradient, scale)
                : gradient.DType == DType.Float32 ? OfSmall<F, float>(f, gradient, scale)
                : OfSmall<F, double>(f, gradient, scale);
        }
        return sum;
    }

    static double OfLarge<F>(F f, Tensor gradient, double scale) where F : struct, ITotal =>
        Totals.Of(f, gradient, new Axes("Norm", gradient.Shape, [], keepDims: false), DType.Float64, Tensor.From([scale])).Item();

    // The gradients of a tiny model must not cost more to sum than to compute: no tensor is made.
    static unsafe double OfSmall<F, T>(F f, Tensor gradient, double scale) where F : struct, ITotal where T : unmanaged
    {
        fixed (T* g = &gradient.Start<T>())
        {
            double sum = Sums.Of(f, g, scale, gradient.Count);
            GC.KeepAlive(gradient);
            return sum;
        }
    }

    static void Change<F>(List<Tensor> gradients, double setting) where F : struct, IStep
    {
        foreach (var gradient in gradients)
        {
            Fused.Run<F>([setting], gradient, gradient);
            gradient.Block.Version++;
        }
    }

    static NotFiniteNumberException NotFinite(IEnumerable<Tensor> parameters, double norm)
    {
        var (index, shape) = parameters.Index()
            .Where(parameter => parameter.Item.Gradient is { } gradient && !double.IsFinite(gradient.Abs().Max().Item()))
            .Select(parameter => (parameter.Index, parameter.Item.Shape))
            .FirstOrDefault((-1, []));
        string where = index < 0 ? "each gradient is finite" : $"the first gradient that is not finite is that of parameter {index}, of shape {shape}";
        return new($"ClipGradientNorm: the norm of the gradients is {norm}; {where}. Nothing was changed.", norm);
    }

    readonly struct Square : ITotal
    {
        V ITerm.Of<V>(V x, V scale) => x * scale * (x * scale);
        double ITotal.Result(double total) => total;
    }

    readonly struct Power(double p) : ITotal
    {
        V ITerm.Of<V>(V x, V scale) => V.Pow(V.Abs(x) * scale, V.Fill(p));
        double ITotal.Result(double total) => total;
    }

    readonly struct Scale : IStep
    {
        static int IStep.States => 0;

        [MethodImpl(Jit.Inlined)]
        static void IStep.Step<V>(in Settings<V> k, ref V w, V g, ref V a, ref V b, ref V c) => w *= k.K0;
    }

    readonly struct Bound : IStep
    {
        static int IStep.States => 0;

        [MethodImpl(Jit.Inlined)]
        static void IStep.Step<V>(in Settings<V> k, ref V w, V g, ref V a, ref V b, ref V c) => w = V.Min(V.Max(w, -k.K0), k.K0);
    }
}
