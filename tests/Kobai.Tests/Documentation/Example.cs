using System.Net;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kobai.Tests.Documentation;

/// <summary>The code of one example of the documentation and the place where it is written.</summary>
/// <param name="Name">The file and what the example belongs to.</param>
/// <param name="File">The file, from the root of the repository.</param>
/// <param name="Line">The line of the file, counted from 1, that the code begins in.</param>
/// <param name="Code">The code as a reader sees it.</param>
sealed partial record Example(string Name, string File, int Line, string Code)
{
    public static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp14, DocumentationMode.Parse);

    /// <summary>Every example: the XML documentation of the sources, and the pages.</summary>
    public static IReadOnlyList<Example> All { get; } = [.. InComments(), .. InPages()];

    /// <summary>The members of a folder of sources, with their files.</summary>
    public static IEnumerable<(string File, MemberDeclarationSyntax Member)> Members(string folder) =>
        from file in Files(folder, "*.cs")
        where !file.Contains("/obj/") && !file.Contains("/bin/")
        from member in Root(file).DescendantNodes().OfType<MemberDeclarationSyntax>()
        select (file, member);

    /// <summary>The <c>code</c> of every <c>example</c> in the comment of a member.</summary>
    public static IEnumerable<XmlElementSyntax> Of(MemberDeclarationSyntax member) =>
        from trivia in member.GetLeadingTrivia()
        where trivia.HasStructure
        from code in trivia.GetStructure()!.DescendantNodes().OfType<XmlElementSyntax>()
        where code.StartTag.Name.ToString() == "code"
            && code.Parent is XmlElementSyntax example && example.StartTag.Name.ToString() == "example"
        select code;

    /// <summary>What a member is called; all operators of a file are one.</summary>
    public static string NameOf(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        IndexerDeclarationSyntax => "this[]",
        _ => "operators",
    };

    static IEnumerable<Example> InComments() =>
        from found in Members("src")
        from code in Of(found.Member)
        let line = code.StartTag.GetLocation().GetLineSpan().EndLinePosition.Line + 1
        let text = WebUtility.HtmlDecode(CommentMark().Replace(code.Content.ToFullString(), ""))
        select new Example($"{found.File}:{line} {NameOf(found.Member)}", found.File, line, text);

    static IEnumerable<Example> InPages() =>
        from file in Files("", "*.md").Where(file => !file.Contains('/')).Concat(Files("docs", "*.md"))
        let text = Read(file)
        from block in Fence().Matches(text)
        let line = text.AsSpan(0, block.Groups[1].Index).Count('\n') + 1
        select new Example($"{file}:{line}", file, line, block.Groups[1].Value);

    static CompilationUnitSyntax Root(string file) =>
        CSharpSyntaxTree.ParseText(Read(file), Language).GetCompilationUnitRoot();

    static string Read(string file) =>
        System.IO.File.ReadAllText(Path.Combine(Repository.Root, file)).ReplaceLineEndings("\n");

    static IEnumerable<string> Files(string folder, string pattern)
    {
        string path = Path.Combine(Repository.Root, folder);
        if (!Directory.Exists(path)) return [];
        var depth = folder == "" ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories;
        return Directory.GetFiles(path, pattern, depth)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')).Order();
    }

    [GeneratedRegex(@"^[ \t]*/// ?", RegexOptions.Multiline)]
    private static partial Regex CommentMark();

    [GeneratedRegex(@"^```(?:csharp|cs|c#)[^\n]*\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
