using Kobai.Data;

namespace Kobai.Tests.Data;

public class GenerateTests
{
    static (double X, double Y, long Label)[] Points(Dataset<Labels> data)
    {
        var (x, y) = data.All();
        return [.. x.ToArray<double>().Chunk(2).Zip(y.Values.ToArray(), (point, label) => (point[0], point[1], label))];
    }

    [Fact]
    public void Moons_are_half_circles()
    {
        foreach (var (x, y, label) in Points(Generate.Moons(101)))
        {
            if (label == 0) Assert.True(y >= -1e-6 && Math.Abs(Math.Sqrt(x * x + y * y) - 1) < 1e-6);
            else Assert.True(y <= 0.5 + 1e-6 && Math.Abs(Math.Sqrt((x - 1) * (x - 1) + (y - 0.5) * (y - 0.5)) - 1) < 1e-6);
        }
    }

    [Fact]
    public void Circles_have_their_radii()
    {
        foreach (var (x, y, label) in Points(Generate.Circles(100, inner: 0.25)))
            Assert.Equal(label == 0 ? 1 : 0.25, Math.Sqrt(x * x + y * y), 1e-6);
    }

    [Fact]
    public void Spirals_turn_with_their_radius()
    {
        foreach (var (x, y, label) in Points(Generate.Spirals(300, arms: 3, turns: 1.5)))
        {
            double radius = Math.Sqrt(x * x + y * y), angle = 2 * Math.PI * (1.5 * radius + label / 3.0);
            Assert.InRange(radius, 0, 1);
            Assert.Equal(radius * Math.Cos(angle), x, 1e-5);
            Assert.Equal(radius * Math.Sin(angle), y, 1e-5);
        }
    }

    [Fact]
    public void Cells_of_a_checkerboard_have_two_colors()
    {
        var points = Points(Generate.Checkerboard(500, cells: 3));
        Assert.All(points, point => Assert.Equal(((int)point.X + (int)point.Y) % 2, point.Label));
        Assert.All(points, point => Assert.True(point is { X: >= 0 and < 3, Y: >= 0 and < 3 }));
        Assert.Equal(9, points.Select(point => ((int)point.X, (int)point.Y)).Distinct().Count());
    }

    [Fact]
    public void Xor_is_one_sign_of_two()
    {
        var points = Points(Generate.Xor(400));
        Assert.All(points, point => Assert.Equal(point.X > 0 ^ point.Y > 0 ? 1 : 0, point.Label));
        Assert.InRange(points.Count(point => point.Label == 1), 150, 250);
    }

    [Fact]
    public void Parity_counts_ones()
    {
        var (x, y) = Generate.Parity(200, bits: 7).All();
        foreach (var (row, label) in x.ToArray<float>().Chunk(7).Zip(y.Values.ToArray()))
        {
            Assert.All(row, bit => Assert.True(bit is 0 or 1));
            Assert.Equal(row.Count(bit => bit == 1) % 2, label);
        }
        Assert.InRange(y.Values.ToArray().Sum(), 70, 130);
    }

    [Fact]
    public void Blobs_lie_about_their_centers()
    {
        var (data, centers) = Generate.Blobs(3000, centers: 3, deviation: 0.5, features: 4, seed: 5);
        var (x, y) = data.All();
        float[] values = x.ToArray<float>(), middle = centers.ToArray<float>();
        for (int label = 0; label < 3; label++)
        {
            int[] own = [.. Enumerable.Range(0, 3000).Where(i => y[i] == label)];
            Assert.Equal(1000, own.Length);
            for (int j = 0; j < 4; j++)
            {
                double[] distances = [.. own.Select(i => (double)values[4 * i + j] - middle[4 * label + j])];
                Assert.Equal(0, distances.Average(), 0.08); // 5 deviations of the mean
                Assert.Equal(0.5, Math.Sqrt(distances.Average(d => d * d)), 0.06);
            }
        }
    }

    [Theory]
    [InlineData(0.0, 1e-5), InlineData(0.1, 0.02)]
    public void Least_squares_finds_the_weights_of_a_regression(double noise, double tolerance)
    {
        var (data, weights, bias) = Generate.Regression(2000, features: 3, noise, seed: 2);
        var (input, target) = data.All();
        double[][] x = [.. input.ToArray<double>().Chunk(3).Select(row => (double[])[.. row, 1])];
        double[] y = target.ToArray<double>();
        double[,] a = new double[4, 5];
        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < 4; j++) a[i, j] = x.Sum(row => row[i] * row[j]);
            a[i, 4] = x.Zip(y).Sum(pair => pair.First[i] * pair.Second);
        }
        // The normal equations, by Gauss and Jordan.
        for (int k = 0; k < 4; k++)
        {
            double pivot = a[k, k];
            for (int j = 0; j < 5; j++) a[k, j] /= pivot;
            for (int i = 0; i < 4; i++)
            {
                double factor = a[i, k];
                for (int j = 0; j < 5 && i != k; j++) a[i, j] -= factor * a[k, j];
            }
        }
        double[] expected = [.. weights.ToArray<double>(), bias];
        for (int i = 0; i < 4; i++) Assert.Equal(expected[i], a[i, 4], tolerance);
        Assert.True(expected.All(w => Math.Abs(w) > 1e-3));
    }

    [Fact]
    public void The_seed_alone_decides_and_classes_are_even()
    {
        Func<long, Dataset<Labels>>[] kinds =
        [
            seed => Generate.Moons(50, 0.1, seed), seed => Generate.Circles(50, 0.1, seed: seed), seed => Generate.Spirals(50, noise: 0.1, seed: seed),
            seed => Generate.Checkerboard(50, seed: seed), seed => Generate.Xor(50, 0.1, seed), seed => Generate.Parity(50, 30, seed),
            seed => Generate.Blobs(50, 2, seed: seed).Data,
        ];
        foreach (var (i, kind) in kinds.Index())
        {
            float[] Values(long seed) => kind(seed).All().Input.ToArray<float>();
            Assert.Equal(Values(1), Values(1));
            Assert.NotEqual(Values(1), Values(2));
            if (i is 0 or 1 or 2 or 6) Assert.Equal(25, kind(3).All().Target.Values.ToArray().Sum());
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => Generate.Moons(0));
    }

    [Fact]
    public void Noise_has_its_deviation()
    {
        var distances = Points(Generate.Circles(4000, noise: 0.05)).Select(p => Math.Sqrt(p.X * p.X + p.Y * p.Y) - (p.Label == 0 ? 1 : 0.5));
        Assert.Equal(0.05, Math.Sqrt(distances.Average(d => d * d)), 0.003);
    }
}
