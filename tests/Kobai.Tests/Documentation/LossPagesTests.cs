using System.Reflection;
using System.Text.RegularExpressions;
using Kobai.Losses;

namespace Kobai.Tests.Documentation;

/// <summary>Every loss has its page, and no link of a page leads nowhere.</summary>
public partial class LossPagesTests
{
    static readonly string s_folder = Path.Combine(Repository.Root, "docs", "losses");

    public static TheoryData<string> Losses() => new(
        typeof(Loss).GetMethods(BindingFlags.Public | BindingFlags.Static).Select(method => method.Name).Distinct());

    [Theory]
    [MemberData(nameof(Losses))]
    public void Every_loss_has_a_page_with_all_its_parts(string loss)
    {
        string page = Words().Replace(loss, "-$1").ToLowerInvariant() + ".md";
        Assert.True(File.Exists(Path.Combine(s_folder, page)), $"docs/losses/{page} is missing");
        string text = File.ReadAllText(Path.Combine(s_folder, page));
        Assert.Contains($"`Loss.{loss}(", text, StringComparison.Ordinal);
        foreach (string part in (string[])["Formula", "Gradient", "Arguments and shapes", "When to use it", "Pitfalls", "Example", "Source"])
            Assert.Contains($"\n## {part}\n", text, StringComparison.Ordinal);
        Assert.Contains("\n```csharp\n", text, StringComparison.Ordinal);
        Assert.Contains($"({page})", File.ReadAllText(Path.Combine(s_folder, "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_link_between_pages_leads_to_one()
    {
        var dead =
            from file in Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
            from link in Link().Matches(File.ReadAllText(file))
            where !File.Exists(Path.Combine(Path.GetDirectoryName(file)!, link.Groups[1].Value))
            select $"{Path.GetRelativePath(Repository.Root, file)}: {link.Groups[1].Value}";
        Assert.Empty(dead);
    }

    [GeneratedRegex("(?<!^)([A-Z])")]
    private static partial Regex Words();

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+\.md)")]
    private static partial Regex Link();
}
