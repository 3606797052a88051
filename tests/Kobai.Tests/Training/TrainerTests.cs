using Kobai.Data;
using Kobai.Layers;
using Kobai.Losses;
using Kobai.Memory;
using Kobai.Optimizers;
using static Kobai.Tests.Training.TrainingFixture;

namespace Kobai.Tests.Training;

[Collection("alone")]
public class TrainerTests
{
    [Theory]
    [InlineData(true), InlineData(false)]
    public void A_run_has_the_bits_of_a_plain_loop(bool findsDivergence)
    {
        var data = Points();
        Random.Seed(3);
        var plain = Net();
        var optimizer = new Adam(plain.Parameters, 0.02);
        var schedule = new ExponentialDecay(optimizer, 0.99);
        var batches = data.Batches(16, shuffle: true);
        var held = Points(40, seed: 6).Batches(32);
        var losses = new List<double>();
        for (int epoch = 0; epoch < 4; epoch++)
        {
            plain.Train();
            foreach (var (x, t) in batches)
            {
                optimizer.ZeroGradient();
                Loss.CrossEntropy(plain.Forward(x), t).Backward();
                plain.Parameters.ClipGradientNorm(0.5);
                optimizer.Step();
                schedule.Step();
            }
            plain.Evaluate();
            double sum = 0;
            using var noGradient = NoGradient.Enter();
            foreach (var (x, t) in held) sum += Loss.CrossEntropy(plain.Forward(x), t, reduction: Reduction.Sum).LossSum;
            losses.Add(sum / 40);
        }

        Random.Seed(3);
        var net = Net();
        var adam = new Adam(net.Parameters, 0.02);
        var trainer = new Trainer<Labels>(net, CrossEntropy, adam)
        {
            ClipNorm = 0.5,
            StepSchedule = new ExponentialDecay(adam, 0.99),
            FindsDivergence = findsDivergence,
        };
        var run = trainer.Fit(data.Batches(16, shuffle: true), Points(40, seed: 6).Batches(32), epochs: 4);

        Assert.Equal(Bits(plain), Bits(net));
        Assert.Equal(TrainingOutcome.Finished, run.Outcome);
        Assert.Equal(20, run.Steps);
        Assert.Equal(losses, run.Epochs.Select(epoch => epoch.ValidationLoss!.Value), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.False(net.IsTraining);
    }

    [Fact]
    public void Uneven_micro_batches_give_the_gradient_of_their_whole()
    {
        var generator = new Generator(1);
        double[] values = new double[9 * 4];
        generator.Normal(values);
        var x = Tensor.From(values, [9, 4]);
        Labels labels = [0, 1, -100, 2, -100, -100, 1, 0, 2];
        var weight = Tensor.From([0.2, 3.0, 1.0]);
        double[] Gradient(int accumulate, params (int From, int To)[] cuts)
        {
            var net = new Linear(4, 3, generator: new(7), type: DType.Float64);
            double[] before = Bits(net);
            var trainer = new Trainer<Labels>(net, (y, t) => Loss.CrossEntropy(y, t, weight), new Sgd(net.Parameters, 1)) { Accumulate = accumulate };
            var run = trainer.Fit(cuts.Select(cut => (x[cut.From..cut.To], Labels.Create(labels.Values[cut.From..cut.To]))));
            Assert.Equal(1, run.Steps);
            Assert.Equal(Loss.CrossEntropy(new Linear(4, 3, generator: new(7), type: DType.Float64).Forward(x), labels, weight).Item(), run.Epochs[0].TrainingLoss, 1e-12);
            return [.. before.Zip(Bits(net), (a, b) => a - b)];
        }

        double[] whole = Gradient(1, (0, 9));
        // The third micro-batch holds ignored labels alone.
        double[] parts = Gradient(4, (0, 1), (1, 4), (4, 6), (6, 9));
        Assert.All(whole.Zip(parts), pair => Assert.Equal(pair.First, pair.Second, 1e-14));

        // What a mean of the means would give is something else.
        double[] Mean()
        {
            var net = new Linear(4, 3, generator: new(7), type: DType.Float64);
            foreach (var (from, to) in ((int, int)[])[(0, 1), (1, 4), (6, 9)])
                (Loss.CrossEntropy(net.Forward(x[from..to]), Labels.Create(labels.Values[from..to]), weight) / 3).Backward();
            return [.. net.Parameters.SelectMany(p => p.Gradient!.ToArray<double>())];
        }
        Assert.Contains(whole.Zip(Mean()), pair => Math.Abs(pair.First - pair.Second) > 1e-2);
    }

    [Fact]
    public void The_last_step_of_an_epoch_takes_the_micro_batches_that_are_left()
    {
        var net = Net();
        var trainer = new Trainer<Labels>(net, CrossEntropy, new Adam(net.Parameters)) { Accumulate = 3 };
        Assert.Equal(6, trainer.Fit(Points(70).Batches(10), epochs: 2).Steps);
    }

    [Fact]
    public void A_loss_of_ones_own_counts_by_the_size_of_the_batch()
    {
        var net = new Linear(1, 1, generator: new(0), type: DType.Float64);
        var x = Tensor.From([1.0, 2.0, 3.0], [3, 1]);
        var trainer = new Trainer<Tensor>(net, (y, t) => (y - t).Pow(2).Mean() * 2, new Sgd(net.Parameters, 1)) { Accumulate = 2 };
        double[] before = Bits(net);
        trainer.Fit([(x[..1], x[..1]), (x[1..], x[1..])]);
        var whole = new Linear(1, 1, generator: new(0), type: DType.Float64);
        ((whole.Forward(x) - x).Pow(2).Mean() * 2).Backward();
        Assert.Equal(whole.Parameters[0].Gradient!.Item(), before[0] - Bits(net)[0], 1e-13);
    }

    [Fact]
    public void Reports_tell_of_each_step_and_each_epoch()
    {
        var reports = new List<TrainingProgress>();
        var net = Net();
        Trainer(net).Fit(Points().Batches(32), Points().Batches(32), epochs: 2, progress: new Listener(reports.Add));
        Assert.Equal([1, 2, 3, 3, 4, 5, 6, 6], reports.Select(r => r.Step));
        Assert.Equal([1, 2, 3, 3, 1, 2, 3, 3], reports.Select(r => r.Batch));
        Assert.Equal([1, 1, 1, 1, 2, 2, 2, 2], reports.Select(r => r.Epoch));
        Assert.All(reports, r => Assert.Equal((3, 2, 0.02), (r.Batches, r.Epochs, r.LearningRate)));
        Assert.Equal([3, 7], Enumerable.Range(0, 8).Where(i => reports[i].Result is not null));
        Assert.Equal(reports[2].Loss, reports[3].Result!.TrainingLoss);
        Assert.All(reports, r => Assert.Equal(r.Result is null, r.GradientNorm > 0));
    }

    [Fact]
    public void Schedules_go_by_the_step_or_by_the_epoch()
    {
        double[] Rates(Func<Optimizer, Schedule?> byStep, Func<Optimizer, Schedule?> byEpoch)
        {
            var rates = new List<double>();
            var net = Net();
            var optimizer = new Sgd(net.Parameters, 1e-3);
            new Trainer<Labels>(net, CrossEntropy, optimizer) { StepSchedule = byStep(optimizer), EpochSchedule = byEpoch(optimizer) }
                .Fit(Points(32).Batches(16), epochs: 2, progress: new Listener(r => rates.Add(r.LearningRate)));
            return [.. rates];
        }
        Assert.Equal([1e-3, 5e-4, 5e-4, 2.5e-4, 1.25e-4, 1.25e-4], Rates(o => new ExponentialDecay(o, 0.5), _ => null));
        Assert.Equal([1e-3, 1e-3, 1e-3, 5e-4, 5e-4, 5e-4], Rates(_ => null, o => new ExponentialDecay(o, 0.5)));
    }

    [Fact]
    public void A_plateau_lowers_the_rate_by_the_validation_loss()
    {
        var net = new Linear(6, 3);
        var optimizer = new Sgd(net.Parameters, 1e-12);
        var trainer = new Trainer<Labels>(net, CrossEntropy, optimizer) { Plateau = new(optimizer, factor: 0.5, patience: 1, epsilon: 0) };
        var run = trainer.Fit(Points().Batches(70), Points().Batches(70), epochs: 4);
        Assert.Equal([1e-12, 1e-12, 1e-12, 5e-13], run.Epochs.Select(e => e.LearningRate), (a, b) => Math.Abs(a - b) < 1e-20);
    }

    [Fact]
    public void A_moving_average_is_validated_with_and_stays_at_the_end()
    {
        Random.Seed(4);
        var net = Net();
        var average = new ExponentialMovingAverage(net.Parameters, 0.8);
        var trainer = new Trainer<Labels>(net, CrossEntropy, new Adam(net.Parameters, 0.05)) { Average = average };
        var run = trainer.Fit(Points().Batches(16), Points(40).Batches(40), epochs: 2);
        Assert.Equal(10, average.Updates);
        Assert.Equal(net.Parameters.SelectMany(p => p.ToArray<float>()), average.Averages.SelectMany(a => a.ToArray<float>()));
        Assert.Equal(trainer.Evaluate(Points(40).Batches(40)).Loss, run.Epochs[1].ValidationLoss!.Value);
    }

    [Fact]
    public void Stochastic_weight_averaging_ends_with_the_mean_of_the_last_epochs_and_fresh_statistics()
    {
        Random.Seed(4);
        var net = Net();
        var ends = new List<float[]>();
        var average = new StochasticWeightAveraging(net.Parameters);
        var trainer = new Trainer<Labels>(net, CrossEntropy, new Adam(net.Parameters, 0.05))
        {
            Average = average,
            AverageFrom = 2,
            Callbacks = { new Recorder(() => ends.Add(net.Parameters[0].ToArray<float>())) },
        };
        trainer.Fit(Points().Batches(16), epochs: 4);
        Assert.Equal(3, average.Updates);
        float[] mean = net.Parameters[0].ToArray<float>();
        for (int i = 0; i < mean.Length; i++) Assert.Equal((ends[1][i] + ends[2][i] + ends[3][i]) / 3, mean[i], 1e-6);
        var norm = (BatchNorm)net[1];
        Assert.Equal(5, norm.GetState()["num_batches_tracked"].Item());
        var first = net[0].Forward(Points().Batches(16).First().Input);
        var means = Points().Batches(16).Select(batch => net[0].Forward(batch.Input).Mean(0).ToArray<double>()).ToArray();
        for (int c = 0; c < 12; c++) Assert.Equal(means.Average(m => m[c]), norm.RunningMean!.ToArray<double>()[c], 1e-5);
    }

    [Fact]
    public void Evaluation_changes_nothing_and_metrics_are_of_all_outputs_together()
    {
        Random.Seed(4);
        var net = Net();
        var trainer = new Trainer<Labels>(net, CrossEntropy, new Adam(net.Parameters)) { Metrics = { ["rows"] = (y, t) => y.Shape[0] + t.Count } };
        double[] before = Bits(net);
        Assert.True(net.IsTraining);
        var whole = trainer.Evaluate(Points().Batches(70));
        var parts = trainer.Evaluate(Points().Batches(16));
        Assert.True(net.IsTraining);
        Assert.Equal(before, Bits(net));
        Assert.Equal(140, parts.Metrics["rows"]);
        Assert.Equal(whole.Loss, parts.Loss, 1e-6);
    }

    [Fact]
    public void A_hundred_steps_leave_no_memory_behind()
    {
        var x = Tensor.Ones([64, 200]);
        Sequential net = [new Linear(200, 300), new Relu(), new Linear(300, 200)];
        var trainer = new Trainer<Tensor>(net, (y, t) => Loss.SquaredError(y, t), new Adam(net.Parameters)) { ClipNorm = 1 };
        (Tensor, Tensor)[] batches = [.. Enumerable.Repeat((x, x), 10)];
        long Live()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Pool.LiveBlocks;
        }
        trainer.Fit(batches, batches, epochs: 1);
        long before = Live();
        trainer.Fit(batches, batches, epochs: 10);
        Assert.Equal(before, Live());
    }

