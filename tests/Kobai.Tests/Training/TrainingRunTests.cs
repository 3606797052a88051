using Kobai.Losses;
using Kobai.Optimizers;
using static Kobai.Tests.Training.TrainingFixture;

namespace Kobai.Tests.Training;

[Collection("alone")]
public class TrainingRunTests
{
    [Theory]
    [InlineData(0), InlineData(3), InlineData(7)]
    public void A_canceled_run_stops_after_a_whole_step(int steps)
    {
        Random.Seed(2);
        var plain = Net();
        var optimizer = new Adam(plain.Parameters, 0.02);
        var batches = Points().Batches(16, shuffle: true);
        int taken = 0;
        for (int epoch = 0; epoch < 2; epoch++)
        {
            foreach (var (x, t) in batches)
            {
                if (taken == steps) break;
                optimizer.ZeroGradient();
                Loss.CrossEntropy(plain.Forward(x), t).Backward();
                optimizer.Step();
                taken++;
            }
        }

        Random.Seed(2);
        using var source = new CancellationTokenSource();
        if (steps == 0) source.Cancel();
        var net = Net();
        var run = Trainer(net).Fit(
            Points().Batches(16, shuffle: true), epochs: 9, cancellation: source.Token,
            progress: new Listener(report =>
            {
                if (report.Step == steps) source.Cancel();
            }));
        Assert.Equal((TrainingOutcome.Canceled, steps, steps / 5), (run.Outcome, run.Steps, run.Epochs.Count));
        Assert.Equal(Bits(plain), Bits(net));
    }

    [Fact]
    public void A_callback_ends_the_run_after_a_step_or_an_epoch()
    {
        var net = Net();
        var trainer = new Trainer<Labels>(net, CrossEntropy, new Adam(net.Parameters)) { Callbacks = { new Recorder(steps: 3) } };
        var run = trainer.Fit(Points().Batches(16), epochs: 5);
        Assert.Equal((TrainingOutcome.StoppedByCallback, 3L, 0), (run.Outcome, run.Steps, run.Epochs.Count));
        Assert.Equal("TrainingRun: no epoch was finished.", Assert.Throws<InvalidOperationException>(() => run.Best).Message);
        trainer.Callbacks[0] = new Recorder(epochs: 2);
        run = trainer.Fit(Points().Batches(16), epochs: 5);
        Assert.Equal((TrainingOutcome.StoppedByCallback, 2), (run.Outcome, run.Epochs.Count));
    }
}
