using System.Text.RegularExpressions;

namespace Kobai.Tests.Architecture;

public partial class DirectionOfUseTests
{
    // Left is used by right; folders of one row do not know one another.
    static readonly string[][] Rows =
    [
        ["Simd"], ["Memory"], ["Threads"], ["Products"], ["Tensors"], ["Data", "Autograd", "Serialization"], ["Ops"],
        ["Losses", "Layers", "Optimizers"], ["Metrics"], ["Training"],
    ];

    // C# has no extension indexers, so the tensor itself hands its indexer to the operation.
    static readonly string[] Exceptions = ["Tensors/Tensor.cs mentions Indexing of Ops"];

    [Fact]
    public void No_folder_uses_a_folder_above_or_beside_it()
    {
        string source = Path.Combine(Repository.Root, "src", "Kobai");
        var folders = Rows.SelectMany(row => row)
            .Where(folder => Directory.Exists(Path.Combine(source, folder)))
            .ToDictionary(folder => folder, folder => Files(Path.Combine(source, folder)));
        var homes = folders.ToDictionary(pair => pair.Key, pair => pair.Value.Values.SelectMany(Declared).ToHashSet());

        var mentions =
            from user in folders
            from owner in homes
            where Row(owner.Key) > Row(user.Key) || (Row(owner.Key) == Row(user.Key) && owner.Key != user.Key)
            let foreign = owner.Value.Except(homes[user.Key]).ToHashSet()
            from file in user.Value
            from word in Words(file.Value).Intersect(foreign)
            select $"{user.Key}/{file.Key} mentions {word} of {owner.Key}";
        Assert.Equal(Exceptions, mentions);
    }

    [Fact]
    public void Every_folder_of_the_library_has_its_row()
    {
        var folders = Directory.GetDirectories(Path.Combine(Repository.Root, "src", "Kobai")).Select(path => Path.GetFileName(path)!);
        Assert.Empty(folders.Except(["bin", "obj", .. Rows.SelectMany(row => row)]));
    }

    static int Row(string folder) => Array.FindIndex(Rows, row => row.Contains(folder));

    static Dictionary<string, string> Files(string folder) => Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetFileName(file), file => Noise().Replace(File.ReadAllText(file), " "));

    static IEnumerable<string> Declared(string code) => Declaration().Matches(code).Select(match => match.Groups[1].Value);

    static HashSet<string> Words(string code) => [.. Word().Matches(code).Select(match => match.Value)];

    // Comments and the texts of messages may speak of anything.
    [GeneratedRegex("""//[^\n]*|\$?"(\\.|[^"\\\n])*""")]
    private static partial Regex Noise();

    [GeneratedRegex(@"^(?:public |internal |file )?(?:static |sealed |abstract |readonly |ref |unsafe |partial )*(?:class|struct|interface|enum|record|delegate \w+) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    // A name where only a type can stand: new X, X.Member, X<…>, <X>, X name, X? name, X[]. Methods may share a type's name.
    [GeneratedRegex(@"(?<![.\w])([A-Z]\w*)(?=\.[A-Z]|[?\[\]]* [a-z_]|>|\[\])|(?<=\bnew )([A-Z]\w*)")]
    private static partial Regex Word();
}
