using Kobai.Simd;

namespace Kobai.Tests.Simd;

/// <summary>The order of summation is part of the promise of equal bits, so it is compared bit by bit with plain loops.</summary>
public unsafe class SumsTests
{
    const int Lanes = 16;

    [Fact]
    public void Sums_go_over_a_fixed_number_of_lanes_at_every_width()
    {
        for (int n = 0; n < 150; n++)
        {
            double[] a = Numbers(n, 1), b = Numbers(n, 2);
            float[] single = [.. a.Select(v => (float)v)], single2 = [.. b.Select(v => (float)v)];
            fixed (double* pa = a, pb = b)
            fixed (float* ps = single, ps2 = single2)
            {
                Assert.Equal(InWideLanes(n, (i, sum) => sum + a[i]), Sums.Of(pa, n));
                Assert.Equal(InWideLanes(n, (i, sum) => sum + single[i]), Sums.Of(ps, n));
                Assert.Equal(InWideLanes(n, (i, sum) => sum + (a[i] - 0.3) * (a[i] - 0.3)), Sums.Of(default(Square), pa, 0.3, n));
                Assert.Equal(InLanes(n, (i, sum) => Math.FusedMultiplyAdd(a[i], b[i], sum)), Sums.OfProducts(pa, pb, n));
                Assert.Equal(InLanes(n, (i, sum) => Math.FusedMultiplyAdd(single[i], single2[i], sum)), Sums.OfProducts(ps, ps2, n));
                double sum = InLanes(n, (i, sum) => sum + single[i]);
                double products = InLanes(n, (i, sum) => Math.FusedMultiplyAdd(single[i], single2[i] - 0.3, sum));
                Assert.Equal((sum, products), Sums.OfBoth(ps, ps2, 0.3, n));
                Assert.Equal(InLanes(n, (i, sum) => Math.FusedMultiplyAdd(a[i], b[i] - 0.3, sum)), Sums.OfBoth(pa, pb, 0.3, n).SumOfProducts);
                double above = InLanes(n, (i, sum) => sum + (single[i] - 0.3));
                double squares = InLanes(n, (i, sum) => Math.FusedMultiplyAdd(single[i] - 0.3, single[i] - 0.3, sum));
                Assert.Equal((above, squares), Sums.OfPowers(ps, 0.3, n));
            }
        }
    }

    [Fact]
    public void Columns_are_summed_one_by_one()
    {
        for (int n = 0; n < 20; n++)
        {
            double[] a = Numbers(n, 1), b = Numbers(n, 2);
            double[] plain = Numbers(n, 3), squares = Numbers(n, 3), products = Numbers(n, 3), start = Numbers(n, 3);
            fixed (double* pa = a, pb = b, p = plain, s = squares, q = products)
            {
                Sums.AddTo(pa, p, n);
                Sums.AddTo(default(Square), pa, pb, s, n);
                Sums.AddProductsTo(pa, pb, q, n);
            }
            for (int j = 0; j < n; j++)
            {
                Assert.Equal(start[j] + a[j], plain[j]);
                Assert.Equal(start[j] + (a[j] - b[j]) * (a[j] - b[j]), squares[j]);
                Assert.Equal(Math.FusedMultiplyAdd(a[j], b[j], start[j]), products[j]);
            }
        }
    }

    [Fact]
    public void Columns_of_many_rows_are_summed_from_the_first_row_to_the_last()
    {
        foreach (int rows in new[] { 1, 2, 3, 4, 5, 11 })
        {
            for (int n = 0; n < 70; n++)
            {
                foreach (int stride in new[] { n, n + 3 })
                {
                    double[] x = Numbers(rows * stride, 1), c = Numbers(n, 2), plain = Numbers(n, 3), squares = Numbers(n, 3);
                    double[] expected = Numbers(n, 3), expectedSquares = Numbers(n, 3);
                    fixed (float* px = x.Select(v => (float)v).ToArray())
                    fixed (double* pc = c, p = plain, s = squares)
                    {
                        Sums.AddTo(px, p, n, rows, stride);
                        Sums.AddTo(default(Square), px, pc, s, n, rows, stride);
                    }
                    for (int i = 0; i < rows; i++)
                    {
                        for (int j = 0; j < n; j++)
                        {
                            double term = (float)x[i * stride + j];
                            expected[j] += term;
                            expectedSquares[j] += (term - c[j]) * (term - c[j]);
                        }
                    }
                    Assert.Equal(expected, plain);
                    Assert.Equal(expectedSquares, squares);
                }
            }
        }
    }

    // The whole blocks of twice as many lanes, folded, and then the rest.
    static double InWideLanes(int n, Func<int, double, double> add)
    {
        var lanes = new double[2 * Lanes];
        int whole = n - n % lanes.Length;
        for (int i = 0; i < whole; i++) lanes[i % lanes.Length] = add(i, lanes[i % lanes.Length]);
        for (int j = 0; j < Lanes; j++) lanes[j] += lanes[j + Lanes];
        for (int i = whole; i < n; i++) lanes[i % Lanes] = add(i, lanes[i % Lanes]);
        return Total(lanes);
    }

    static double InLanes(int n, Func<int, double, double> add)
    {
        var lanes = new double[Lanes];
        for (int i = 0; i < n; i++) lanes[i % Lanes] = add(i, lanes[i % Lanes]);
        return Total(lanes);
    }

    static double Total(double[] lanes)
    {
        for (int half = Lanes / 2; half > 0; half /= 2)
            for (int j = 0; j < half; j++) lanes[j] += lanes[j + half];
        return lanes[0];
    }

    static double[] Numbers(int n, double seed) => [.. Enumerable.Range(0, n).Select(i => Math.Sin(i * 12.9898 + seed) * Math.Exp(i % 7))];

    readonly struct Square : ITerm
    {
        V ITerm.Of<V>(V x, V c) => (x - c) * (x - c);
    }
}
