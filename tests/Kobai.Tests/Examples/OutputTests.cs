using Kobai.Examples;

namespace Kobai.Tests.Examples;

// The programs seed the default generator, which other tests draw from.
[Collection("alone")]
public class OutputTests
{
    public static TheoryData<string, Action<TextWriter>> Programs() => new()
    {
        { "−ln 0.67", OneFormula.Run }, { "   1        0.498        0.806", LinearSigmoid.Run }, { "0.51", ChainRule.Run },
        { "(-0.8, 0.5, 0.3)", SoftmaxGradient.Run }, { "1.000000", NoCollapse.Run }, { "entropy", MaximumLikelihood.Run },
        { "::##%%", Autoencoder.Run }, { "the noise in the ratings is 0.250.", MatrixFactorization.Run },
        { "no weight decay", output => Grokking.Run(output, new("steps=10", "modulus=7")) },
        { "50 different; 106,546 parameters", output => TransformerText.Run(output, new("steps=2")) },
        { "50 different; 84,146 parameters", output => GruText.Run(output, new("steps=2")) },
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public void Each_program_writes_its_numbers(string expected, Action<TextWriter> run)
    {
        using var output = new StringWriter();
        run(output);
        Assert.Contains(expected, output.ToString(), StringComparison.Ordinal);
    }
}
