using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Kobai.Recipes.Tests.Models;

public sealed class ModelFileTests : IDisposable
{
    static readonly ModelDescription Description = new(
        ModelDescription.CurrentVersion,
        TaskKind.Classification,
        "species",
        ["no", "yes"],
        TargetMean: 0,
        TargetDeviation: 1,
        [
            new NumberFeature("x", 1, new(2, 3), new Scale(4, 5), FlagsMissing: true, DateOrder.None),
            new NumberFeature("day", 1, new(2, 3), LogScale: null, FlagsMissing: false, DateOrder.DayFirst),
            new CategoryFeature("c", ["a", "é \"b\""], HasOther: true, FlagsMissing: false),
            new TextFeature("t", ["the", "cat"], [1, 2]),
        ],
        ["unknown"],
        [8, 4],
        new() { ["accuracy"] = 0.9 });

    static readonly KeyValuePair<string, Tensor>[] Weights = [new("w", Tensor.From([1f, 2]))];

    readonly string folder = Directory.CreateTempSubdirectory("kobai").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_is_saved_is_loaded()
    {
        ModelFile.Save(In("m.kobai"), Description, Weights);
        (ModelDescription read, IReadOnlyDictionary<string, Tensor> weights) = ModelFile.Load(In("m.kobai"));
        Assert.Equal(Json(Description), Json(read));
        Assert.Equal([1f, 2], weights["w"].ToArray<float>());
    }

    [Fact]
    public void Equal_models_give_equal_bytes()
    {
        ModelFile.Save(In("a.kobai"), Description, Weights);
        ModelFile.Save(In("b.kobai"), Description, Weights);
        Assert.Equal(File.ReadAllBytes(In("a.kobai")), File.ReadAllBytes(In("b.kobai")));
    }

    [Fact]
    public void Only_the_complete_file_is_left()
    {
        ModelFile.Save(In("m.kobai"), Description, Weights);
        Assert.Equal([In("m.kobai")], Directory.GetFiles(folder));
        Assert.Throws<InvalidOperationException>(
            () => OutputFile.Write(In("m.kobai"), _ => throw new InvalidOperationException()));
        Assert.Equal([In("m.kobai")], Directory.GetFiles(folder));
        Assert.Equal(4, ModelFile.Load(In("m.kobai")).Description.Features.Length);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named()
    {
        string path = In(Path.Combine("sub", "m.kobai"));
        string message = $"{path}: cannot be written: there is no folder '{In("sub")}'; make it first.";
        Assert.Equal(message, Assert.Throws<RecipeException>(() => ModelFile.Save(path, Description, Weights)).Message);
        Assert.Equal(message, Assert.Throws<RecipeException>(() => OutputFile.CheckWritable(path)).Message);
    }

    [Fact]
    public void Checking_leaves_nothing_behind_and_harms_nothing()
    {
        OutputFile.CheckWritable(In("new"));
        Assert.False(File.Exists(In("new")));
        File.WriteAllText(In("old"), "text");
        OutputFile.CheckWritable(In("old"));
        Assert.Equal("text", File.ReadAllText(In("old")));
    }

    [Fact]
    public void A_file_that_is_no_archive_is_refused()
    {
        File.WriteAllText(In("m.kobai"), "a,b\n1,2\n");
        Assert.StartsWith($"{In("m.kobai")}: not a model that kobai can read: ", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1")]
    public void A_description_that_is_not_complete_is_refused(string json)
    {
        Archive(json, []);
        Assert.StartsWith($"{In("m.kobai")}: not a model that kobai can read: ", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2", "it was written by a newer kobai (format 2); update this one.")]
    [InlineData("\"version\": 1", "\"version\": 0", "its format 0 is unknown.")]
    [InlineData("\"no\"", "null", "a name is missing.")]
    [InlineData("\"no\",", "", "1 classes do not fit a Classification.")]
    [InlineData("\"Classification\"", "\"Regression\"", "2 classes do not fit a Regression.")]
    [InlineData("8,", "0,", "a layer has no units.")]
    [InlineData("\"the\",", "", "a feature is not complete.")]
    public void A_description_at_odds_with_itself_is_refused(string original, string forged, string reason)
    {
        string json = Json(Description);
        Assert.Contains(original, json, StringComparison.Ordinal);
        Archive(json.Replace(original, forged, StringComparison.Ordinal), []);
        Assert.Equal($"{In("m.kobai")}: not a model that kobai can read: {reason}", Refusal());
    }

    [Fact]
    public void Weights_that_claim_more_than_there_is_are_refused()
    {
        Archive(Json(Description), [255, 255, 255, 255, 255, 255, 0, 0]);
        Assert.Equal(
            $"{In("m.kobai")}: not a model that kobai can read: Safetensors: the header cannot be 281474976710655 bytes long; "
            + "0 bytes follow.",
            Refusal());
    }

    [Fact]
    public void Packed_weights_that_would_unpack_to_more_than_the_file_are_refused()
    {
        Archive(Json(Description), new byte[1 << 20]);
        Assert.Equal(
            $"{In("m.kobai")}: not a model that kobai can read: weights.safetensors claims 1048576 bytes.", Refusal());
    }

    string In(string name) => Path.Combine(folder, name);

    string Refusal() => Assert.Throws<RecipeException>(() => ModelFile.Load(In("m.kobai"))).Message;

    static string Json(ModelDescription description) =>
        JsonSerializer.Serialize(description, ModelJson.Default.ModelDescription);

    void Archive(string recipe, byte[] weights)
    {
        using ZipArchive archive = ZipFile.Open(In("m.kobai"), ZipArchiveMode.Create);
        using (Stream entry = archive.CreateEntry("recipe.json").Open())
            entry.Write(Encoding.UTF8.GetBytes(recipe));
        using (Stream entry = archive.CreateEntry("weights.safetensors").Open())
            entry.Write(weights);
    }
}
