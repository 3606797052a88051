using System.Globalization;
using Kobai.Threads;

namespace Kobai.Recipes.Tests.Training;

public sealed class RecipeTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("kobai").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Learns_two_classes_that_a_line_separates()
    {
        TrainedModel model = Train(Table(300, (x, c) => x + (c == "b" ? 1 : 0) > 0.5 ? "yes" : "no"), new());
        Assert.True(model.Report["accuracy"] > 0.95);
        Assert.True(model.Report["ROC AUC"] > 0.99);
        Assert.Equal(60, model.Report.Rows);
    }

    [Fact]
    public void Learns_classes_that_no_line_separates_and_keeps_the_perceptron()
    {
        TrainedModel model = Train(Table(600, (x, _) => Math.Abs(x) < 0.4 ? "in" : x < 0 ? "left" : "right"), new());
        Assert.Equal(ModelKind.Mlp, model.Plan.Model);
        Assert.True(model.Report["accuracy"] > 0.93);
    }

    [Fact]
    public void Learns_numbers()
    {
        TrainedModel model = Train(
            Table(300, (x, c) => (1000 + 50 * x + (c == "b" ? 20 : 0)).ToString(CultureInfo.InvariantCulture)), new());
        Assert.True(model.Report["R²"] > 0.99);
        Assert.Equal(1020, model.Predictor.Predict(("x", 0), ("c", "b")).Value, 5.0);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_at_any_number_of_threads()
    {
        string table = Table(400, (x, c) => Math.Abs(x) < 0.4 ? "in" : c);
        int before = Work.Threads;
        var files = new List<byte[]>();
        try
        {
            foreach (int threads in (int[])[1, 2, 4])
            {
                Work.Threads = threads;
                string path = Path.Combine(folder, $"{threads}.kobai");
                Train(table, new() { Seed = 5, Epochs = 4, Hidden = [300], Model = ModelKind.Mlp, BatchSize = 128 })
                    .Predictor.Save(path);
                files.Add(File.ReadAllBytes(path));
            }
        }
        finally
        {
            Work.Threads = before;
        }
        Assert.Equal(files[0], files[1]);
        Assert.Equal(files[0], files[2]);
    }

    [Fact]
    public void Another_seed_gives_another_model()
    {
        string table = Table(100, (x, _) => x > 0 ? "yes" : "no");
        RecipeOptions options = new() { Epochs = 2 };
        Assert.NotEqual(
            Train(table, options with { Seed = 1 }).Report["log loss"], Train(table, options with { Seed = 2 }).Report["log loss"]);
    }

    [Fact]
    public void Reports_every_epoch_until_it_stops()
    {
        var epochs = new List<EpochProgress>();
        Train(
            Table(200, (x, _) => x > 0 ? "yes" : "no"),
            new() { Model = ModelKind.Logistic, Epochs = 50, Patience = 3, LearningRate = 0.5 },
            new Immediate(epochs.Add));
        Assert.Equal(Enumerable.Range(1, epochs.Count), epochs.Select(epoch => epoch.Epoch));
        Assert.True(epochs.Count < 50);
        Assert.Equal(epochs.Count - 4, epochs.FindLastIndex(epoch => epoch.IsBest));
    }

    [Fact]
    public void A_cancelled_training_stops()
    {
        using var cancellation = new CancellationTokenSource();
        Recipe recipe = Prepare(Table(200, (x, _) => x > 0 ? "yes" : "no"), new());
        Assert.Throws<OperationCanceledException>(
            () => recipe.Train(new Immediate(_ => cancellation.Cancel()), cancellation.Token));
    }

    [Fact]
    public void A_loss_that_is_no_longer_a_number_names_the_cure() =>
        Assert.Equal(
            "The loss is no longer a number in epoch 1; lower --learning-rate, which is 1E+30.",
            Assert.Throws<RecipeException>(
                () => Train(
                    Table(200, (x, _) => (x * 3).ToString(CultureInfo.InvariantCulture)),
                    new() { LearningRate = 1e30, Model = ModelKind.Mlp })).Message);

    [Fact]
    public void Too_few_rows_are_refused() =>
        Assert.Equal(
            "data.csv: 4 rows with a target are too few to train and test on; at least 10 are needed.",
            Assert.Throws<RecipeException>(() => Prepare("x,y\n1,a\n2,b\n3,a\n4,b\n", new())).Message);

    [Fact]
    public void Rows_without_a_target_and_rare_classes_are_warned_of()
    {
        string table = Table(60, (x, _) => x > 0 ? "yes" : "no") + "1,a,\n2,a,maybe\n";
        Assert.Equal(
            [
                "1 row without a value of 'y' is left out.",
                "class 'maybe' has only 1 row; it cannot be learned or measured well.",
            ],
            Prepare(table, new()).Warnings);
    }

    static string Table(int rows, Func<double, string, string> target)
    {
        float[] x = new float[rows];
        new Generator(3).Uniform(x, -1);
        return "x,c,y\n" + string.Concat(
            Enumerable.Range(0, rows).Select(i => $"{x[i]},{"ab"[i % 2]},{target(x[i], "ab"[i % 2].ToString())}\n"));
    }

    static Recipe Prepare(string table, RecipeOptions options) =>
        Recipe.Prepare(TableSchema.Infer(TableSource.FromText("data.csv", table), "y"), options);

    static TrainedModel Train(string table, RecipeOptions options, IProgress<EpochProgress>? progress = null) =>
        Prepare(table, options).Train(progress);

    sealed class Immediate(Action<EpochProgress> report) : IProgress<EpochProgress>
    {
        public void Report(EpochProgress value) => report(value);
    }
}
