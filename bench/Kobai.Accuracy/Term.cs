namespace Kobai.Judging;

/// <summary>A precise number that remembers what it was computed from: gradients come by the chain rule, from the definition alone.</summary>
public sealed class Term
{
    readonly (Term Of, Precise Slope)[] _from;
    Precise _gradient = 0;
    int _users;

    Term(Precise value, params (Term, Precise)[] from) => (Value, _from) = (value, from);

    public Precise Value { get; }

    /// <summary>What <see cref="Backward"/> left here.</summary>
    public Precise Gradient => _gradient;

    public static Term Leaf(double x) => new(Precise.Of(x));

    public static implicit operator Term(int x) => new(x);

    public static implicit operator Term(double x) => Leaf(x);

    /// <summary>A function with slopes of its own, where the convention at a corner or a bound decides them.</summary>
    public static Term Custom(Precise value, params (Term Of, Precise Slope)[] from) => new(value, from);

    public static Term operator -(Term a) => new(-a.Value, (a, -1));

    public static Term operator +(Term a, Term b) => new(a.Value + b.Value, (a, 1), (b, 1));

    public static Term operator -(Term a, Term b) => new(a.Value - b.Value, (a, 1), (b, -1));

    public static Term operator *(Term a, Term b) => new(a.Value * b.Value, (a, b.Value), (b, a.Value));

    public static Term operator /(Term a, Term b)
    {
        Precise y = a.Value / b.Value;
        return new(y, (a, 1 / b.Value), (b, -y / b.Value));
    }

    public static Term Exp(Term x)
    {
        Precise y = Precise.Exp(x.Value);
        return new(y, (x, y));
    }

    public static Term Log(Term x) => new(Precise.Log(x.Value), (x, 1 / x.Value));

    public static Term Log1p(Term x) => new(Precise.Log1p(x.Value), (x, 1 / (1 + x.Value)));

    public static Term Sqrt(Term x)
    {
        Precise y = Precise.Sqrt(x.Value);
        return new(y, (x, y.IsZero ? 0 : 1 / (2 * y)));
    }

    public static Term Square(Term x) => new(x.Value * x.Value, (x, 2 * x.Value));

    /// <summary>x^p for x ≥ 0, with slope 0 where x is 0.</summary>
    public static Term Pow(Term x, Term p)
    {
        if (x.Value.IsNothing) return new(p.Value.IsZero ? 1 : 0, (x, p.Value.IsZero || !(p.Value - 1).IsZero ? 0 : 1));
        Precise y = Precise.Pow(x.Value, p.Value);
        return new(y, (x, p.Value * y / x.Value));
    }

    /// <summary>|x|, with slope 0 at 0.</summary>
    public static Term Abs(Term x)
    {
        int sign = x.Value.Sign();
        return new(sign * x.Value, (x, sign));
    }

    /// <summary>max(0, x), with slope 0 at 0.</summary>
    public static Term Relu(Term x) => x.Value.Sign() > 0 ? x : 0;

    /// <summary>max(0, x), with slope 1 at 0.</summary>
    public static Term Hinge(Term x) => x.Value.Sign() >= 0 ? x : 0;

    public static Term Max(Term a, Term b) => a.Value < b.Value ? b : a;

    public static Term Min(Term a, Term b) => b.Value < a.Value ? b : a;

    /// <summary>ln(1 + e^x)</summary>
    public static Term Softplus(Term x)
    {
        bool positive = x.Value.Sign() > 0;
        Precise tail = Precise.Log1p(Precise.Exp(positive ? -x.Value : x.Value));
        return new(positive ? x.Value + tail : tail, (x, Precise.Sigmoid(x.Value)));
    }

    public static Term Sum(IEnumerable<Term> terms)
    {
        Term[] all = [.. terms];
        Precise sum = 0;
        foreach (var term in all) sum += term.Value;
        return new(sum, Array.ConvertAll(all, term => (term, (Precise)1)));
    }

    /// <summary>Σ aᵢ bᵢ</summary>
    public static Term Dot(IEnumerable<Term> a, IEnumerable<Term> b)
    {
        (Term A, Term B)[] pairs = [.. a.Zip(b)];
        Precise sum = 0;
        foreach (var (x, y) in pairs) sum += x.Value * y.Value;
        return new(sum, [.. pairs.SelectMany(pair => new[] { (pair.A, pair.B.Value), (pair.B, pair.A.Value) })]);
    }

    /// <summary>ln Σ e^x; its slopes are the softmax.</summary>
    public static Term LogSumExp(IEnumerable<Term> terms)
    {
        Term[] x = [.. terms];
        int top = 0;
        for (int i = 1; i < x.Length; i++)
            if (x[i].Value > x[top].Value) top = i;
        Precise m = x[top].Value, rest = 0;
        Precise[] e = Array.ConvertAll(x, term => Precise.Exp(term.Value - m));
        for (int i = 0; i < x.Length; i++)
            if (i != top) rest += e[i];
        Precise share = 1 / (1 + rest);
        return new(m + Precise.Log1p(rest), [.. x.Zip(e, (term, y) => (term, y * share))]);
    }

    /// <summary>Adds to the gradient of every term this one comes from.</summary>
    public void Backward()
    {
        Count();
        Pull(1);
    }

    // How many terms each term is used by, below this one: its gradient is complete once all have arrived.
    void Count()
    {
        var open = new Stack<Term>([this]);
        while (open.TryPop(out var term))
            foreach (var (of, _) in term._from)
                if (of._users++ == 0) open.Push(of);
    }

    void Pull(Precise gradient)
    {
        _gradient = gradient;
        var open = new Stack<Term>([this]);
        while (open.TryPop(out var term))
            foreach (var (of, slope) in term._from)
            {
                of._gradient += term._gradient * slope;
                if (--of._users == 0) open.Push(of);
            }
    }
}
