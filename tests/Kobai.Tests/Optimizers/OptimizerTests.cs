using Kobai.Optimizers;

namespace Kobai.Tests.Optimizers;

public class OptimizerTests
{
    public static TheoryData<string> Names => [.. Makers.Keys];

    static readonly Dictionary<string, Func<Tensor[], Optimizer>> Makers = new(StringComparer.Ordinal)
    {
        ["Sgd"] = w => new Sgd(w, 0.05, momentum: 0.9, dampening: 0.1),
        ["Adam"] = w => new Adam(w, 0.05, amsgrad: true),
        ["AdamW"] = w => new AdamW(w, 0.05),
        ["Adamax"] = w => new Adamax(w, 0.05),
        ["NAdam"] = w => new NAdam(w, 0.05),
        ["RAdam"] = w => new RAdam(w, 0.05, beta2: 0.9),
        ["Adagrad"] = w => new Adagrad(w, 0.1, learningRateDecay: 0.1),
        ["Adadelta"] = w => new Adadelta(w),
        ["RmsProp"] = w => new RmsProp(w, 0.02, momentum: 0.5, centered: true),
        ["Asgd"] = w => new Asgd(w, 0.05, start: 2),
        ["Rprop"] = w => new Rprop(w),
        ["Lion"] = w => new Lion(w, 0.02),
        ["Adafactor"] = w => new Adafactor(w, 0.05),
        ["Muon"] = w => new Muon(w, 0.02),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_run_that_takes_over_the_state_goes_on_with_the_same_bits(string name)
    {
        Tensor[] whole = Start(), halves = Start();
        var optimizer = Makers[name](whole);
        for (int i = 0; i < 10; i++) optimizer.Step(() => Bowl(whole));

        var first = Makers[name](halves);
        for (int i = 0; i < 5; i++) first.Step(() => Bowl(halves));
        Tensor[] copies = [.. halves.Select(w => Tensor.From(w.ToArray<float>(), w.Shape).RequireGradient())];
        var second = Makers[name](copies);
        second.SetState(first.GetState());
        for (int i = 0; i < 5; i++) second.Step(() => Bowl(copies));

        Assert.Equal(10, second.Steps);
        for (int k = 0; k < whole.Length; k++) Assert.Equal(whole[k].ToArray<float>(), copies[k].ToArray<float>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_loss_of_a_bowl_falls(string name)
    {
        Tensor[] w = Start();
        var optimizer = Makers[name](w);
        double before = optimizer.Step(() => Bowl(w));
        for (int i = 0; i < 40; i++) optimizer.Step(() => Bowl(w));
        Assert.InRange(Bowl(w).Item(), 0, 0.97 * before);
    }

    [Fact]
    public void Groups_have_a_learning_rate_and_a_weight_decay_of_their_own()
    {
        Tensor a = Tensor.Ones([1]).RequireGradient(), b = Tensor.Ones([1]).RequireGradient();
        var optimizer = new Sgd([a], learningRate: 0.1, weightDecay: 1);
        optimizer.AddGroup([b], learningRate: 0.5, weightDecay: 0);
        optimizer.Step(() => (a + b).Sum());
        Assert.Equal(0.8, a.Item(), 1e-6);
        Assert.Equal(0.5, b.Item(), 1e-6);
        optimizer.LearningRate = 0.2;
        Assert.All(optimizer.Groups, group => Assert.Equal(0.2, group.LearningRate));
    }

    [Fact]
    public void A_parameter_is_optimized_once()
    {
        var w = Tensor.Ones([2]).RequireGradient();
        var optimizer = new Sgd([w]);
        var error = Assert.Throws<ArgumentException>(() => optimizer.AddGroup([w]));
        Assert.StartsWith("Sgd: parameter 1, of shape (2), is a parameter already.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_of_another_optimizer_is_refused_by_name_and_by_shape()
    {
        var w = Tensor.Ones([2]).RequireGradient();
        var optimizer = new Adam([w]);
        var unknown = Assert.Throws<ArgumentException>(() => optimizer.SetState(State("momentum.0", [2])));
        Assert.StartsWith("Adam: there is no state momentum.0; its states are mean, square.", unknown.Message, StringComparison.Ordinal);
        var missing = Assert.Throws<ArgumentException>(() => optimizer.SetState(State("mean.7", [2])));
        Assert.StartsWith("Adam: there is no state mean.7; the optimizer has 1 parameters.", missing.Message, StringComparison.Ordinal);
        var shape = Assert.Throws<ArgumentException>(() => optimizer.SetState(State("mean.0", [3])));
        Assert.StartsWith("Adam: mean.0 must have the shape (2); it is (3).", shape.Message, StringComparison.Ordinal);

        static Dictionary<string, Tensor> State(string name, Shape shape) =>
            new(StringComparer.Ordinal) { [name] = Tensor.Zeros(shape) };
    }

    [Fact]
    public void A_learning_rate_or_a_weight_decay_below_0_is_refused()
    {
        var w = Tensor.Ones([2]).RequireGradient();
        var rate = Assert.Throws<ArgumentOutOfRangeException>(() => new Adamax([w], -1));
        Assert.StartsWith("Adamax: learningRate must be 0 or more.", rate.Message, StringComparison.Ordinal);
        var decay = Assert.Throws<ArgumentOutOfRangeException>(() => new Adamax([w], weightDecay: -1));
        Assert.StartsWith("Adamax: weightDecay must be 0 or more.", decay.Message, StringComparison.Ordinal);
    }

    static Tensor[] Start() =>
    [
        Tensor.From([0.5f, -1, 2, 0.25f, 1, -0.75f], [2, 3]).RequireGradient(),
        Tensor.From([1f, 0.5f, -0.25f, 1], [2, 2]).RequireGradient(),
    ];

    static Tensor Bowl(Tensor[] w) => (w[0] * w[0]).Sum() + ((w[1] - 0.5) * (w[1] - 0.5)).Sum();
}
