using Kobai.Layers;
using Kobai.Losses;
using Kobai.Optimizers;

namespace Kobai.Tests.Training;

public class DivergenceTests
{
    [Fact]
    public void An_overflow_is_traced_to_its_layer()
    {
        Sequential net = [new Linear(2, 4), new Relu(), new Linear(4, 1)];
        using (NoGradient.Enter()) net[2].Parameters[0].Fill(3e38);
        using (NoGradient.Enter()) net[0].Parameters[0].Fill(3);
        var error = Fit(net, Tensor.Ones([3, 2]), rate: 0.5);
        Assert.Equal(
            "Training stopped in step 1 (epoch 1, batch 1): the loss is Infinity. It began in Linear of 2 (Linear): all its inputs are finite, its output holds Infinity. " +
            "Lower the learning rate (it is 0.5), bound the gradients with ClipNorm, or scale the inputs.", error.Message);
        Assert.Equal((1L, "Linear", "2"), (error.Step, error.Op, error.Layer));
    }

    [Fact]
    public void An_operation_without_parameters_is_placed_behind_a_layer_of_a_nested_model()
    {
        var net = new Autoencoder();
        var error = Fit(net, Tensor.Full([3, 2], 1000), rate: 0.1);
        Assert.Equal(
            "Training stopped in step 1 (epoch 1, batch 1): the model's output holds NaN. It began in Exp behind encoder.1 (Linear): all its inputs are finite, its output holds Infinity. " +
            "Lower the learning rate (it is 0.1), bound the gradients with ClipNorm, or scale the inputs.", error.Message);
        Assert.Equal(("Exp", "encoder.1"), (error.Op, error.Layer));
    }

