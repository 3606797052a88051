using Kobai.Simd;

namespace Kobai.Tests.Simd;

public unsafe class FoldsTests
{
    [Fact]
    public void A_fold_takes_every_element()
    {
        for (int n = 1; n < 200; n++)
        {
            double[] x = Shuffled(n);
            float[] single = [.. x.Select(v => (float)v)];
            fixed (double* p = x) Assert.Equal(n - 1, Folds.Of<Lines.Larger, double>(default, p, n));
            fixed (float* p = single) Assert.Equal(n - 1, Folds.Of<Lines.Larger, float>(default, p, n));
        }
    }

    [Fact]
    public void The_two_largest_may_tie()
    {
        for (int n = 2; n < 200; n++)
        {
            double[] x = Shuffled(n);
            Check(x, n - 1, n - 2);
            for (int other = 0; other < n; other += 7)
            {
                double[] tied = [.. x];
                tied[other] = n - 1;
                Check(tied, n - 1, x[other] == n - 1 ? n - 2 : n - 1);
            }
        }
    }

    [Fact]
    public void The_two_largest_of_columns_are_those_of_each_column()
    {
        for (int n = 1; n < 40; n++)
        {
            float[] x = [.. Shuffled(5 * n).Select(v => (float)Math.Floor(v / 2))], largest = x[..n], second = new float[n];
            Array.Fill(second, float.NegativeInfinity);
            fixed (float* p = x, m = largest, s = second)
            {
                for (int row = 1; row < 5; row++) Folds.TwoLargest(p + row * n, m, s, n);
            }
            for (int j = 0; j < n; j++)
            {
                float[] column = [.. Enumerable.Range(0, 5).Select(row => x[row * n + j]).OrderDescending()];
                Assert.Equal((column[0], column[1]), (largest[j], second[j]));
            }
        }
    }

    [Fact]
    public void The_second_of_one_element_is_minus_infinity() => Check([3.5], 3.5, double.NegativeInfinity);

    static void Check(double[] x, double largest, double second)
    {
        float[] single = [.. x.Select(v => (float)v)];
        fixed (double* p = x) Assert.Equal((largest, second), Folds.TwoLargest(p, x.Length));
        fixed (float* p = single) Assert.Equal(((float)largest, (float)second), Folds.TwoLargest(p, x.Length));
    }

    // 0 … n − 1, each once.
    static double[] Shuffled(int n)
    {
        var order = new Random(n);
        return [.. Enumerable.Range(0, n).OrderBy(_ => order.Next()).Select(i => (double)i)];
    }
}
