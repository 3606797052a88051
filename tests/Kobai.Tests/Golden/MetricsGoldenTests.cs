using System.Text.Json;
using Kobai.Metrics;

namespace Kobai.Tests.Golden;

/// <summary>The cases of metrics.json: scores by scikit-learn.</summary>
public class MetricsGoldenTests
{
    static readonly Dictionary<string, Func<float[], int[], int[], int, double>> Scores = new(StringComparer.Ordinal)
    {
        ["accuracy"] = (_, guess, y, _) => Accuracy.Of(guess, y),
        ["balanced accuracy"] = (_, guess, y, c) => BalancedAccuracy.Of(guess, y, c),
        ["matthews"] = (_, guess, y, c) => MatthewsCorrelation.Of(guess, y, c),
        ["kappa"] = (_, guess, y, c) => CohenKappa.Of(guess, y, c),
        ["kappa linear"] = (_, guess, y, c) => CohenKappa.Of(guess, y, c, power: 1),
        ["kappa quadratic"] = (_, guess, y, c) => CohenKappa.Of(guess, y, c, power: 2),
        ["top 2"] = (p, _, y, c) => TopKAccuracy.Of(p, y, c, c > 2 ? 2 : 1),
        ["calibration error"] = (p, _, y, c) => CalibrationError.Of(p, y, c),
        ["log loss"] = (p, _, y, c) => LogLoss.Of(p, y, c),
        ["roc auc"] = (p, _, y, _) => RocAuc.Of(Positive(p), y),
        ["average precision"] = (p, _, y, _) => AveragePrecision.Of(Positive(p), y),
        ["brier"] = (p, _, y, _) => BrierScore.Of(Positive(p), y),
        ["roc auc macro"] = (p, _, y, c) => RocAuc.Of(p, y, c),
        ["roc auc weighted"] = (p, _, y, c) => RocAuc.Of(p, y, c, Averaging.Weighted),
    };

    [Fact]
    public void Scores_of_classes_are_those_of_scikit_learn()
    {
        foreach (var c in GoldenFile.Read("metrics.json").EnumerateArray().Take(2))
        {
            float[] p = [.. Numbers(c, "probabilities").Select(v => (float)v)];
            int[] y = [.. Numbers(c, "expected").Select(v => (int)v)], guess = [.. Numbers(c, "predicted").Select(v => (int)v)];
            int classes = c.GetProperty("classes").GetInt32();
            foreach (var value in c.GetProperty("values").EnumerateObject())
            {
                double actual = Scores.TryGetValue(value.Name, out var score)
                    ? score(p, guess, y, classes)
                    : Averaged(value.Name.Split(' '), guess, y, classes);
                Assert.True(Math.Abs(value.Value.GetDouble() - actual) < 1e-7, $"{value.Name}: {actual}, not {value.Value}");
            }
        }
    }

    [Fact]
    public void Scores_of_numbers_are_those_of_scikit_learn()
    {
        var c = GoldenFile.Read("metrics.json").EnumerateArray().Last();
        float[] guess = [.. Numbers(c, "probabilities").Select(v => (float)v)], y = [.. Numbers(c, "truth").Select(v => (float)v)];
        var values = c.GetProperty("values");
        Assert.Equal(values.GetProperty("mae").GetDouble(), MeanAbsoluteError.Of(guess, y), 1e-12);
        Assert.Equal(values.GetProperty("rmse").GetDouble(), RootMeanSquaredError.Of(guess, y), 1e-12);
        Assert.Equal(values.GetProperty("r2").GetDouble(), RSquared.Of(guess, y), 1e-12);
        Assert.Equal(values.GetProperty("mape").GetDouble(), MeanAbsolutePercentageError.Of(guess, y), 1e-12);
    }

    static double Averaged(string[] name, int[] guess, int[] y, int classes)
    {
        var average = Enum.Parse<Averaging>(name[^1], ignoreCase: true);
        return name[0] switch
        {
            "precision" => Precision.Of(guess, y, classes, average),
            "recall" => Recall.Of(guess, y, classes, average),
            _ => FBeta.Of(guess, y, double.Parse(name[1], System.Globalization.CultureInfo.InvariantCulture), classes, average),
        };
    }

    static IEnumerable<double> Numbers(JsonElement c, string name) => c.GetProperty(name).EnumerateArray().Select(v => v.GetDouble());

    static float[] Positive(float[] p) => [.. p.Where((_, i) => i % 2 == 1)];
}
