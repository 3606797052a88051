namespace Kobai.Recipes.Tests.Training;

public class ReportTests
{
    [Fact]
    public void Compares_classes_with_the_majority_of_the_training_rows()
    {
        Report report = Report.OfClasses([0.9f, 0.1f, 0.4f, 0.6f, 0.8f, 0.2f, 0.7f, 0.3f], [0, 1, 1, 0], [30, 10]);
        Assert.Equal(["accuracy", "log loss", "macro F1", "ROC AUC"], report.Scores.Select(score => score.Name));
        Assert.Equal((0.75, 0.5), (report["accuracy"], report.Scores[0].Baseline));
        Assert.Equal(-(Math.Log(0.75) + Math.Log(0.25)) / 2, report.Scores[1].Baseline, 6);
        Assert.Equal(0.75, report["ROC AUC"]);
        Assert.Equal(1, report.Confusion![1, 0]);
    }

    [Fact]
    public void Compares_numbers_with_the_mean_of_the_training_rows()
    {
        Report report = Report.OfNumbers([1, 2, 3], [1, 2, 4], trainingMean: 2);
        Assert.Equal(["R²", "RMSE", "MAE"], report.Scores.Select(score => score.Name));
        Assert.Equal(Math.Sqrt(1.0 / 3), report["RMSE"], 12);
        Assert.Equal(1, report.Scores[2].Baseline, 12);
        Assert.Null(report.Confusion);
    }

    [Fact]
    public void Names_what_was_measured_when_asked_for_something_else() =>
        Assert.Equal(
            "There is no 'speed'; the report has R², RMSE, MAE.",
            Assert.Throws<KeyNotFoundException>(() => Report.OfNumbers([1], [1], 1)["speed"]).Message);
}
