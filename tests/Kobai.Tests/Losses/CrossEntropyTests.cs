using Kobai.Judging;
using Kobai.Losses;

namespace Kobai.Tests.Losses;

public class CrossEntropyTests
{
    static readonly Tensor X = Tensor.From([1.1050, 0.3013, -1.5394, -2.1528, -0.8634, 1.0730, -0.9419, -0.1670, -0.6582, 0.5061, 0.8318, 1.1154, -0.3610, 0.5351, 1.0830], [3, 5]);
    static readonly Labels T = [1, 0, 4];
    static readonly Tensor W = Tensor.From([1.0, 2, 0.5, 3, 0.25]);
    static readonly Tensor P = Tensor.From([0.2, 0.1, 0.3, 0.15, 0.25, 1, 0, 0, 0, 0, 0.1, 0.2, 0.3, 0.4, 0], [3, 5]);

    [Fact]
    public void Value_is_that_of_the_slow_composition()
    {
        double[] expected = [.. Enumerable.Range(0, 3).Select(i => -X.LogSoftmax(1)[i, (int)T[i]].Item())];
        double[] losses = Loss.CrossEntropy(X, T, reduction: Reduction.None).ToArray<double>();
        for (int i = 0; i < 3; i++) Assert.Equal(expected[i], losses[i], 1e-14);
        Assert.Equal(expected.Average(), Loss.CrossEntropy(X, T).Item(), 1e-14);
        Assert.Equal(-(P * X.LogSoftmax(1)).Sum().Item() / 3, Loss.CrossEntropy(X, P).Item(), 1e-14);
    }

    [Fact]
    public void Gradients_match_central_differences_for_every_option()
    {
        foreach (var reduction in Enum.GetValues<Reduction>())
        {
            foreach (double smoothing in new[] { 0, 0.1, 1 })
            {
                foreach (var weight in new[] { null, W })
                {
                    Assert.InRange(GradientCheck.Run(x => Loss.CrossEntropy(x[0], T, weight, labelSmoothing: smoothing, reduction: reduction), X), 0, 1e-8);
                    Assert.InRange(GradientCheck.Run(x => Loss.CrossEntropy(x[0], T, weight, ignoredLabel: 0, labelSmoothing: smoothing, reduction: reduction), X), 0, 1e-8);
                    Assert.InRange(GradientCheck.Run(x => Loss.CrossEntropy(x[0], x[1], weight, smoothing, reduction), X, P * 0.9 + 0.01), 0, 1e-8);
                }
            }
        }
    }

    [Fact]
    public void Extra_dimensions_are_rows_of_their_own()
    {
        var x = Tensor.Linspace(-2, 3, 2 * 4 * 3, DType.Float64).Sin().Reshape(2, 4, 3);
        var labels = Labels.From([0, 1, 2, 3, 2, 1], [2, 3]);
        var rows = x.Transpose(1, 2).Reshape(6, 4);
        Assert.Equal(Loss.CrossEntropy(rows, labels.Reshape([6])).Item(), Loss.CrossEntropy(x, labels).Item(), 1e-15);
        Assert.Equal([2, 3], Loss.CrossEntropy(x, labels, reduction: Reduction.None).Shape.Sizes.ToArray().Select(n => (int)n));
        foreach (var reduction in Enum.GetValues<Reduction>())
        {
            Assert.InRange(GradientCheck.Run(a => Loss.CrossEntropy(a[0], labels, reduction: reduction), x), 0, 1e-8);
        }
    }

    [Fact]
    public void One_row_needs_no_batch()
    {
        var x = Tensor.From([0.3, -1, 2]);
        Assert.Equal(Loss.CrossEntropy(x.Reshape(1, 3), [2]).Item(), Loss.CrossEntropy(x, Labels.From([2L], Shape.Scalar)).Item());
    }

