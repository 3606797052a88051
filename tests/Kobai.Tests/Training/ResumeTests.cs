using Kobai.Data;
using Kobai.Layers;
using Kobai.Losses;
using Kobai.Optimizers;
using static Kobai.Tests.Training.TrainingFixture;

namespace Kobai.Tests.Training;

/// <summary>A run that was interrupted and resumed in objects of its own has the bits of one that was not.</summary>
[Collection("alone")]
public sealed class ResumeTests : IDisposable
{
    readonly string _folder = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(1), InlineData(2)]
    public void From_the_middle_of_an_epoch_with_shuffling_dropout_and_batch_norm(int threads) => WithThreads(threads, () =>
    {
        var whole = Run(folder: null, seed: 1, stopAfter: int.MaxValue);
        foreach (int step in (int[])[1, 3, 5, 6, 12, 19])
        {
            if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
            var first = Run(_folder, seed: 1, stopAfter: step);
            Assert.Equal((TrainingOutcome.Canceled, step), (first.History.Outcome, first.History.Steps));
            var resumed = Run(_folder, seed: 77, stopAfter: int.MaxValue);
            Assert.Equal(whole.Bits, resumed.Bits);
            Assert.Equal(Numbers(whole.History), Numbers(resumed.History));
            Assert.Equal(whole.Random, resumed.Random);
        }
    });

    [Fact]
    public void Step_by_step()
    {
        var whole = Run(folder: null, seed: 1, stopAfter: int.MaxValue);
        for (int step = 1; step < 20; step++) Run(_folder, seed: step, stopAfter: step);
        Assert.Equal(whole.Bits, Run(_folder, seed: 77, stopAfter: int.MaxValue).Bits);
    }

    [Fact]
    public void From_the_checkpoint_before_when_the_newest_is_torn()
    {
        var whole = Run(folder: null, seed: 1, stopAfter: int.MaxValue);
        Run(_folder, seed: 1, stopAfter: 7);
        string newest = Directory.GetFiles(_folder).Order().Last();
        File.WriteAllBytes(newest, File.ReadAllBytes(newest)[..200]);
        var notices = new List<string>();
        var resumed = Run(_folder, seed: 77, stopAfter: int.MaxValue, notices.Add);
        Assert.Equal(whole.Bits, resumed.Bits);
        Assert.Equal(2, notices.Count);
        Assert.StartsWith(newest, notices[0]);
        Assert.Equal($"{_folder}: the run goes on after step 6, in epoch 2.", notices[1]);
    }

    [Fact]
    public void A_finished_run_is_not_run_again_but_goes_on_with_more_epochs()
    {
        var six = Run(folder: null, seed: 1, stopAfter: int.MaxValue, epochs: 6);
        var four = Run(_folder, seed: 1, stopAfter: int.MaxValue, epochs: 4);
        var again = Run(_folder, seed: 5, stopAfter: int.MaxValue, epochs: 4);
        Assert.Equal(four.Bits, again.Bits);
        Assert.Equal(Numbers(four.History), Numbers(again.History));
        Assert.Equal(six.Bits, Run(_folder, seed: 5, stopAfter: int.MaxValue, epochs: 6).Bits);
    }

    [Fact]
    public void A_stopped_run_stays_stopped()
    {
        Assert.Equal(TrainingOutcome.StoppedEarly, Run(_folder, seed: 1, stopAfter: int.MaxValue, patience: 1, epochs: 50).History.Outcome);
        var again = Run(_folder, seed: 2, stopAfter: 1, patience: 1, epochs: 50);
        Assert.Equal(TrainingOutcome.StoppedEarly, again.History.Outcome);
    }

    [Theory]
    [InlineData(0), InlineData(2)]
    public void A_shuffled_stream_begins_its_epoch_again(int prefetch) => BeginsAgain(() =>
    {
        var data = Points();
        return ExampleStream.Of(Enumerable.Range(0, 70).Select(i => data.Take([i]))).Shuffle(20).Batches(14, prefetch: prefetch);
    });

    // An order drawn at the beginning, and noise drawn on the way.
    [Fact]
    public void Any_other_source_of_batches_begins_its_epoch_again()
    {
        BeginsAgain(Stream);

        static IEnumerable<(Tensor, Labels)> Stream()
        {
            var data = Points();
            int[] order = Generator.Default.Permutation(70);
            foreach (int[] places in order.Chunk(14))
            {
                var (x, t) = data.Take(places);
                yield return (x + Tensor.Normal(x.Shape) * 0.1, t);
            }
        }
    }

    void BeginsAgain(Func<IEnumerable<(Tensor, Labels)>> source)
    {
        double[] Train(string? folder, int stopAfter)
        {
            Random.Seed(3);
            var net = Net();
            using var stop = new CancellationTokenSource();
            var trainer = new Trainer<Labels>(net, CrossEntropy, new Adam(net.Parameters, 0.05)) { Folder = folder, Notice = _ => { } };
            trainer.Fit(source(), epochs: 3, cancellation: stop.Token, progress: new Listener(r =>
            {
                if (r.Step == stopAfter) stop.Cancel();
            }));
            return Bits(net);
        }
        double[] whole = Train(null, int.MaxValue);
        Train(_folder, 4);
        Train(_folder, 8);
        Assert.Equal(whole, Train(_folder, int.MaxValue));
    }

    [Fact]
    public void From_the_middle_of_a_validation()
    {
        double[] Train(string? folder, int cancelAt)
        {
            Random.Seed(3);
            var net = Net();
            using var source = new CancellationTokenSource();
            int batches = 0;
            var trainer = new Trainer<Labels>(net, CrossEntropy, new Adam(net.Parameters, 0.05))
            {
                Folder = folder,
                Notice = _ => { },
                EarlyStopping = new(patience: 9),
                Average = new ExponentialMovingAverage(net.Parameters, 0.7),
            };
            // A validation that draws random numbers of its own, four batches for each epoch.
            IEnumerable<(Tensor, Labels)> Held()
            {
                foreach (var (x, t) in Points(40, seed: 6).Batches(10, shuffle: true))
                {
                    if (++batches == cancelAt) source.Cancel();
                    yield return (x + 0.1 * Tensor.Normal(x.Shape), t);
                }
            }
            var run = trainer.Fit(Points().Batches(14, shuffle: true), Held(), epochs: 3, cancellation: source.Token);
            Assert.Equal(cancelAt < 12 ? TrainingOutcome.Canceled : TrainingOutcome.Finished, run.Outcome);
            return Bits(net);
        }
        double[] whole = Train(null, int.MaxValue);
        Train(_folder, 2);
        Train(_folder, 7);
        Assert.Equal(whole, Train(_folder, int.MaxValue));
    }

    [Fact]
    public void A_checkpoint_of_another_run_is_refused()
    {
        Run(_folder, seed: 1, stopAfter: 3);
        var net = Net();
        var trainer = new Trainer<Labels>(net, CrossEntropy, new Adam(net.Parameters)) { Folder = _folder };
        var error = Assert.Throws<InvalidDataException>(() => trainer.Fit(Points().Batches(16, shuffle: true)));
        Assert.Equal($"{_folder}: the checkpoint is of a run with 2 groups of parameters and 1 callbacks; this one has 1 and 0.", error.Message);

        Sequential other = [new Linear(6, 3)];
        var optimizer = new Adam([other.Parameters[0]]);
        optimizer.AddGroup([other.Parameters[1]]);
        trainer = new(other, CrossEntropy, optimizer) { Folder = _folder, Callbacks = { new Counter() } };
        Assert.Contains("the state does not fit", Assert.Throws<InvalidDataException>(() => trainer.Fit(Points().Batches(16, shuffle: true))).Message);
    }

    static IEnumerable<string> Numbers(TrainingRun run) => run.Epochs.Select(epoch => $"{epoch} {epoch.TrainingLoss:R} {epoch.ValidationLoss:R} {epoch.LearningRate:R} {epoch.Steps}");

    static (double[] Bits, TrainingRun History, byte[] Random) Run(
        string? folder, int seed, int stopAfter, Action<string>? notice = null, int epochs = 4, int patience = 20)
    {
        Random.Seed(seed);
        var dropout = new Generator(seed);
        Sequential net =
        [
            new Linear(6, 12), new BatchNorm(12, momentum: null), new Relu(), new Dropout(0.3), new Linear(12, 12), new Tanh(),
            new Dropout(0.2, dropout), new Linear(12, 3),
        ];
        var optimizer = new AdamW([net.Parameters[0]], 0.02);
        optimizer.AddGroup(net.Parameters.Skip(1), learningRate: 0.05, weightDecay: 0);
        using var source = new CancellationTokenSource();
        var counter = new Counter();
        var trainer = new Trainer<Labels>(net, CrossEntropy, optimizer)
        {
            Folder = folder,
            SaveEvery = 2,
            Metrics = { ["accuracy"] = Metric.Accuracy },
            StepSchedule = new CosineDecay(optimizer, 100),
            Average = new ExponentialMovingAverage(net.Parameters, 0.9),
            EarlyStopping = new(patience),
            ClipNorm = 1,
            Generators = { dropout },
            Callbacks = { counter },
            Notice = notice ?? (_ => { }),
        };
        var batches = Points().Batches(16, shuffle: true, new Generator(seed + 1));
        var history = trainer.Fit(batches, Points(40, seed: 6).Batches(16), epochs, new Listener(report =>
        {
            if (report.Step == stopAfter && report.Result is null) source.Cancel();
        }), source.Token);
        if (history.Outcome is not TrainingOutcome.Canceled) Assert.Equal(history.Steps, counter.Steps);
        return (Bits(net), history, Generator.Default.GetState());
    }

    sealed class Counter : TrainingCallback
    {
        public long Steps { get; private set; }

        public override bool AfterStep(TrainingProgress progress)
        {
            Steps++;
            return true;
        }

        public override string GetState() => Steps.ToString(System.Globalization.CultureInfo.InvariantCulture);

        public override void SetState(string state) => Steps = long.Parse(state, System.Globalization.CultureInfo.InvariantCulture);
    }
}
