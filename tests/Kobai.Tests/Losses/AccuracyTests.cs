using Kobai.Judging;

namespace Kobai.Tests.Losses;

/// <summary>Every loss and each of its gradients against the definition in arithmetic of 256 bits and more.</summary>
public class AccuracyTests
{
    const int Elements = 120;

    // Not yet exact.
    static readonly string[] Pending =
    [
        "PoissonNegativeLogLikelihood", "BinaryCrossEntropyWithLogits", "CrossEntropy", "CrossEntropy, weights",
        "CrossEntropy, label smoothing", "CrossEntropy, probabilities", "KullbackLeibler", "GaussianNegativeLogLikelihood",
        "BinaryFocal", "MultiLabelSoftMargin",
    ];

    public static TheoryData<string> Names => [.. JudgedLosses.All.Select(loss => loss.Name).Except(Pending)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_gradients_are_within_4_units_in_the_last_place(string name)
    {
        var loss = JudgedLosses.All.Single(loss => loss.Name == name);
        foreach (var type in Enum.GetValues<DType>())
        {
            foreach (var sample in loss.Samples(new Draw(type, Elements, seed: 2)))
            {
                var verdicts = Verdict.Of(sample, loss.Judge(sample), loss.Ask(sample));
                for (int i = 0; i < verdicts.Length; i++)
                {
                    string what = i == 0 ? "value" : $"gradient by {loss.Inputs[i - 1]}";
                    Assert.True(verdicts[i].Ulps <= 4, $"{name}, {what}, {type}: {verdicts[i]}");
                }
            }
        }
    }
}
