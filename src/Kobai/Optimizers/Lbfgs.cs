namespace Kobai.Optimizers;

/// <summary>L-BFGS: Newton's direction from the last steps and gradients, with a line search.</summary>
/// <remarks>
/// <para>For smooth losses over all rows at once, such as a regression. A step takes up to <c>iterations</c> iterations: the
/// direction −H g comes from the two-loop recursion over the last <c>history</c> pairs (s, y), and the length of each from a
/// search for the strong Wolfe conditions (c₁ = 10⁻⁴, c₂ = 0.9), beginning with η.</para>
/// <para>Source: Nocedal and Wright, "Numerical Optimization", 2nd edition, algorithms 3.5, 3.6, 7.4 and 7.5; in PyTorch's
/// form.</para>
/// <example><code>
/// var w = Tensor.From([1.0, -2.0]).RequireGradient();
/// var optimizer = new Lbfgs([w]);
/// optimizer.Step(() => ((w - 3) * (w - 3)).Sum());
/// w.Sum().Item()   // 6.00
/// </code></example>
/// </remarks>
public sealed class Lbfgs : Optimizer
{
    readonly int _iterations, _evaluations, _history;
    readonly double _gradientTolerance, _changeTolerance;
    readonly bool _strongWolfe;
    readonly List<(double[] S, double[] Y, double Rho)> _pairs = [];
    double _scale = 1, _length;
    double[]? _direction, _previous;

    /// <summary>Makes the optimizer of some parameters.</summary>
    /// <param name="parameters">The tensors to optimize.</param>
    /// <param name="learningRate">η, the first length tried along each direction.</param>
    /// <param name="iterations">The most iterations of a step.</param>
    /// <param name="evaluations">The most evaluations of a step; 1.25 times the iterations when null.</param>
    /// <param name="gradientTolerance">The largest gradient that counts as none.</param>
    /// <param name="changeTolerance">The largest change of loss or parameters that counts as none.</param>
    /// <param name="history">How many pairs are remembered.</param>
    /// <param name="strongWolfe">Whether lengths are searched for; if not, each is η.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Lbfgs(
        IEnumerable<Tensor> parameters, double learningRate = 1, int iterations = 20, int? evaluations = null,
        double gradientTolerance = 1e-7, double changeTolerance = 1e-9, int history = 100, bool strongWolfe = true)
        : base(parameters, learningRate)
    {
        CheckRange(iterations > 0, nameof(iterations), iterations, "must be above 0");
        CheckRange(history > 0, nameof(history), history, "must be above 0");
        (_iterations, _evaluations, _history, _strongWolfe) = (iterations, evaluations ?? (iterations * 5 / 4), history, strongWolfe);
        (_gradientTolerance, _changeTolerance) = (gradientTolerance, changeTolerance);
    }

    /// <summary>Not there: the loss is needed at several places.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override void Step() =>
        throw new NotSupportedException("Lbfgs: a step needs the loss at several places. Call Step(() => loss).");

    /// <summary>Takes up to <c>iterations</c> iterations.</summary>
    /// <param name="evaluate">Gives the loss at the parameters as they are; called several times.</param>
    /// <returns>The loss before the step.</returns>
    public override double Step(Func<Tensor> evaluate)
    {
        using var outside = Scope.Outside();
        double first = Evaluate(evaluate), loss = first;
        double[] x = Flat(p => p), g = Flat(p => p.Gradient);
        int evaluations = 1;
        for (int i = 1; i <= _iterations && Largest(g) > _gradientTolerance; i++)
        {
            double[] d = NextDirection(g);
            double slope = Dot(g, d), before = loss;
            double t = _previous is null ? Math.Min(1, 1 / g.Sum(Math.Abs)) * LearningRate : LearningRate;
            (_direction, _previous) = (d, g);
            if (slope > -_changeTolerance) break;

            if (_strongWolfe)
            {
                var search = new LineSearch(length => At(evaluate, x, d, length), Largest(d), _changeTolerance);
                (t, loss, g) = search.Run(t, new(0, loss, slope, g));
                evaluations += search.Evaluations;
            }
            x = Moved(x, d, t);
            _length = t;
            Write(x);
            if (!_strongWolfe && i < _iterations)
            {
                (loss, g) = (Evaluate(evaluate), Flat(p => p.Gradient));
                evaluations++;
            }
            bool isStill = Largest(d) * t <= _changeTolerance || Math.Abs(loss - before) < _changeTolerance;
            if (isStill || evaluations >= _evaluations) break;
        }
        return first;
    }

    /// <inheritdoc/>
    protected override void Update(in ParameterStep step) => throw new NotSupportedException();

    /// <summary>−H g by the two-loop recursion, after the last pair is remembered.</summary>
    double[] NextDirection(double[] g)
    {
        if (_direction is not null && _previous is not null)
        {
            double[] y = Moved(g, _previous, -1), s = Array.ConvertAll(_direction, v => v * _length);
            double curvature = Dot(y, s);
            if (curvature > 1e-10)
            {
                if (_pairs.Count == _history) _pairs.RemoveAt(0);
                _pairs.Add((s, y, 1 / curvature));
                _scale = curvature / Dot(y, y);
            }
        }
        double[] d = Array.ConvertAll(g, v => -v);
        double[] shares = new double[_pairs.Count];
        for (int k = _pairs.Count - 1; k >= 0; k--)
        {
            shares[k] = Dot(_pairs[k].S, d) * _pairs[k].Rho;
            d = Moved(d, _pairs[k].Y, -shares[k]);
        }
        for (int i = 0; i < d.Length; i++) d[i] *= _scale;
        for (int k = 0; k < _pairs.Count; k++)
        {
            d = Moved(d, _pairs[k].S, shares[k] - (Dot(_pairs[k].Y, d) * _pairs[k].Rho));
        }
        return d;
    }

    LineSearch.Point At(Func<Tensor> evaluate, double[] x, double[] d, double length)
    {
        Write(Moved(x, d, length));
        double loss = Evaluate(evaluate);
        double[] g = Flat(p => p.Gradient);
        return new(length, loss, Dot(g, d), g);
    }

    double[] Flat(Func<Tensor, Tensor?> part) =>
        [.. Parameters.SelectMany(p => part(p)?.ToArray<double>() ?? new double[p.Count])];

    void Write(double[] x)
    {
        using var noGradient = NoGradient.Enter();
        int start = 0;
        foreach (var parameter in Parameters)
        {
            int count = (int)parameter.Count;
            Kernel.Copy(Tensor.From(x[start..(start + count)], parameter.Shape).To(parameter.DType), parameter);
            parameter.Block.Version++;
            start += count;
        }
    }

    static double Largest(double[] x) => x.Max(Math.Abs);

    static double[] Moved(double[] x, double[] d, double t)
    {
        double[] y = new double[x.Length];
        for (int i = 0; i < y.Length; i++) y[i] = x[i] + (t * d[i]);
        return y;
    }

    static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
