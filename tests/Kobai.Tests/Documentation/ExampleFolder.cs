using Kobai.Recipes;

namespace Kobai.Tests.Documentation;

/// <summary>The folder that examples run in, with the files they speak of: tables of flowers and a model.</summary>
public sealed class ExampleFolder : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("kobai").FullName;
    readonly string _before = Environment.CurrentDirectory;

    public ExampleFolder()
    {
        Environment.CurrentDirectory = _folder;
        foreach (string name in (string[])["iris.csv", "flowers.csv"])
        {
            File.Copy(Path.Combine(Repository.Root, "src", "Kobai.Cli", "Data", "iris.csv"), name);
        }
        var schema = TableSchema.Infer(TableSource.FromFile("iris.csv"), target: "species");
        Recipe.Prepare(schema).Train().Predictor.Save("iris.kobai");
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        Directory.Delete(_folder, recursive: true);
    }
}
