using Kobai.Judging;
using Kobai.Losses;

namespace Kobai.Tests.Losses;

public class CtcTests
{
    static double[] Scores(int count, double scale = 1.5)
    {
        var x = new double[count];
        new Generator(count).Normal(x, 0, scale);
        return Array.ConvertAll(x, v => (double)(float)v);
    }

    static Tensor LogP(int frames, int sequences, int classes) =>
        Tensor.From(Scores(frames * sequences * classes), [frames, sequences, classes]).LogSoftmax(2);

    /// <summary>Σ over all paths that collapse to the target, one by one; and the share of each class in each frame.</summary>
    static (Precise Sum, Precise[,] Shares) AllPaths(Precise[,] p, long[] target, int blank)
    {
        int frames = p.GetLength(0), classes = p.GetLength(1);
        Precise sum = 0;
        var shares = new Precise[frames, classes];
        for (int t = 0; t < frames; t++)
            for (int k = 0; k < classes; k++) shares[t, k] = 0;
        var path = new int[frames];
        for (long code = 0; code < (long)Math.Pow(classes, frames); code++)
        {
            long rest = code;
            for (int t = 0; t < frames; t++) (rest, path[t]) = (rest / classes, (int)(rest % classes));
            var collapsed = path.Where((k, t) => k != blank && (t == 0 || path[t - 1] != k)).Select(k => (long)k);
            if (!collapsed.SequenceEqual(target)) continue;
            Precise product = 1;
            for (int t = 0; t < frames; t++) product *= p[t, path[t]];
            sum += product;
            for (int t = 0; t < frames; t++) shares[t, path[t]] += product;
        }
        return (sum, shares);
    }

