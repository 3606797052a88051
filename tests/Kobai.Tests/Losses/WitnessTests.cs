using System.Numerics;
using Kobai.Losses;
using Kobai.Simd;

namespace Kobai.Tests.Losses;

public class WitnessTests
{
    internal static readonly (Domain Domain, Func<double, bool> Has)[] Domains =
    [
        (Domain.All, _ => true),
        (Domain.FromZeroToOne, x => x is >= 0 and <= 1),
        (Domain.NotNegative, x => x >= 0),
        (Domain.NotAboveZero, x => x <= 1e-6),
        (Domain.Signs, x => x is 1 or -1),
    ];

    [Fact]
    public void One_number_outside_is_noticed_in_any_register_and_lane_and_none_inside_is_refused()
    {
        Check<V1<float>, float>();
        Check<V128<float>, float>();
        Check<V256<float>, float>();
        Check<V512<float>, float>();
        Check<V1<double>, double>();
        Check<V128<double>, double>();
        Check<V256<double>, double>();
        Check<V512<double>, double>();
    }

    [Fact]
    public void Who_has_seen_nothing_knows_of_nothing_outside()
    {
        foreach (var (domain, _) in Domains) Assert.True(V256<float>.AllTrue(new Witness<V256<float>, float>().AreIn(domain)));
    }

    /// <summary>Numbers at the bounds of the domains, next to them and far away.</summary>
    internal static T[] Values<T>() where T : IBinaryFloatingPointIeee754<T> => Array.ConvertAll(
        new[]
        {
            0, -0.0, 1, -1, 0.5, -0.5, 2, -2, 1e-7, 1e-5, -1e-30, 1e-38, 1e38, -1e38, float.Epsilon, -float.Epsilon,
            1 + 1.2e-7, -1 - 1.2e-7, 1 - 6e-8, double.PositiveInfinity, double.NegativeInfinity,
        }, T.CreateTruncating);

    static void Check<V, T>() where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = (int)V.Count;
        foreach (var (domain, has) in Domains)
        {
            T[] inside = [.. Values<T>().Where(x => has(double.CreateTruncating(x)) && !(x == T.Zero && T.IsNegative(x)))];
            T[] x = [.. Enumerable.Range(0, 3 * lanes).Select(i => inside[i % inside.Length])];
            for (int i = 0; i < x.Length; i++)
            {
                T before = x[i];
                foreach (T value in Values<T>())
                {
                    x[i] = value;
                    Witness<V, T> witness = new(), other = new();
                    witness.See(domain, V.Load(ref x[0], 0));
                    for (int j = lanes; j < x.Length; j += lanes) other.See(domain, V.Load(ref x[j], 0));
                    witness.See(domain, other);
                    bool mayBeRefused = domain is Domain.FromZeroToOne && value == T.Zero && T.IsNegative(value);
                    if (!mayBeRefused) Assert.Equal(has(double.CreateTruncating(value)), V.AllTrue(witness.AreIn(domain)));
                }
                x[i] = before;
            }
        }
    }
}
