using System.Runtime.Loader;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;

namespace Kobai.Tests.Documentation;

/// <summary>
/// All examples, compiled together. Each becomes a class derived from <see cref="Prelude"/> whose method <c>Run</c>
/// holds its statements; types that it declares become types of that class.
/// </summary>
sealed partial class ExampleAssembly
{
    readonly Dictionary<Example, Action> _runs = [];
    readonly Dictionary<Example, string> _errors = [];

    public ExampleAssembly(IReadOnlyList<Example> examples)
    {
        var trees = examples.Index().ToDictionary(pair => Tree(pair.Item, pair.Index), pair => pair.Item);
        var compilation = CSharpCompilation.Create("Examples", [Usings(), .. trees.Keys], References(),
            new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

        // An example that does not compile is set aside, so that it fails alone.
        var errors = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        foreach (var broken in errors.GroupBy(error => error.Location.SourceTree!))
        {
            _errors[trees[broken.Key]] = string.Join('\n', broken);
            compilation = compilation.RemoveSyntaxTrees(broken.Key);
        }

        using var image = new MemoryStream();
        var result = compilation.Emit(image, options: new(debugInformationFormat: DebugInformationFormat.Embedded));
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        image.Position = 0;
        var assembly = new AssemblyLoadContext("Examples").LoadFromStream(image);
        foreach (var (tree, example) in trees)
        {
            if (assembly.GetType(ClassOf(tree)) is { } type) _runs[example] = () => Run(type);
        }
    }

    public void Run(Example example)
    {
        if (_errors.TryGetValue(example, out string? errors)) Assert.Fail(errors);
        _runs[example]();
    }

    /// <summary>What keeps a file of declarations from compiling with the names that examples have.</summary>
    public static IEnumerable<string> Errors(string declarations) =>
        from diagnostic in CSharpCompilation.Create("Declarations", [Usings(), CSharpSyntaxTree.ParseText(declarations, Example.Language)],
            References(), new(OutputKind.DynamicallyLinkedLibrary)).GetDiagnostics()
        where diagnostic.Severity == DiagnosticSeverity.Error
        select diagnostic.ToString();

    static void Run(Type type) =>
        type.GetMethod("Run")!.CreateDelegate<Action>(Activator.CreateInstance(type))();

    static string ClassOf(SyntaxTree tree) => Path.GetFileNameWithoutExtension(tree.FilePath);

    static SyntaxTree Tree(Example example, int index)
    {
        string code = StatingLine().Replace(example.Code, Checked);
        var unit = CSharpSyntaxTree.ParseText(code, Example.Language).GetCompilationUnitRoot();
        var parts = unit.Members.ToLookup(member => member is GlobalStatementSyntax);
        var text = new StringBuilder();
        Append(unit.Usings);
        text.AppendLine($"public sealed class Example{index} : {typeof(Prelude).FullName} {{ public void Run() {{");
        Append(parts[true]);
        text.AppendLine("}");
        Append(parts[false]);
        text.AppendLine("}");
        return CSharpSyntaxTree.ParseText(text.ToString(), Example.Language, $"Example{index}.cs", Encoding.UTF8);

        void Append(IEnumerable<SyntaxNode> nodes)
        {
            foreach (var node in nodes)
            {
                int line = example.Line + unit.SyntaxTree.GetLineSpan(node.FullSpan).StartLinePosition.Line;
                text.AppendLine($"#line {line} \"{example.File}\"").AppendLine(node.ToFullString());
            }
        }
    }

    /// <summary>Makes a check of a line that states what an expression gives; leaves any other line as it is.</summary>
    static string Checked(Match line)
    {
        string printed = line.Groups["printed"].Value, bare = line.Groups["bare"].Value;
        string given = printed == "" ? bare : $"$\"{{({printed})}}\"";
        return SyntaxFactory.ParseExpression(given, options: Example.Language).ContainsDiagnostics
            ? line.Value
            : $"Check({given}, {SymbolDisplay.FormatLiteral(line.Groups["stated"].Value, quote: true)});";
    }

    static SyntaxTree Usings()
    {
        string[] common =
            ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading.Tasks"];
        var ours = new[] { typeof(Tensor), typeof(Recipes.RecipeException) }
            .SelectMany(type => type.Assembly.GetExportedTypes()).Select(type => type.Namespace!).Distinct();
        string usings = string.Concat(common.Concat(ours).Select(name => $"global using {name};"));
        return CSharpSyntaxTree.ParseText(usings, Example.Language);
    }

    static IEnumerable<MetadataReference> References() =>
        from path in ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        select MetadataReference.CreateFromFile(path);

    [GeneratedRegex(@"(?m)^(?:Console\.WriteLine\((?<printed>.+)\);|(?<bare>[^\s/].*?)) *// (?<stated>.+)")]
    private static partial Regex StatingLine();
}
