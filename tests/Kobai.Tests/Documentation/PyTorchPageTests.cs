using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kobai.Layers;
using Kobai.Losses;
using Kobai.Metrics;
using Kobai.Optimizers;
using Kobai.Tests.Golden;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Kobai.Tests.Documentation;

/// <summary>docs/pytorch.md: what it says of Kobai compiles, nothing of Kobai or PyTorch is missing, and the ported program is the one that ran.</summary>
public partial class PyTorchPageTests
{
    static readonly string s_page = File.ReadAllText(System.IO.Path.Combine(Repository.Root, "docs", "pytorch.md"));

    // The code in the column of Kobai, with its line.
    static readonly (int Line, string Code)[] s_expressions =
    [
        .. from row in s_page.Split('\n').Index()
           where row.Item.StartsWith('|')
           let cells = Bar().Split(row.Item)
           where cells.Length == 5
           from code in Code().Matches(cells[2])
           select (row.Index + 1, code.Groups[1].Value.Replace("\\|", "|")),
    ];

    [Fact]
    public void Every_expression_of_Kobai_compiles()
    {
        Assert.True(s_expressions.Length > 300);
        var text = new StringBuilder($$"""
            public struct Twice : IFunction { V IFunction.Value<V>(V x) => x + x; V IFunction.Slope<V>(V x, V y) => V.Fill(2); }
            public abstract class Page : {{typeof(Prelude).FullName}}
            {
                Tensor y, w, b, dy, mask; Labels labels; Optimizer optimizer; IReadOnlyList<Tensor> parameters;
                int[] predicted, expected; float[] scores;
                static void Is(Action run) { }
                static void Is<T>(Func<T> run) { }
            """);
        foreach (var ((line, code), i) in s_expressions.Select((found, i) => (found, i)))
        {
            string body = TypeName().IsMatch(code) ? $"typeof({code})" : code;
            text.Append($"\n#line {line} \"pytorch.md\"\nvoid M{i}() => Is(() => {body});");
        }
        string errors = string.Join("\n", ExampleAssembly.Errors(text.Append("\n}").ToString()));
        Assert.True(errors.Length == 0, errors);
    }

    [Fact]
    public void Nothing_of_Kobai_is_missing()
    {
        var assembly = typeof(Tensor).Assembly;
        var types = assembly.GetExportedTypes();
        var methods = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;
        string[] names =
        [
            .. types.Where(type => !type.IsAbstract && (type.IsSubclassOf(typeof(Layer)) || type.IsSubclassOf(typeof(Optimizer)) || type.IsSubclassOf(typeof(Schedule))))
                .Select(type => type.Name),
            .. types.Where(type => type.Namespace == typeof(Accuracy).Namespace && !type.IsEnum).Select(type => type.Name),
            .. typeof(Loss).GetMethods(methods).Concat(typeof(Initialize).GetMethods(methods)).Select(method => method.Name),
            .. from type in types
               where type.Namespace == "Kobai" && type.IsAbstract && type.IsSealed
               from method in type.GetMethods(methods)
               where !method.Name.StartsWith("op_", StringComparison.Ordinal) && !method.Name.Contains('<')
               where method.GetParameters() is [var first, ..] && first.ParameterType == typeof(Tensor) || method.ReturnType == typeof(Tensor)
               select method.Name.Replace("get_", ""),
        ];
        var spoken = s_expressions.SelectMany(found => Word().Matches(found.Code)).Select(word => word.Value).ToHashSet();
        Assert.True(names.Length > 150);
        var missing = names.Distinct().Where(name => !spoken.Contains(name)).ToList();
        Assert.True(missing.Count == 0, $"docs/pytorch.md does not speak of {string.Join(", ", missing)}: give each a place beside PyTorch's name.");
    }

    [Fact]
    public void Nothing_of_PyTorch_is_missing()
    {
        var spoken = Code().Matches(s_page).SelectMany(code => Path().Matches(code.Groups[1].Value)).Select(path => path.Value).ToHashSet();
        var missing =
            from kind in GoldenFile.Read("pytorch_names.json").EnumerateObject()
            from name in kind.Value.EnumerateArray().Select(name => name.GetString()!)
            where !spoken.Contains($"{kind.Name}.{name}") && !(kind.Name == "x" && spoken.Any(path => path.EndsWith($".{name}", StringComparison.Ordinal)))
            select $"{kind.Name}.{name}";
        Assert.Empty(missing);
    }

    [Fact]
    public void The_program_of_the_page_is_the_one_that_PyTorch_ran_and_both_print_the_same()
    {
        string golden = System.IO.Path.Combine(Repository.Root, "tests", "Golden");
        Assert.Contains($"```python\n{File.ReadAllText(System.IO.Path.Combine(golden, "port.py"))}```\n", s_page, StringComparison.Ordinal);
        string[] printed = File.ReadAllLines(System.IO.Path.Combine(golden, "port.txt"));
        Assert.Equal(printed, Printed().Matches(s_page).Select(match => match.Groups[1].Value));
    }

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"^[A-Z]\w*(<\w+>)?$")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"[A-Z]\w*")]
    private static partial Regex Word();

    [GeneratedRegex(@"(?<![\w.])\w+(?:\.\w+)+|(?<=[\])])\.\w+")]
    private static partial Regex Path();

    [GeneratedRegex(@"^Console\.WriteLine\(.*\);   // (.+)$", RegexOptions.Multiline)]
    private static partial Regex Printed();
}
