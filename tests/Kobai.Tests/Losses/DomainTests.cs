using System.Numerics;
using Kobai.Losses;

namespace Kobai.Tests.Losses;

public class DomainTests
{
    static readonly (Domain Domain, Func<double, bool> Has)[] s_domains =
    [
        (Domain.All, _ => true),
        (Domain.FromZeroToOne, x => x is >= 0 and <= 1),
        (Domain.NotNegative, x => x >= 0),
        (Domain.NotAboveZero, x => x <= 1e-6),
        (Domain.Signs, x => x is 1 or -1),
    ];

    static readonly double[] s_values =
    [
        0, -0.0, 1, -1, 0.5, -0.5, 2, -2, 1e-7, 1e-5, -1e-30, 1e-38, 1e38, -1e38, float.Epsilon, -float.Epsilon,
        1 + 1.2e-7, -1 - 1.2e-7, 1 - 6e-8, double.PositiveInfinity, double.NegativeInfinity,
    ];

    [Fact]
    public void One_number_outside_is_noticed_wherever_it_stands_and_none_inside_is_refused()
    {
        Check<float>();
        Check<double>();
    }

    static unsafe void Check<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var (domain, has) in s_domains)
        {
            double[] values = Array.ConvertAll(s_values, x => double.CreateTruncating(T.CreateTruncating(x)));
            double[] inside = [.. values.Where(has)];
            foreach (int n in new[] { 1, 2, 7, 16, 33, 512 })
            {
                T[] x = [.. Enumerable.Range(0, n).Select(i => T.CreateTruncating(inside[i % inside.Length]))];
                fixed (T* p = x)
                {
                    Assert.True(domain.Holds(p, n), $"{domain} of {n} {typeof(T)}");
                    for (int i = 0; i < n; i++)
                    {
                        T before = x[i];
                        foreach (double value in values)
                        {
                            x[i] = T.CreateTruncating(value);
                            Assert.Equal(has(value), domain.Holds(p, n));
                        }
                        x[i] = before;
                    }
                }
            }
        }
    }

    [Fact]
    public unsafe void Nothing_is_in_every_domain()
    {
        foreach (var (domain, _) in s_domains) Assert.True(domain.Holds((float*)null, 0));
    }
}