    [Theory]
    [InlineData(0, 20)]
    [InlineData(0, 50)]
    [InlineData(0, 100)]
    [InlineData(5, -3)]
    [InlineData(1e4, -1e4)]
    [InlineData(-1e4, 1e4)]
    public void Losses_and_gradients_of_two_classes_are_exact_to_4_units_in_the_last_place(double a, double b)
    {
        var x = Tensor.From([(float)a, (float)b], [1, 2]).RequireGradient();
        var loss = Loss.CrossEntropy(x, [1]);
        loss.Backward();
        double margin = b - a;
        double exact = margin > 0 ? Log1p(Math.Exp(-margin)) : -margin + Log1p(Math.Exp(margin));
        AssertUlps(exact, (float)loss.Item());
        double p = margin > 0 ? Math.Exp(-margin) / (1 + Math.Exp(-margin)) : 1 / (1 + Math.Exp(margin));
        AssertUlps(p, x.Gradient!.ToArray<float>()[0]);
        AssertUlps(-p, x.Gradient!.ToArray<float>()[1]);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1000)]
    [InlineData(50_257)]
    public void Random_rows_are_exact_to_4_units_in_the_last_place(int classes)
    {
        var x = new float[classes];
        new Generator(classes).Normal(x, 0, 4);
        foreach (int label in new[] { 0, classes / 2, Array.IndexOf(x, x.Max()) })
        {
            var logits = Tensor.From(x, [1, classes]).RequireGradient();
            var loss = Loss.CrossEntropy(logits, [label]);
            loss.Backward();
            double max = x.Max();
            double sum = x.Sum(v => Math.Exp(v - max)), rest = x.Where((_, j) => j != label).Sum(v => Math.Exp(v - max));
            AssertUlps(max - x[label] + Math.Log(sum), (float)loss.Item());
            float[] gradient = logits.Gradient!.ToArray<float>();
            AssertUlps(-rest / sum, gradient[label]);
            for (int j = 0; j < classes; j++)
            {
                if (j != label) AssertUlps(Math.Exp(x[j] - max) / sum, gradient[j]);
            }
        }
    }

    [Fact]
    public void Labels_are_exact_to_4_units_in_the_last_place_in_either_type() =>
        RowJudge.Check((x, label) => Loss.CrossEntropy(x, label), (row, label) => (row.Nats(label), row.Gradient(label, 1)));

    [Theory]
    [InlineData(0)]
    [InlineData(1e6)]
    [InlineData(-1.5e6)]
    public void Labels_however_far_from_the_largest_logit_are_exact_to_4_units_in_the_last_place(double offset)
    {
        foreach (double far in new[] { 60, 64, 65, 66, 70, 88, 89, 110, 1e4, 1e30, -85, -88, -100, -103, -105, -110, -1e4, -1e30 })
        {
            double[] row = [.. Enumerable.Range(0, 40).Select(j => (double)(float)(offset + Math.Sin(j)))];
            row[17] = (float)(row[3] + far);
            var x = Tensor.From(row, [1, 40]).To(DType.Float32).RequireGradient();
            var loss = Loss.CrossEntropy(x, [3]);
            loss.Backward();
            var judge = new RowJudge(row);
            var slopes = judge.Gradient(3, 1);
            RowJudge.AssertUlps(judge.Nats(3), loss.Item(), DType.Float32);
            double[] actual = x.Gradient!.ToArray<double>();
            for (int j = 0; j < 40; j++) RowJudge.AssertUlps(slopes[j], actual[j], DType.Float32);
        }
    }

    [Fact]
    public void One_number_of_a_long_row_that_is_none_is_named()
    {
        foreach (int place in new[] { 0, 5, 599 })
        {
            float[] x = [.. Enumerable.Range(0, 1800).Select(i => MathF.Sin(i))];
            x[600 + place] = float.NaN;
            var error = Assert.Throws<NotANumberException>(() => Loss.CrossEntropy(Tensor.From(x, [3, 600]), [0, 5, 1]));
            Assert.StartsWith($"CrossEntropy: logits[1, {place}] is NaN.", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    public void Smoothed_labels_are_exact_to_4_units_in_the_last_place_in_either_type(double smoothing) => RowJudge.Check(
        (x, label) => Loss.CrossEntropy(x, label, labelSmoothing: smoothing),
        (row, label) => Shared(row, [.. row.X.Select((_, j) => (1 - Precise.Of(smoothing)) * (j == label ? 1 : 0) + Precise.Of(smoothing) / row.X.Length)]));

    [Fact]
    public void Probabilities_are_exact_to_4_units_in_the_last_place_in_either_type()
    {
        RowJudge.Check((x, label) => Loss.CrossEntropy(x, Targets(x)), (row, _) => Shared(row, Exact(row)));

        // All kinds of shares, in type float so that both types have the same.
        static double[] Share(int classes) => [.. Enumerable.Range(0, classes).Select(j => (double)(float)(j == 0 ? 0 : 1.0 / (3 * j * j)))];
        static Tensor Targets(Tensor x) => Tensor.From(Share((int)x.Shape[1]), x.Shape).To(x.DType);
        static Precise[] Exact(RowJudge row) => Array.ConvertAll(Share(row.X.Length), Precise.Of);
    }

    [Fact]
    public void A_gradient_next_to_0_keeps_its_digits_in_either_type()
    {
        // The targets are the probabilities, rounded: what is left is the rounding, down to 2⁻⁵⁸ of them.
        foreach (var type in new[] { DType.Float32, DType.Float64 })
        {
            double[] row = [0.5, -1.25, 2, 0.125];
            var judge = new RowJudge(row);
            double[] t = [.. row.Select((_, j) => type == DType.Float32 ? (float)judge.P(j).ToDouble() : judge.P(j).ToDouble())];
            var x = Tensor.From(row, [1, 4]).To(type).Detach().RequireGradient();
            Loss.CrossEntropy(x, Tensor.From(t, [1, 4]).To(type)).Backward();
            var (_, gradient) = Shared(judge, Array.ConvertAll(t, Precise.Of));
            double[] slopes = x.Gradient!.ToArray<double>();
            for (int j = 0; j < 4; j++) RowJudge.AssertUlps(gradient[j], slopes[j], type, most: 32);
        }
    }

    static (Precise Value, Precise[] Gradient) Shared(RowJudge row, Precise[] q)
    {
        Precise value = 0, total = 0;
        for (int j = 0; j < q.Length; j++)
        {
            value += q[j].ToDouble() == 0 ? 0 : q[j] * row.Nats(j);
            total += q[j];
        }
        return (value, [.. q.Select((share, j) => Difference(total * row.P(j), share))]);

        // Of equal numbers 240 bits leave some noise.
        static Precise Difference(Precise p, Precise q) => Math.Abs((p - q).ToDouble()) < 1e-60 * q.ToDouble() ? 0 : p - q;
    }

    [Fact]
    public void A_class_that_cannot_be_costs_nothing_where_its_share_is_0_and_everything_where_it_is_not()
    {
        var x = Tensor.From([double.NegativeInfinity, 1, 1], [1, 3]).RequireGradient();
        var t = Tensor.From([0.0, 0.5, 0.5], [1, 3]).RequireGradient();
        var loss = Loss.CrossEntropy(x, t);
        loss.Backward();
        Assert.Equal(Math.Log(2), loss.Item(), 1e-15);
        Assert.Equal([0, 0, 0], x.Gradient!.ToArray<double>());
        Assert.Equal(double.PositiveInfinity, t.Gradient!.ToArray<double>()[0]);

        x.ZeroGradient();
        var smoothed = Loss.CrossEntropy(x, [1], labelSmoothing: 0.3);
        smoothed.Backward();
        Assert.Equal(double.PositiveInfinity, smoothed.Item());
        Assert.Equal([-0.1, -0.3, 0.4], x.Gradient!.ToArray<double>().Select(g => Math.Round(g, 15)));
        Assert.Equal(Math.Log(2) * 0.9, Loss.CrossEntropy(x, [1], Tensor.From([0, 1.0, 1.0]), labelSmoothing: 0.3).Item(), 1e-15);
        Assert.Equal(double.PositiveInfinity, Loss.CrossEntropy(x, [0]).Item());
    }

    [Fact]
    public void Logits_at_the_ends_of_the_range_overflow_only_where_the_loss_does()
    {
        var x = Tensor.From([3e38f, -3e38f, 3e38f], [1, 3]).RequireGradient();
        var loss = Loss.CrossEntropy(x, [0]);
        loss.Backward();
        Assert.Equal((float)Math.Log(2), (float)loss.Item());
        Assert.Equal([-0.5f, 0, 0.5f], x.Gradient!.ToArray<float>());
        var far = Loss.CrossEntropy(x, [1]);
        Assert.Equal(float.PositiveInfinity, (float)far.Item());
        Assert.Equal(2 * (double)3e38f, far.LossSum);
    }

    [Fact]
    public void A_row_with_an_infinite_logit_has_no_loss()
    {
        var x = Tensor.From([0, double.PositiveInfinity, 0, 1, 2, 3], [2, 3]).RequireGradient();
        var each = Loss.CrossEntropy(x, [0, 1], reduction: Reduction.None);
        each.Sum().Backward();
        Assert.Equal([double.NaN, 1.40760596444438], each.ToArray<double>().Select(v => double.IsNaN(v) ? v : Math.Round(v, 14)));
        Assert.All(x.Gradient![0].ToArray<double>(), g => Assert.Equal(double.NaN, g));
        Assert.All(x.Gradient[1].ToArray<double>(), g => Assert.True(double.IsFinite(g)));
    }

    [Fact]
    public void Shares_of_distances_above_the_largest_number_need_not_be_above_it()
    {
        var x = Tensor.From([1.6e308, -1.6e308], [1, 2]);
        Assert.Equal(0.25 * 1.6e308, Loss.CrossEntropy(x, [0], labelSmoothing: 0.25).Item(), 1e293);
        Assert.Equal(double.PositiveInfinity, Loss.CrossEntropy(x, [1], labelSmoothing: 0.25).Item());
    }

    [Fact]
    public void The_gradient_of_a_sure_prediction_with_tiny_other_shares_keeps_its_digits()
    {
        double[] row = [(float)-1.3584435, (float)71.38127, (float)3.608686], t = [(float)2.5676937E-32, 1, (float)3.687569E-30];
        foreach (var type in new[] { DType.Float32, DType.Float64 })
        {
            var x = Tensor.From(row, [1, 3]).To(type).Detach().RequireGradient();
            Loss.CrossEntropy(x, Tensor.From(t, [1, 3]).To(type)).Backward();
            var judge = new RowJudge(row);
            var exact = (Precise.Of(t[0]) + Precise.Of(t[2])) * judge.P(1) - judge.Rest(1);
            RowJudge.AssertUlps(exact, x.Gradient!.ToArray<double>()[1], type);
        }
    }

    [Fact]
    public void A_class_of_weight_0_counts_for_nothing()
    {
        var w = Tensor.From([0.0, 1, 1, 1, 1]);
        Assert.Equal(Loss.CrossEntropy(X, [1, -100, 4]).Item(), Loss.CrossEntropy(X, T, w).Item());
        Assert.Equal(2, Loss.CrossEntropy(X, T, w).LossDenominator);
        Assert.Equal(double.NaN, Loss.CrossEntropy(X, [0, 0, 0], w).Item());
    }

    [Fact]
    public void Large_weights_keep_the_digits_of_small_gradients()
    {
        var x = Tensor.From([0f, 100f], [1, 2]).RequireGradient();
        Loss.CrossEntropy(x, [1], Tensor.From([1f, 1e6f]), reduction: Reduction.Sum).Backward();
        RowJudge.AssertUlps(1_000_000 * Precise.Exp(-100), x.Gradient!.ToArray<float>()[0], DType.Float32);
    }

    [Fact]
    public void Minus_infinity_off_the_label_is_a_class_that_cannot_be()
    {
        var x = Tensor.From([double.NegativeInfinity, 0, 0], [1, 3]).RequireGradient();
        var loss = Loss.CrossEntropy(x, [1]);
        loss.Backward();
        Assert.Equal(Math.Log(2), loss.Item(), 1e-15);
        Assert.Equal([0, -0.5, 0.5], x.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Ignored_rows_change_nothing()
    {
        var x = Tensor.Concatenate(0, X, X * 3);
        Labels labels = [1, 0, 4, -100, -100, -100];
        Assert.Equal(Loss.CrossEntropy(X, T, W).Item(), Loss.CrossEntropy(x, labels, W).Item());
        var leaf = x.Detach().Clone().RequireGradient();
        Loss.CrossEntropy(leaf, labels).Backward();
        Assert.All(leaf.Gradient![3..].ToArray<double>(), g => Assert.Equal(0, g));
    }

    [Fact]
    public void All_rows_ignored_have_a_mean_of_NaN_and_no_gradient()
    {
        var x = X.Clone().RequireGradient();
        var loss = Loss.CrossEntropy(x, [-100, -100, -100]);
        loss.Backward();
        Assert.Equal(double.NaN, loss.Item());
        Assert.All(x.Gradient!.ToArray<double>(), g => Assert.Equal(0, g));
    }

    [Fact]
    public void Shifting_all_logits_changes_nothing()
    {
        var x = Tensor.From([2f, -1, 0.5f], [1, 3]);
        Assert.Equal(Loss.CrossEntropy(x, [0]).Item(), Loss.CrossEntropy(x + (1 << 20), [0]).Item());
    }

    [Fact]
    public void Equal_logits_give_the_logarithm_of_the_number_of_classes() =>
        Assert.Equal((float)Math.Log(7), (float)Loss.CrossEntropy(Tensor.Full([4, 7], 3), [0, 1, 2, 6]).Item());

    [Fact]
    public void Many_rows_are_the_mean_of_their_parts()
    {
        var x = Tensor.Linspace(0, 500, 5000 * 10).Sin().Reshape(5000, 10) * 5;
        var labels = Labels.Create([.. Enumerable.Range(0, 5000).Select(i => (long)(i % 10))]);
        double[] each = Loss.CrossEntropy(x, labels, reduction: Reduction.None).ToArray<double>();
        Assert.Equal(each.Average(), Loss.CrossEntropy(x, labels).Item(), 1e-7);
    }

    [Fact]
    public void A_label_that_is_no_class_is_named_with_its_row()
    {
        var error = Assert.Throws<ArgumentException>(() => Loss.CrossEntropy(X, [1, 5, 0]));
        Assert.StartsWith("CrossEntropy: labels[1] is 5; with 5 classes labels go from 0 to 4. Do labels start at 1?", error.Message);
        error = Assert.Throws<ArgumentException>(() => Loss.CrossEntropy(X, [1, -1, 0]));
        Assert.StartsWith("CrossEntropy: labels[1] is -1; with 5 classes labels go from 0 to 4. (", error.Message);
    }

    [Fact]
    public void Labels_that_do_not_fit_are_refused_by_shape()
    {
        var error = Assert.Throws<ShapeException>(() => Loss.CrossEntropy(X, [1, 2]));
        Assert.Equal(
            "CrossEntropy: one label is needed for each row of 5 logits; logits is (3, 5), labels is (2), expected (3).", error.Message);
    }

    [Fact]
    public void Smoothing_outside_0_to_1_is_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Loss.CrossEntropy(X, T, labelSmoothing: -0.1));
        Assert.StartsWith("CrossEntropy: label smoothing goes from 0 to 1.", error.Message);
    }

    [Fact]
    public void Weights_must_be_one_for_each_class()
    {
        var error = Assert.Throws<ShapeException>(() => Loss.CrossEntropy(X, T, Tensor.Ones([4])));
        Assert.Equal("CrossEntropy: weight must have one factor for each of the 5 classes; weight is (4).", error.Message);
    }

    static double Log1p(double x) => x < 1e-5 ? x - x * x / 2 + x * x * x / 3 : Math.Log(1 + x);

    static void AssertUlps(double exact, float actual)
    {
        float nearest = (float)exact;
        double ulp = Math.Abs((double)MathF.BitIncrement(Math.Abs(nearest)) - Math.Abs(nearest));
        Assert.InRange(Math.Abs(exact - actual) / ulp, 0, 4);
    }
}