    [Fact]
    public void A_diverging_run_names_the_step()
    {
        var net = new Linear(2, 1, generator: new(0));
        var error = Fit(net, Tensor.Ones([3, 2]), rate: 1e12, epochs: 10);
        Assert.InRange(error.Step, 2, 6);
        Assert.StartsWith($"Training stopped in step {error.Step} (epoch {error.Step}, batch 1): the loss is Infinity. It began in SquaredError behind the model (Linear):", error.Message);
        Assert.Contains("Lower the learning rate (it is 1E+12)", error.Message);
        Assert.All(net.GetState().Values.SelectMany(tensor => tensor.ToArray<float>()), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void A_parameter_that_a_step_has_broken_is_named()
    {
        var net = new Linear(2, 1, generator: new(0));
        using (NoGradient.Enter()) net.Weight.CopyFrom([float.NaN, 1f]);
        var error = Fit(net, Tensor.Ones([3, 2]));
        Assert.StartsWith(
            "Training stopped in step 1 (epoch 1, batch 1): the model's output holds NaN. The parameter weight of the model (Linear) holds NaN: the step before made it so.",
            error.Message);
        Assert.Equal((null, ""), (error.Op, error.Layer));
    }

    [Fact]
    public void A_hole_in_the_data_is_told_from_a_fault_of_the_model()
    {
        var net = new Linear(2, 1, generator: new(0));
        var error = Fit(net, Tensor.From([1f, float.NaN, 2, 3], [2, 2]));
        Assert.Equal(
            "Training stopped in step 1 (epoch 1, batch 1): the model's output holds NaN. The data holds NaN, in a tensor of shape (2, 2). " +
            "Mend the data: leave such examples out, or fill the holes.", error.Message);
        Assert.Equal((null, null), (error.Op, error.Layer));
    }

    [Theory]
    [InlineData(float.NaN, "the model's output holds NaN. The data holds NaN")]
    [InlineData(float.PositiveInfinity, "the loss is Infinity. The data holds Infinity")]
    public void The_batch_is_named_in_its_step_and_epoch(float hole, string what)
    {
        var net = new Linear(1, 1, generator: new(0));
        var trainer = new Trainer<Tensor>(net, (y, t) => Loss.SquaredError(y, t), new Sgd(net.Parameters, 0.1)) { Accumulate = 2 };
        int epoch = 0;
        IEnumerable<(Tensor, Tensor)> Batches()
        {
            epoch++;
            for (int batch = 1; batch <= 4; batch++)
                yield return (Tensor.Full([2, 1], epoch == 2 && batch == 3 ? hole : 1), Tensor.Ones([2, 1]));
        }
        var error = Assert.Throws<DivergenceException>(() => trainer.Fit(Batches(), epochs: 3));
        Assert.Equal(
            $"Training stopped in step 4 (epoch 2, batch 3): {what}, in a tensor of shape (2, 1). Mend the data: leave such examples out, or fill the holes.",
            error.Message);
    }

    [Fact]
    public void A_hole_in_the_targets_is_told_by_the_loss_itself()
    {
        var net = new Linear(2, 1, generator: new(0));
        var trainer = new Trainer<Tensor>(net, (y, t) => Loss.SquaredError(y, t), new Sgd(net.Parameters, 0.1));
        var error = Assert.Throws<NotANumberException>(() => trainer.Fit([(Tensor.Ones([2, 2]), Tensor.From([1f, float.NaN], [2, 1]))]));
        Assert.Contains("target", error.Message);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_while_the_loss_is_is_traced_too()
    {
        Sequential net = [new Linear(2, 2, generator: new(0)), new Root(), new Linear(2, 1, generator: new(0))];
        using (NoGradient.Enter()) foreach (var parameter in net[0].Parameters) parameter.Fill(0);
        double[] before = TrainingFixture.Bits(net);
        var error = Fit(net, Tensor.Ones([3, 2]), rate: 0.1);
        Assert.Matches(
            @"^Training stopped in step 1 \(epoch 1, batch 1\): the loss is [0-9.]+, but the norm of the gradient is (NaN|Infinity)\. " +
            @"It began in the gradient of Sqrt behind 0 \(Linear\): the gradient of its output is finite, that of its input holds Infinity\. Lower the", error.Message);
        Assert.Equal(("Sqrt", "0"), (error.Op, error.Layer));
        Assert.Equal(before, TrainingFixture.Bits(net));
    }

    [Fact]
    public void A_batch_in_which_nothing_counts_is_no_divergence()
    {
        var net = new Linear(2, 3, generator: new(0));
        double[] before = TrainingFixture.Bits(net);
        var trainer = new Trainer<Labels>(net, (y, t) => Loss.CrossEntropy(y, t), new Sgd(net.Parameters, 0.1));
        trainer.Fit([(Tensor.Ones([2, 2]), [-100, -100])]);
        Assert.Equal(before, TrainingFixture.Bits(net));
    }

    [Fact]
    public void Without_the_search_a_run_goes_on()
    {
        var net = new Linear(2, 1, generator: new(0));
        var trainer = new Trainer<Tensor>(net, (y, t) => (y - t).Pow(2).Mean(), new Sgd(net.Parameters, 1e30)) { FindsDivergence = false };
        Assert.Equal(8, trainer.Fit([(Tensor.Ones([2, 2]), Tensor.Ones([2, 1]))], epochs: 8).Steps);
    }

    static DivergenceException Fit(Layer net, Tensor x, double rate = 0.1, int epochs = 1)
    {
        var trainer = new Trainer<Tensor>(net, (y, t) => Loss.SquaredError(y, t), new Sgd(net.Parameters, rate));
        var target = Tensor.Full(Shape.Create([x.Shape[0], 1]), 1);
        return Assert.Throws<DivergenceException>(() => trainer.Fit([(x, target)], epochs: epochs));
    }

    sealed class Root : Layer
    {
        public override Tensor Forward(Tensor x) => x.Sqrt();
    }

    sealed class Autoencoder : Layer
    {
        readonly Sequential _encoder = [new Linear(2, 3, generator: new(0)), new Linear(3, 3, generator: new(1))];
        readonly Linear _decoder = new(3, 1, generator: new(2));

        public override Tensor Forward(Tensor x) => _decoder.Forward((_encoder.Forward(x).Pow(2) * 10).Exp());
    }
}
