using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Kobai.Tests.Documentation;

/// <summary>Examples may seed the generator that all share, so they run while no other test does.</summary>
[CollectionDefinition("examples", DisableParallelization = true)]
public class ExampleCollection;

/// <summary>
/// Every example of the documentation compiles and runs: the <c>example</c> of each XML comment under <c>src</c>, and
/// each C# block of the pages. At the left margin <c>expression   // value</c>, without a semicolon, states what an
/// expression gives, and <c>Console.WriteLine(expression);   // text</c> what it prints; both must be true, see
/// <see cref="Statement"/>. A comment behind any other statement is a remark. <see cref="Prelude"/> has the names that
/// examples take for granted.
/// </summary>
[Collection("examples")]
public class ExampleTests : IClassFixture<ExampleFolder>
{
    static readonly Lazy<ExampleAssembly> s_assembly = new(() => new(Example.All));

    public static TheoryData<string> Names() => new(Example.All.Select(example => example.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_example_runs_and_states_the_truth(string name) =>
        s_assembly.Value.Run(Example.All.Single(example => example.Name == name));

    [Theory]
    [InlineData("Ops"), InlineData("Losses"), InlineData("Layers"), InlineData("Optimizers")]
    [InlineData("Metrics"), InlineData("Data"), InlineData("Training")]
    public void Every_public_member_has_an_example(string folder)
    {
        var missing =
            from found in Example.Members($"src/Kobai/{folder}")
            where IsPublic(found.Member) && !IsHolder(found.Member)
            group found.Member by $"{found.File} {Example.NameOf(Topic(found.Member))}" into overloads
            where !overloads.SelectMany(Example.Of).Any()
            select overloads.Key;
        Assert.True(!missing.Any(), $"without an example: {string.Join(", ", missing)}");
    }

    [Theory]
    [InlineData(0.67, "0.67"), InlineData(2 / 3.0, "0.67"), InlineData(2 / 3.0, "0.666…")]
    [InlineData(2.0612e-9, "2.061e-9"), InlineData(-40, "-40"), InlineData(0.4005, "−ln 0.67 = 0.400")]
    [InlineData(true, "True"), InlineData(double.NaN, "NaN")]
    public void A_value_agrees_to_the_digits_that_are_stated(object given, string stated) =>
        Statement.Check(given, stated);

    [Theory]
    [InlineData(0.67, "0.66"), InlineData(2 / 3.0, "0.667…"), InlineData(2.0612e-9, "2.062e-9")]
    [InlineData(2.0612e-9, "0"), InlineData(40.001, "40"), InlineData(-0.5, "0.5")]
    [InlineData(true, "False"), InlineData(3, "[3]")]
    public void A_wrong_value_is_refused(object given, string stated) =>
        Assert.ThrowsAny<Exception>(() => Statement.Check(given, stated));

    [Theory]
    [InlineData("x.Sum()   // 22", "gives 21; the comment states 22")]
    [InlineData("Console.WriteLine(x[0]);   // [1, 2, 3]", "gives Tensor(3) Float32 [1, 2, 3]; the")]
    [InlineData("x.Reshape(4)   // shape (4)", "Reshape")]
    [InlineData("x.Summ()   // 21", "README.md(7,9): error CS1061")]
    public void A_broken_example_fails(string code, string message)
    {
        var example = new Example("broken", "README.md", 7, code);
        var error = Assert.ThrowsAny<Exception>(() => new ExampleAssembly([example]).Run(example));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    // A static class is only a place for its members; of any other type, one example among all its members is enough.
    static MemberDeclarationSyntax Topic(MemberDeclarationSyntax member) =>
        Chain(member).LastOrDefault(part => part is BaseTypeDeclarationSyntax && !IsStatic(part)) ?? member;

    static bool IsPublic(MemberDeclarationSyntax member) =>
        Chain(member).All(part => part.Modifiers.Any(SyntaxKind.PublicKeyword));

    static bool IsStatic(MemberDeclarationSyntax member) => member.Modifiers.Any(SyntaxKind.StaticKeyword);

    static bool IsHolder(MemberDeclarationSyntax member) =>
        !Chain(member).Contains(member) || (member is BaseTypeDeclarationSyntax && IsStatic(member));

    // The member and the types around it.
    static IEnumerable<MemberDeclarationSyntax> Chain(MemberDeclarationSyntax member) =>
        from part in member.AncestorsAndSelf().OfType<MemberDeclarationSyntax>()
        where part is not (BaseNamespaceDeclarationSyntax or ExtensionBlockDeclarationSyntax)
        select part;
}
