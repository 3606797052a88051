namespace Kobai.Optimizers;

/// <summary>Leads the learning rate up and down between two bounds.</summary>
/// <remarks>
/// <para>With c the place in a cycle, up for <c>up</c> steps and down for <c>down</c>: low + (high − low) · height(c) · scale, where the scale is 1, halves with each cycle, or is γᵗ.</para>
/// <para>Source: Smith, "Cyclical Learning Rates for Training Neural Networks", WACV 2017.</para>
/// <example><code>
/// var optimizer = new Sgd([Tensor.Ones([2]).RequireGradient()], learningRate: 0.1);
/// new CyclicRate(optimizer, low: 0.1, high: 0.5, up: 4).Rate(0.1, 6)   // 0.3
/// </code></example>
/// </remarks>
public sealed class CyclicRate : Schedule
{
    readonly double _low, _high, _factor;
    readonly long _up, _down;
    readonly bool _halves;

    /// <summary>Makes the schedule of an optimizer.</summary>
    /// <param name="optimizer">The optimizer whose learning rates change.</param>
    /// <param name="low">The lowest rate.</param>
    /// <param name="high">The highest rate.</param>
    /// <param name="up">Steps from low to high.</param>
    /// <param name="down">Steps back; as many as up when null.</param>
    /// <param name="halves">Whether the height halves with each cycle.</param>
    /// <param name="factor">γ: by how much the height shrinks with each step.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public CyclicRate(Optimizer optimizer, double low, double high, long up = 2000, long? down = null, bool halves = false, double factor = 1)
        : base(optimizer)
    {
        CheckRange(up > 0, nameof(CyclicRate), nameof(up), up, "must be above 0");
        (_low, _high, _up, _down, _halves, _factor) = (low, high, up, down ?? up, halves, factor);
        Begin();
    }

    /// <inheritdoc/>
    public override double Rate(double initial, long t)
    {
        long cycle = t / (_up + _down), place = t % (_up + _down);
        double height = place <= _up ? (double)place / _up : 1 - ((double)(place - _up) / _down);
        return _low + ((_high - _low) * height * (_halves ? Math.Pow(0.5, cycle) : Math.Pow(_factor, t)));
    }
}
