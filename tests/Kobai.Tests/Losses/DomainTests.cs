using System.Numerics;
using Kobai.Losses;

namespace Kobai.Tests.Losses;

public class DomainTests
{
    [Fact]
    public void One_number_outside_is_noticed_wherever_it_stands_and_none_inside_is_refused()
    {
        Check<float>();
        Check<double>();
    }

    static unsafe void Check<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var (domain, has) in WitnessTests.Domains)
        {
            double[] values = Array.ConvertAll(WitnessTests.Values<T>(), double.CreateTruncating);
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
        foreach (var (domain, _) in WitnessTests.Domains) Assert.True(domain.Holds((float*)null, 0));
    }
}
