namespace Kobai.Judging;

/// <summary>Draws numbers of an element type: ordinary ones, and those that formulas break on.</summary>
public sealed class Draw(DType type, int count, int seed = 1)
{
    static readonly double[] s_corners =
    [
        0, 1e-30, 1e-10, 1e-8, 1e-4, 0.5, 1, 2, 10, 16.6, 17.4, 20, 36.7, 50, 88, 88.8, 104, 700, 710, 745, 1e4, 1e20,
    ];

    readonly System.Random _random = new(seed);

    public DType Type => type;

    /// <summary>How many elements a sample should have.</summary>
    public int Count => count;

    public bool IsSingle => type == DType.Float32;

    /// <summary>The largest number below half of the largest.</summary>
    public double Huge => IsSingle ? 1.5e38 : 8e307;

    double Smallest => IsSingle ? float.Epsilon : double.Epsilon;

    /// <summary>The nearest number of the element type.</summary>
    public double Round(double x) => IsSingle ? (float)x : x;

    public double Uniform() => Round(_random.NextDouble());

    public double Normal(double scale = 1) =>
        Round(scale * Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble()));

    public int Below(int n) => _random.Next(n);

    public bool Chance(double p) => _random.NextDouble() < p;

    /// <summary>x, or one of the numbers around it.</summary>
    public double Near(double x)
    {
        x = Round(x);
        for (int steps = Below(7) - 3; steps != 0; steps -= Math.Sign(steps))
        {
            if (IsSingle) x = steps < 0 ? MathF.BitDecrement((float)x) : MathF.BitIncrement((float)x);
            else x = steps < 0 ? Math.BitDecrement(x) : Math.BitIncrement(x);
        }
        return x;
    }

    /// <summary>Next to x, but not x: at a corner any slope between those of the two sides is right.</summary>
    public double Beside(double x)
    {
        double near = Near(x);
        return near == x ? Round(x == 0 ? Smallest : x / 2) : near;
    }

    /// <summary>Any finite number, of a size up to most.</summary>
    public double Real(double most = double.MaxValue)
    {
        double size = Below(10) switch
        {
            0 => s_corners[Below(s_corners.Length)],
            1 => Near(s_corners[Below(s_corners.Length)]),
            2 => Below(5) switch { 0 => Smallest, 1 => 300 * Smallest, 2 => Near(IsSingle ? 1.17549435e-38 : 2.2250738585072014e-308), _ => 2 * Huge },
            3 => Math.Pow(10, (IsSingle ? 38 : 308) * (2 * _random.NextDouble() - 1)),
            4 => 100 * _random.NextDouble(),
            5 => Math.Pow(10, -8 * _random.NextDouble()),
            _ => Math.Abs(Normal(3)),
        };
        return Round(Math.Min(size, most) * (Chance(0.5) ? 1 : -1));
    }

    public double Positive(double most = double.MaxValue) => Math.Abs(Real(most));

    /// <summary>A probability: 0 and 1, their neighbors, and those between.</summary>
    public double Probability() => Below(12) switch
    {
        0 => 0,
        1 => 1,
        2 => Smallest * (1 + Below(300)),
        3 => Round(Math.Pow(10, -30 * _random.NextDouble())),
        4 => Round(1 - Math.ScaleB(1 + Below(3), IsSingle ? -24 : -53)),
        5 => Round(1 - Math.Pow(10, -8 * _random.NextDouble())),
        6 => Math.Abs(Near(0.5)),
        _ => Uniform(),
    };

    /// <summary>A target of 0 or 1, or now and then one between.</summary>
    public double SoftTarget() => Chance(0.7) ? Below(2) : Probability();

    /// <summary>Numbers that a function draws.</summary>
    public double[] Many(int n, Func<double> draw) => [.. Enumerable.Range(0, n).Select(_ => draw())];

    /// <summary>Positive numbers that sum to about 1.</summary>
    public double[] Distribution(int n)
    {
        double[] p = Many(n, () => Chance(0.2) ? 0 : Math.Exp(3 * Normal()));
        p[Below(n)] += 0.1;
        double sum = p.Sum();
        return Array.ConvertAll(p, v => Round(v / sum));
    }

    /// <summary>A row of logits: spread out, tied, confident, overwhelming, or with classes that cannot be.</summary>
    public double[] Logits(int n)
    {
        double[] x = Many(n, () => Normal(2));
        switch (Below(9))
        {
            case 0: Array.Fill(x, x[0]); break;
            case 1: x[Below(n)] += 20 + 80 * Uniform(); break;
            case 2: x = Array.ConvertAll(x, v => v * 50); break;
            case 3: x = Array.ConvertAll(x, v => v > 0 ? 1e4 : -1e4 + v); break;
            case 4: x = Array.ConvertAll(x, v => Math.Sign(v) * 2 * Huge); break;
            case 5: x = Array.ConvertAll(x, v => 100 + Near(1 + Math.Sign(v))); break;
            case 6: x = Many(n, () => Real(1e4)); break;
            default: break;
        }
        return Array.ConvertAll(x, Round);
    }
}
