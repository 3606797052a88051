using FsCheck;
using FsCheck.Fluent;
using Kobai.Metrics;

namespace Kobai.Tests.Metrics;

public class RocAucTests
{
    [Fact]
    public void Is_one_when_every_positive_scores_above_every_negative() =>
        Assert.Equal(1, RocAuc.Of([0.1f, 0.9f, 0.2f, 0.8f], expected: [0, 1, 0, 1]));

    [Fact]
    public void Counts_ties_half() => Assert.Equal(0.5, RocAuc.Of([3, 3, 3], expected: [0, 1, 0]));

    [Fact]
    public void Is_not_a_number_for_one_class() => Assert.Equal(double.NaN, RocAuc.Of([1, 2], expected: [1, 1]));

    [Fact]
    public void Is_the_share_of_pairs_in_the_right_order() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<(byte Score, bool Positive)[]>(),
            rows =>
            {
                float[] scores = [.. rows.Select(row => (float)(row.Score % 8))];
                int[] expected = [.. rows.Select(row => row.Positive ? 1 : 0)];
                return !expected.Contains(0) || !expected.Contains(1)
                    || Math.Abs(PairByPair(scores, expected) - RocAuc.Of(scores, expected)) < 1e-12;
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Rejects_a_score_that_is_not_a_number() =>
        Assert.Equal(
            "RocAuc: scores must be numbers; one is NaN.",
            Assert.Throws<ArgumentException>(() => RocAuc.Of([float.NaN, 1], [0, 1])).Message);

    static double PairByPair(float[] scores, int[] expected)
    {
        double right = 0;
        int pairs = 0;
        for (int i = 0; i < scores.Length; i++)
            for (int j = 0; j < scores.Length; j++)
                if (expected[i] == 1 && expected[j] == 0)
                {
                    pairs++;
                    right += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
        return right / pairs;
    }
}