    [Fact]
    public void A_scope_around_a_run_takes_nothing_from_it()
    {
        var net = Net();
        var average = new ExponentialMovingAverage(net.Parameters);
        using (Scope.Enter())
        {
            new Trainer<Labels>(net, CrossEntropy, new Adam(net.Parameters)) { Average = average, EarlyStopping = new(3) }
                .Fit(Points().Batches(16), Points().Batches(16), epochs: 2);
        }
        Assert.All(Bits(net), value => Assert.True(double.IsFinite(value)));
        average.Update();
    }

    [Fact]
    public async Task A_run_on_another_thread_is_the_same()
    {
        Random.Seed(2);
        var a = Net();
        Trainer(a).Fit(Points().Batches(16, shuffle: true), epochs: 2);
        Random.Seed(2);
        var b = Net();
        await Trainer(b).FitAsync(Points().Batches(16, shuffle: true), epochs: 2);
        Assert.Equal(Bits(a), Bits(b));
    }

    [Fact]
    public void A_forward_pass_of_ones_own_is_taken()
    {
        var net = new Linear(6, 3, generator: new(0));
        int calls = 0;
        var trainer = new Trainer<Labels>(net, CrossEntropy, new Sgd(net.Parameters, 0.1))
        {
            Forward = x =>
            {
                calls++;
                return net.Forward(x * 2);
            },
        };
        trainer.Fit(Points().Batches(35), Points().Batches(35));
        Assert.Equal(4, calls);
    }

