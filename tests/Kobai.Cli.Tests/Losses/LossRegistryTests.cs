using System.Reflection;
using Kobai.Cli.Losses;
using Kobai.Losses;

namespace Kobai.Cli.Tests.Losses;

public class LossRegistryTests
{
    public static TheoryData<string> Methods() =>
        new(typeof(Loss).GetMethods(BindingFlags.Public | BindingFlags.Static).Select(Signature));

    [Theory]
    [MemberData(nameof(Methods))]
    public void Every_loss_of_the_library_and_every_parameter_can_be_named(string method)
    {
        string name = method[..method.IndexOf('(', StringComparison.Ordinal)];
        LossEntry entry = Assert.Single(LossRegistry.All, entry => entry.Name == name);
        foreach (string parameter in method[(name.Length + 1)..^1].Split(", ").Where(parameter => parameter != "reduction"))
            Assert.True(entry.Slots.Any(slot => slot.Parameters.Contains(parameter)), $"{entry.Name} has nothing for {parameter}");
    }

    [Fact]
    public void No_name_stands_for_two_losses()
    {
        var names = LossRegistry.All.SelectMany(
            entry => entry.Aliases.Prepend(entry.Name).Select(Names.Key).Distinct(), (entry, key) => (key, entry.Name));
        Assert.Empty(names.GroupBy(pair => pair.key).Where(group => group.Count() > 1).Select(group => string.Join(" and ", group)));
    }

    [Fact]
    public void Slots_stand_operands_first_and_the_first_is_the_input() => Assert.All(LossRegistry.All, entry =>
    {
        Assert.Equal("input", entry.Slots[0].Name);
        Assert.Equal(entry.Slots, entry.Operands.Concat(entry.Arguments));
    });

    [Theory]
    [InlineData("L1Loss NLLLoss NLLLoss2d PoissonNLLLoss GaussianNLLLoss KLDivLoss MSELoss BCELoss BCEWithLogitsLoss HingeEmbeddingLoss")]
    [InlineData("MultiLabelMarginLoss SmoothL1Loss HuberLoss SoftMarginLoss CrossEntropyLoss MultiLabelSoftMarginLoss CosineEmbeddingLoss")]
    [InlineData("MarginRankingLoss MultiMarginLoss TripletMarginLoss TripletMarginWithDistanceLoss CTCLoss AdaptiveLogSoftmaxWithLoss")]
    [InlineData("binary_cross_entropy binary_cross_entropy_with_logits poisson_nll_loss cosine_embedding_loss cross_entropy ctc_loss")]
    [InlineData("gaussian_nll_loss hinge_embedding_loss kl_div l1_loss mse_loss margin_ranking_loss multilabel_margin_loss nll_loss")]
    [InlineData("multilabel_soft_margin_loss multi_margin_loss huber_loss smooth_l1_loss soft_margin_loss triplet_margin_loss")]
    [InlineData("triplet_margin_with_distance_loss")]
    public void Every_loss_of_PyTorch_is_known_by_its_name(string names) =>
        Assert.All(names.Split(' '), name => Assert.Contains(name, LossRegistry.Find(name).Aliases));

    [Theory]
    [InlineData("L1Loss", "AbsoluteError")]
    [InlineData("l1_loss", "AbsoluteError")]
    [InlineData("MSELoss", "SquaredError")]
    [InlineData("mse_loss", "SquaredError")]
    [InlineData("mse", "SquaredError")]
    [InlineData("squared-error", "SquaredError")]
    [InlineData("CrossEntropyLoss", "CrossEntropy")]
    [InlineData("cross_entropy", "CrossEntropy")]
    [InlineData("PoissonNLLLoss", "PoissonNegativeLogLikelihood")]
    [InlineData("poisson_nll_loss", "PoissonNegativeLogLikelihood")]
    [InlineData("BCELoss", "BinaryCrossEntropy")]
    [InlineData("binary_cross_entropy", "BinaryCrossEntropy")]
    [InlineData("BCEWithLogitsLoss", "BinaryCrossEntropyWithLogits")]
    [InlineData("binary_cross_entropy_with_logits", "BinaryCrossEntropyWithLogits")]
    [InlineData("bce_with_logits", "BinaryCrossEntropyWithLogits")]
    [InlineData("HuberLoss", "Huber")]
    [InlineData("huber_loss", "Huber")]
    [InlineData("SmoothL1Loss", "SmoothAbsoluteError")]
    [InlineData("smooth_l1_loss", "SmoothAbsoluteError")]
    [InlineData("SoftMarginLoss", "SoftMargin")]
    [InlineData("soft_margin_loss", "SoftMargin")]
    [InlineData("HingeEmbeddingLoss", "HingeEmbedding")]
    [InlineData("hinge_embedding_loss", "HingeEmbedding")]
    public void Names_of_PyTorch_are_understood(string theirs, string ours) => Assert.Equal(ours, LossRegistry.Find(theirs).Name);

    [Theory]
    [InlineData("cross_entrpy", "there is no loss 'cross_entrpy'. Did you mean CrossEntropy? 'kobai loss list' shows them.")]
    [InlineData("BCEWithLogitLoss", "there is no loss 'BCEWithLogitLoss'. Did you mean BCEWithLogitsLoss? 'kobai loss list' shows them.")]
    [InlineData("something", "there is no loss 'something'. 'kobai loss list' shows them.")]
    public void An_unknown_name_suggests_the_nearest(string name, string message) =>
        Assert.Equal(message, Assert.Throws<LossException>(() => LossRegistry.Find(name)).Message);

    static string Signature(MethodInfo method) =>
        $"{method.Name}({string.Join(", ", method.GetParameters().Select(parameter => parameter.Name))})";
}
