namespace Kobai.Optimizers;

/// <summary>Searches along a direction for a length that satisfies the strong Wolfe conditions.</summary>
/// <param name="at">The loss and its gradient at a length.</param>
/// <param name="largest">The largest element of the direction.</param>
/// <param name="tolerance">The largest change of a parameter that counts as none.</param>
/// <remarks>Nocedal and Wright, "Numerical Optimization", 2nd edition, algorithms 3.5 (bracketing) and 3.6 (zoom).</remarks>
sealed class LineSearch(Func<double, LineSearch.Point> at, double largest, double tolerance)
{
    const double Decrease = 1e-4, Curvature = 0.9;
    const int Most = 25;

    /// <summary>A length t with the loss φ(t), its slope φ′(t) and the gradient there.</summary>
    public readonly record struct Point(double T, double Loss, double Slope, double[] Gradient);

    /// <summary>How often the loss was computed.</summary>
    public int Evaluations { get; private set; }

    /// <summary>The length found, with the loss and the gradient there.</summary>
    public (double T, double Loss, double[] Gradient) Run(double t, Point start)
    {
        Point previous = start, now = Evaluate(t);
        int iteration = 0;
        for (; iteration < Most; iteration++)
        {
            if (IsTooHigh(start, now) || (iteration > 1 && now.Loss >= previous.Loss)) break;
            if (IsFlat(start, now)) return (now.T, now.Loss, now.Gradient);
            if (now.Slope >= 0) break;
            double next = Cubic(previous, now, now.T + (0.01 * (now.T - previous.T)), now.T * 10);
            (previous, now) = (now, Evaluate(next));
        }
        if (iteration == Most) previous = start;
        Point best = Zoom(start, previous, now, iteration);
        return (best.T, best.Loss, best.Gradient);
    }

    Point Zoom(Point start, Point a, Point b, int iteration)
    {
        bool wasSlow = false;
        (Point low, Point high) = a.Loss <= b.Loss ? (a, b) : (b, a);
        for (; iteration < Most && Math.Abs(high.T - low.T) * largest >= tolerance; iteration++)
        {
            double left = Math.Min(low.T, high.T), right = Math.Max(low.T, high.T), margin = 0.1 * (right - left);
            double t = Cubic(low, high, left, right);
            bool isSlow = Math.Min(right - t, t - left) < margin;
            if (isSlow && (wasSlow || t >= right || t <= left))
            {
                t = Math.Abs(t - right) < Math.Abs(t - left) ? right - margin : left + margin;
                isSlow = false;
            }
            wasSlow = isSlow;

            Point now = Evaluate(t);
            if (IsTooHigh(start, now) || now.Loss >= low.Loss)
            {
                (low, high) = low.Loss <= now.Loss ? (low, now) : (now, low);
                continue;
            }
            if (IsFlat(start, now)) return now;
            if (now.Slope * (high.T - low.T) >= 0) high = low;
            low = now;
        }
        return low;
    }

    static bool IsTooHigh(Point start, Point now) => now.Loss > start.Loss + (Decrease * now.T * start.Slope);

    static bool IsFlat(Point start, Point now) => Math.Abs(now.Slope) <= -Curvature * start.Slope;

    Point Evaluate(double t)
    {
        Evaluations++;
        return at(t);
    }

    // The minimum of the cubic through two values and slopes, formula (3.59), within bounds.
    static double Cubic(Point a, Point b, double low, double high)
    {
        if (a.T > b.T) (a, b) = (b, a);
        double d1 = a.Slope + b.Slope - (3 * (a.Loss - b.Loss) / (a.T - b.T)), square = (d1 * d1) - (a.Slope * b.Slope);
        if (!(square >= 0)) return (low + high) / 2;
        double d2 = Math.Sqrt(square);
        double t = b.T - ((b.T - a.T) * ((b.Slope + d2 - d1) / (b.Slope - a.Slope + (2 * d2))));
        return Math.Min(Math.Max(t, low), high);
    }
}