    public static TheoryData<int, int, long[]> Cases => new()
    {
        { 1, 3, [1] }, { 4, 3, [1, 2] }, { 5, 3, [1, 1] }, { 5, 2, [] }, { 6, 3, [2, 1, 2] }, { 3, 4, [3, 1, 2] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Loss_and_gradient_are_those_of_all_paths_to_4_units_in_the_last_place(int frames, int classes, long[] target)
    {
        var labels = Labels.From(target, [1, target.Length]);
        foreach (var type in new[] { DType.Float32, DType.Float64 })
        {
            foreach (bool fromLogits in new[] { false, true })
            {
                double[] scores = Scores(frames * classes, 3);
                var x = Tensor.From(scores, [frames, 1, classes]);
                if (!fromLogits) x = x.LogSoftmax(2);
                x = x.To(type).Detach().Clone().RequireGradient();
                scores = x.ToArray<double>();
                var loss = Loss.Ctc(x, labels, [frames], [target.Length], fromLogits: fromLogits, reduction: Reduction.Sum);
                loss.Backward();

                var p = new Precise[frames, classes];
                for (int t = 0; t < frames; t++)
                {
                    var row = new RowJudge(scores[(t * classes)..((t + 1) * classes)]);
                    for (int k = 0; k < classes; k++) p[t, k] = fromLogits ? row.P(k) : Precise.Exp(Precise.Of(row.X[k]));
                }
                var (sum, shares) = AllPaths(p, target, 0);
                RowJudge.AssertUlps(-Precise.Log(sum), loss.Item(), type);
                double[] gradient = x.Gradient!.ToArray<double>();
                for (int t = 0; t < frames; t++)
                {
                    for (int k = 0; k < classes; k++)
                    {
                        RowJudge.AssertUlps((fromLogits ? p[t, k] : 0) - shares[t, k] / sum, gradient[t * classes + k], type);
                    }
                }
            }
        }
    }

    [Fact]
    public void Gradients_match_central_differences_for_every_option()
    {
        var x = LogP(6, 3, 4) - 0.01;
        var targets = Labels.From([1, 2, 3, 2, 2, 0, 3, 0, 0], [3, 3]);
        foreach (var reduction in Enum.GetValues<Reduction>())
        {
            Assert.InRange(GradientCheck.Run(v => Loss.Ctc(v[0], targets, [6, 5, 4], [3, 2, 1], reduction: reduction), x), 0, 1e-7);
            Assert.InRange(GradientCheck.Run(v => Loss.Ctc(v[0], targets, [6, 5, 4], [3, 2, 1], fromLogits: true, reduction: reduction), x), 0, 1e-7);
        }
    }

    [Fact]
    public void Mean_divides_by_the_lengths_of_the_targets_and_the_number_of_sequences()
    {
        var x = LogP(6, 3, 4);
        Labels targets = [1, 2, 3, 2, 2], inputs = [6, 5, 4], lengths = [3, 2, 0];
        double[] each = Loss.Ctc(x, targets, inputs, lengths, reduction: Reduction.None).ToArray<double>();
        var mean = Loss.Ctc(x, targets, inputs, lengths);
        Assert.Equal((each[0] / 3 + each[1] / 2 + each[2]) / 3, mean.Item(), 1e-14);
        Assert.Equal(3, mean.LossDenominator);
        Assert.Equal(each.Sum(), Loss.Ctc(x, targets, inputs, lengths, reduction: Reduction.Sum).Item(), 1e-13);
        // One after another or in a table is the same.
        var table = Labels.From([1, 2, 3, 2, 2, -1, -1, -1, -1], [3, 3]);
        Assert.Equal(each, Loss.Ctc(x, table, inputs, lengths, reduction: Reduction.None).ToArray<double>());
    }

    [Fact]
    public void One_sequence_needs_no_batch()
    {
        var x = LogP(5, 1, 3);
        Assert.Equal(
            Loss.Ctc(x, [1, 2], [5], [2]).Item(),
            Loss.Ctc(x.Reshape(5, 3), [1, 2], Labels.From([5L], Shape.Scalar), Labels.From([2L], Shape.Scalar)).Item());
    }

    [Fact]
    public void A_target_that_does_not_fit_costs_all_or_if_wished_nothing()
    {
        // Two equal labels need a blank between them.
        var x = Tensor.Concatenate(1, LogP(2, 1, 3), LogP(2, 1, 3)).Detach().Clone().RequireGradient();
        var targets = Labels.From([1, 1, 1, 2], [2, 2]);
        var loss = Loss.Ctc(x, targets, [2, 2], [2, 2], reduction: Reduction.None);
        Assert.Equal(double.PositiveInfinity, loss.ToArray<double>()[0]);
        loss.Sum().Backward();
        Assert.All(x.Gradient![.., 0, ..2].ToArray<double>(), g => Assert.Equal(double.NaN, g));
        Assert.All(x.Gradient[.., 1].ToArray<double>(), g => Assert.True(double.IsFinite(g)));

        x.ZeroGradient();
        loss = Loss.Ctc(x, targets, [2, 2], [2, 2], zeroInfinity: true, reduction: Reduction.None);
        Assert.Equal(0, loss.ToArray<double>()[0]);
        loss.Sum().Backward();
        Assert.All(x.Gradient![.., 0].ToArray<double>(), g => Assert.Equal(0, g));
    }

    [Fact]
    public void Tiny_losses_and_improbable_frames_keep_their_digits()
    {
        var sure = Tensor.From([-80f, -1e-30f, -90f], [1, 1, 3]);
        Assert.Equal(1e-30f, (float)Loss.Ctc(sure, Labels.From([1L], [1, 1]), [1], [1]).Item());
        var far = Tensor.From([-1e4f, -2e4f, -3e4f, -1e4f], [2, 1, 2]);
        Assert.Equal(2e4f, (float)Loss.Ctc(far, Labels.From([1L], [1, 1]), [2], [1]).Item());
    }

    [Fact]
    public void Frames_beyond_the_length_and_classes_that_do_not_occur_get_no_gradient()
    {
        var x = LogP(4, 1, 3).Detach().Clone().RequireGradient();
        Loss.Ctc(x, Labels.From([1L], [1, 1]), [2], [1]).Backward();
        Assert.All(x.Gradient![2..].ToArray<double>(), g => Assert.Equal(0, g));
        Assert.All(x.Gradient[.., 0, 2].ToArray<double>(), g => Assert.Equal(0, g));
        Assert.All(x.Gradient[..2].Sum(2).ToArray<double>(), g => Assert.Equal(-1, g, 1e-14));
    }

    [Fact]
    public void Arguments_are_checked_and_named()
    {
        var x = LogP(4, 2, 3);
        var targets = Labels.From([1, 2, 2, 1], [2, 2]);
        var shape = Assert.Throws<ShapeException>(() => Loss.Ctc(x[0, 0], targets, [4, 4], [2, 2]));
        Assert.Equal("Ctc: log-probabilities must be (T, N, C) or (T, C); they are (3).", shape.Message);
        shape = Assert.Throws<ShapeException>(() => Loss.Ctc(x, targets, [4], [2, 2]));
        Assert.Equal("Ctc: one length is needed for each of the 2 sequences; inputLengths is (1), targetLengths is (2).", shape.Message);
        shape = Assert.Throws<ShapeException>(() => Loss.Ctc(x, [1, 2, 1], [4, 4], [2, 2]));
        Assert.Equal("Ctc: targets must be (2, S), or one after another as (4); targets is (3).", shape.Message);
        var error = Assert.Throws<ArgumentException>(() => Loss.Ctc(x, targets, [4, 5], [2, 2]));
        Assert.StartsWith("Ctc: inputLengths[1] is 5; there are 4 frames.", error.Message);
        error = Assert.Throws<ArgumentException>(() => Loss.Ctc(x, targets, [4, 4], [3, 2]));
        Assert.StartsWith("Ctc: targetLengths[0] is 3; targets is (2, 2).", error.Message);
        error = Assert.Throws<ArgumentException>(() => Loss.Ctc(x, Labels.From([1, 2, 2, 3], [2, 2]), [4, 4], [2, 2]));
        Assert.StartsWith("Ctc: label 1 of target 1 is 3; labels go from 0 to 2 and are not the blank, 0.", error.Message);
        error = Assert.Throws<ArgumentException>(() => Loss.Ctc(x, Labels.From([1, 0, 2, 1], [2, 2]), [4, 4], [2, 2]));
        Assert.StartsWith("Ctc: label 1 of target 0 is 0; labels go from 0 to 2 and are not the blank, 0.", error.Message);
        error = Assert.Throws<ArgumentOutOfRangeException>(() => Loss.Ctc(x, targets, [4, 4], [2, 2], blank: 3));
        Assert.StartsWith("Ctc: blank must be one of the 3 classes.", error.Message);
        error = Assert.Throws<ArgumentException>(() => Loss.Ctc(x.Exp(), targets, [4, 4], [2, 2]));
        Assert.Contains("above 0, which no log-probability is. Probabilities or logits?", error.Message);
    }
}
