using System.Reflection;
using Kobai.Judging;
using Kobai.Losses;

namespace Kobai.Tests.Losses;

/// <summary>Every loss and each of its gradients against the definition in arithmetic of 256 bits and more.</summary>
public class AccuracyTests
{
    const int Elements = 80;

    public static TheoryData<string> Names => [.. JudgedLosses.All.Select(loss => loss.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_gradients_are_within_4_units_in_the_last_place(string name)
    {
        var loss = JudgedLosses.All.Single(loss => loss.Name == name);
        foreach (var type in Enum.GetValues<DType>())
        {
            foreach (var sample in loss.Samples(new Draw(type, Elements, seed: 2)))
            {
                var verdicts = Verdict.Of(loss, sample, loss.Judge(sample), loss.Ask(sample));
                for (int i = 0; i < verdicts.Length; i++)
                {
                    string what = i == 0 ? "value" : $"gradient by {loss.Inputs[i - 1]}";
                    Assert.True(verdicts[i].Ulps <= JudgedLoss.Bound, $"{name}, {what}, {type}: {verdicts[i]}");
                }
            }
        }
    }

    [Fact]
    public void Every_loss_has_a_judge()
    {
        var losses = typeof(Loss).GetMethods(BindingFlags.Public | BindingFlags.Static).Select(method => method.Name).Distinct();
        Assert.Equal(losses.Order(), JudgedLosses.All.Select(loss => loss.Method).Distinct().Order());
    }
}