    [Fact]
    public void Settings_and_data_that_make_no_sense_are_refused()
    {
        var net = Net();
        string Message(int accumulate = 1, int from = 1, int? every = null) => Assert.Throws<ArgumentOutOfRangeException>(() =>
            new Trainer<Labels>(net, CrossEntropy, new Adam(net.Parameters)) { Accumulate = accumulate, AverageFrom = from, SaveEvery = every }
                .Fit(Points().Batches(16))).Message;
        Assert.StartsWith("Trainer: Accumulate must be 1 or more.", Message(accumulate: 0));
        Assert.StartsWith("Trainer: AverageFrom must be 1 or more.", Message(from: 0));
        Assert.StartsWith("Trainer: SaveEvery must be 1 or more.", Message(every: 0));
        Assert.StartsWith("EarlyStopping: patience must be 1 or more.", Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping(0)).Message);
        Assert.StartsWith("Trainer: there are no batches to train with.", Assert.Throws<ArgumentException>(() => Trainer(net).Fit([])).Message);
        Assert.StartsWith("Evaluate: there are no batches.", Assert.Throws<ArgumentException>(() => Trainer(net).Evaluate([])).Message);
        var none = new Trainer<Labels>(net, (y, t) => Loss.CrossEntropy(y, t, reduction: Reduction.None), new Adam(net.Parameters));
        Assert.Equal(
            "Trainer: the loss must be one number; it is of shape (16). Is its reduction None?",
            Assert.Throws<ShapeException>(() => none.Fit(Points().Batches(16))).Message);
    }
}
