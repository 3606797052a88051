using Kobai.Optimizers;
using static Kobai.Tests.Training.TrainingFixture;

namespace Kobai.Tests.Training;

[Collection("alone")]
public class EarlyStoppingTests
{
    [Fact]
    public void Early_stopping_ends_the_run_and_restores_the_best_parameters_and_buffers()
    {
        double[] script = [1, 3, 2.5, 2, 9];
        int epoch = 0;
        var states = new List<double[]>();
        Random.Seed(1);
        var net = Net();
        var trainer = new Trainer<Labels>(net, CrossEntropy, new Adam(net.Parameters, 0.05))
        {
            Metrics = { ["score"] = (_, _) => script[epoch++] },
            EarlyStopping = new(patience: 2) { Metric = "score", HigherIsBetter = true },
            Callbacks = { new Recorder(() => states.Add(Bits(net))) },
        };
        var run = trainer.Fit(Points().Batches(16), Points().Batches(16), epochs: 10);
        Assert.Equal(TrainingOutcome.StoppedEarly, run.Outcome);
        Assert.Equal([1, 3, 2.5, 2], run.Epochs.Select(e => e.Metrics["score"]));
        Assert.Equal(2, run.BestEpoch);
        Assert.Equal(3, run.Best.Metrics["score"]);
        Assert.Equal(states[1], Bits(net));
        Assert.NotEqual(states[3], Bits(net));
    }

    [Fact]
    public void The_best_weights_are_restored_when_all_epochs_were_run_too()
    {
        double[] script = [0.1, 0.5];
        int epoch = 0;
        double[]? first = null;
        var net = Net();
        var trainer = new Trainer<Labels>(net, CrossEntropy, new Adam(net.Parameters, 0.05))
        {
            Metrics = { ["error"] = (_, _) => script[epoch++] },
            EarlyStopping = new(patience: 5) { Metric = "error" },
            Callbacks = { new Recorder(() => first ??= Bits(net)) },
        };
        Assert.Equal(TrainingOutcome.Finished, trainer.Fit(Points().Batches(16), Points().Batches(16), epochs: 2).Outcome);
        Assert.Equal(first, Bits(net));
    }

    [Fact]
    public void A_metric_that_does_not_exist_is_refused_by_name()
    {
        var net = Net();
        var trainer = new Trainer<Labels>(net, CrossEntropy, new Adam(net.Parameters))
        {
            Metrics = { ["accuracy"] = Metric.Accuracy },
            EarlyStopping = new(3) { Metric = "f1" },
        };
        var error = Assert.Throws<InvalidOperationException>(() => trainer.Fit(Points().Batches(16), Points().Batches(16)));
        Assert.Equal("EarlyStopping: there is no metric 'f1'; the metrics are: accuracy.", error.Message);
        error = Assert.Throws<InvalidOperationException>(() => trainer.Fit(Points().Batches(16)));
        Assert.Equal("EarlyStopping: there is no metric 'f1'; the metrics are: none, as there is no validation.", error.Message);
    }
}
