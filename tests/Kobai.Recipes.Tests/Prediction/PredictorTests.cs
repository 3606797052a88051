using System.Text;

namespace Kobai.Recipes.Tests.Prediction;

public sealed class PredictorTests : IDisposable
{
    static readonly Lazy<Predictor> Trained = new(() =>
        Recipe.Prepare(
            TableSchema.Infer(TableSource.FromText("data.csv", Table()), "y"),
            new() { Model = ModelKind.Logistic, Epochs = 30 }).Train().Predictor);

    readonly string folder = Directory.CreateTempSubdirectory("kobai").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Predicts_a_row_given_as_pairs()
    {
        Recipes.Prediction prediction = Trained.Value.Predict(("x", 5.5), ("c", "a"));
        Assert.Equal("high", prediction.Label);
        Assert.True(prediction.Probability > 0.5);
        Assert.Equal(["high", "low"], prediction.Probabilities.Keys);
        Assert.Equal(1, prediction.Probabilities.Values.Sum(), 1e-6);
    }

    [Fact]
    public void Numbers_texts_and_dictionaries_say_the_same()
    {
        double expected = Trained.Value.Predict(("x", 2.5), ("c", "b")).Probability;
        Assert.Equal(expected, Trained.Value.Predict(("c", "b"), ("x", "2.5"), ("unused", true)).Probability);
        Assert.Equal(
            expected, Trained.Value.Predict(new Dictionary<string, object?> { ["x"] = 2.5m, ["c"] = "b" }).Probability);
    }

    [Fact]
    public void A_saved_model_predicts_the_same()
    {
        string path = Path.Combine(folder, "m.kobai");
        Trained.Value.Save(path);
        Assert.Equal(
            Trained.Value.Predict(("x", 1), ("c", null)).Probability, Predictor.Load(path).Predict(("x", 1), ("c", null)).Probability);
    }

    [Fact]
    public void Many_threads_may_predict_at_once()
    {
        double expected = Trained.Value.Predict(("x", 1), ("c", "a")).Probability;
        double[] all = new double[200];
        Parallel.For(0, all.Length, i => all[i] = Trained.Value.Predict(("x", 1), ("c", "a")).Probability);
        Assert.All(all, probability => Assert.Equal(expected, probability));
    }

    [Fact]
    public void A_missing_column_is_named() =>
        Assert.Equal(
            "Predict: the row has no 'c'; give it, or null if it is unknown.",
            Assert.Throws<ArgumentException>(() => Trained.Value.Predict(("x", 1))).Message);

    [Fact]
    public void A_text_where_a_number_belongs_is_refused() =>
        Assert.Equal(
            "Predict: 'many' in column 'x' is not a number.",
            Assert.Throws<ArgumentException>(() => Trained.Value.Predict(("x", "many"), ("c", "a"))).Message);

    [Fact]
    public void A_model_of_classes_has_no_value() =>
        Assert.Equal(
            "Prediction.Value: this model predicts a class; read Label.",
            Assert.Throws<InvalidOperationException>(() => Trained.Value.Predict(("x", 1), ("c", "a")).Value).Message);

    [Fact]
    public void Weights_that_do_not_fit_the_description_are_refused()
    {
        string path = Path.Combine(folder, "m.kobai");
        Trained.Value.Save(path);
        (ModelDescription description, _) = ModelFile.Load(path);
        ModelFile.Save(path, description, [new("0.weight", Tensor.Zeros([1, 1])), new("0.bias", Tensor.Zeros([1]))]);
        Assert.Equal(
            $"{path}: not a model that kobai can read: the weights '0.weight' have shape (1, 1) where (1, 3) is needed.",
            Assert.Throws<RecipeException>(() => Predictor.Load(path)).Message);
        ModelFile.Save(path, description, []);
        Assert.Equal(
            $"{path}: not a model that kobai can read: the weights '0.weight' are missing.",
            Assert.Throws<RecipeException>(() => Predictor.Load(path)).Message);
    }

    [Fact]
    public void A_table_is_written_with_predictions_and_measured()
    {
        (string text, TableResult result) = PredictTable("c;y;note;x\na;high;\"q;r\";5,5\nb;low;;0\n");
        string[] lines = text.Split('\n');
        Assert.Equal("c;y;note;x;predicted_y;probability_high;probability_low", lines[0]);
        Assert.StartsWith("a;high;\"q;r\";5,5;high;", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("b;low;;0;low;", lines[2], StringComparison.Ordinal);
        Assert.Equal((2, 1.0), (result.Rows, result.Report!["accuracy"]));
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void Values_that_cannot_be_used_are_counted()
    {
        (_, TableResult result) = PredictTable("x,c\n1,a\noops,z\n3,y\n");
        Assert.Equal(
            [
                "new.csv, column 'x': 1 of 3 values are not numbers, counted as missing; first 'oops' in line 3.",
                "new.csv, column 'c': 2 of 3 values are unknown to the model; first 'z' in line 3.",
            ],
            result.Warnings);
        Assert.Null(result.Report);
    }

    [Fact]
    public void A_table_without_a_needed_column_is_refused() =>
        Assert.Equal(
            "new.csv: the model needs the column 'c'. The columns are x, d.",
            Assert.Throws<RecipeException>(() => PredictTable("x,d\n1,a\n")).Message);

    [Fact]
    public void A_refused_table_leaves_no_file()
    {
        string path = Path.Combine(folder, "out.csv");
        Assert.Throws<RecipeException>(
            () => Trained.Value.PredictTable(TableSource.FromText("new.csv", "x,c\n1,a\n2\n"), path));
        Assert.Empty(Directory.GetFiles(folder));
    }

    static (string Text, TableResult Result) PredictTable(string table)
    {
        using var output = new MemoryStream();
        TableResult result = Trained.Value.PredictTable(TableSource.FromText("new.csv", table), output);
        return (Encoding.UTF8.GetString(output.ToArray()), result);
    }

    static string Table() => "x,c,y\n" + string.Concat(
        Enumerable.Range(0, 120).Select(i => $"{i % 7},{"ab"[i % 2]},{(i % 7 > 3 ? "high" : "low")}\n"));
}
