using Kobai.Layers;
using Kobai.Optimizers;

namespace Kobai;

/// <summary>Trains a model: epochs, validation, metrics, early stopping, checkpoints.</summary>
/// <typeparam name="TTarget"><see cref="Labels"/> for classes, <see cref="Tensor"/> for numbers.</typeparam>
/// <remarks>
/// <para>A step is what a plain loop would do, with the same bits: the gradients emptied, the loss, its backward pass, the
/// optimizer. Whatever else is asked for is done in this order: micro-batches accumulated, gradients clipped, the step, the
/// average of the weights, the schedule. Each step runs in a <see cref="Scope"/>, so that a long training needs no more memory
/// than a short one.</para>
/// <para>With <see cref="Folder"/>, a run that was killed at any moment goes on where it was, with the same bits.</para>
/// <example><code>
/// Random.Seed(0);
/// var x = Tensor.Normal([256, 2]);
/// var inside = x.Pow(2).Sum(1).ToArray&lt;float&gt;().Select(r =&gt; r &lt; 1 ? 1L : 0L).ToArray();
/// var points = Dataset.Of(x, Labels.Create(inside));
/// Sequential net = [new Linear(2, 16), new Tanh(), new Linear(16, 2)];
/// var trainer = new Trainer&lt;Labels&gt;(net, (y, t) =&gt; Loss.CrossEntropy(y, t), new Adam(net.Parameters, learningRate: 0.05))
/// {
///     Metrics = { ["accuracy"] = Metric.Accuracy },
/// };
/// TrainingRun run = trainer.Fit(points.Batches(32, shuffle: true), validation: points.Batches(256), epochs: 20);
/// run.Best.Metrics["accuracy"] &gt; 0.95   // True
/// </code></example>
/// </remarks>
public sealed class Trainer<TTarget>
{
    /// <summary>Makes a trainer.</summary>
    /// <param name="model">The model.</param>
    /// <param name="loss">
    /// From the model's output and the target to a mean loss. A loss that knows its denominator, as all of <c>Loss</c> do, counts
    /// by it; any other number counts by the size of the batch.
    /// </param>
    /// <param name="optimizer">The optimizer of the model's parameters.</param>
    /// <exception cref="ArgumentNullException">One of them is null.</exception>
    public Trainer(Layer model, Func<Tensor, TTarget, Tensor> loss, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(optimizer);
        (Model, Loss, Optimizer) = (model, loss, optimizer);
    }

    /// <summary>The model.</summary>
    public Layer Model { get; }

    /// <summary>The loss of a batch.</summary>
    public Func<Tensor, TTarget, Tensor> Loss { get; }

    /// <summary>The optimizer.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>From a batch's input to what the loss takes, if it is not the model's own forward pass.</summary>
    public Func<Tensor, Tensor>? Forward { get; init; }

    /// <summary>A schedule of the learning rate that goes on by one with each step.</summary>
    public Schedule? StepSchedule { get; init; }

    /// <summary>A schedule of the learning rate that goes on by one with each epoch.</summary>
    public Schedule? EpochSchedule { get; init; }

    /// <summary>A schedule that looks at each epoch's validation loss, or its training loss without validation.</summary>
    public PlateauDecay? Plateau { get; init; }

    /// <summary>
    /// How many batches make up a step. The step is that of their whole, however uneven they are: each weighs by the
    /// denominator of its mean. (Losses reduced to a sum all weigh the same.)
    /// </summary>
    public int Accumulate { get; init; } = 1;

    /// <summary>The largest norm of all gradients together, see <see cref="GradientClipping"/>.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>The largest magnitude of each element of a gradient, see <see cref="GradientClipping"/>.</summary>
    public double? ClipValue { get; init; }

    /// <summary>
    /// An average of the weights, which the model has at the end. An <see cref="ExponentialMovingAverage"/> is updated after each
    /// step, and validated with; <see cref="StochasticWeightAveraging"/> after each epoch, and the statistics of batch
    /// normalization are computed anew at the end.
    /// </summary>
    public WeightAverage? Average { get; init; }

    /// <summary>The epoch, from 1, in which the average begins.</summary>
    public int AverageFrom { get; init; } = 1;

    /// <summary>When to end before all epochs are run; null for never.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Functions of all outputs and all targets of the validation, by name, such as <see cref="Metric.Accuracy"/>.</summary>
    public IDictionary<string, Func<Tensor, TTarget, double>> Metrics { get; } =
        new OrderedDictionary<string, Func<Tensor, TTarget, double>>(StringComparer.Ordinal);

    /// <summary>Code of one's own that is called after steps and epochs.</summary>
    public IList<TrainingCallback> Callbacks { get; } = [];

    /// <summary>
    /// Whether each step looks for NaN and infinity, in the loss and in the gradients, and names the layer where they began. Costs
    /// one pass over the gradients.
    /// </summary>
    public bool FindsDivergence { get; init; } = true;

    /// <summary>
    /// A folder for checkpoints: if there is one in it, the run goes on from there; the folder is made if need be. Null for none.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>How many steps lie between checkpoints; there is one after each epoch in any case.</summary>
    public int? SaveEvery { get; init; }

    /// <summary>Generators besides <see cref="Generator.Default"/> that the model draws from, to be kept in checkpoints.</summary>
    public IList<Generator> Generators { get; } = [];

    /// <summary>Receives what a person should know: that a run goes on from a checkpoint, or that one was passed over; standard error by default.</summary>
    public Action<string> Notice { get; init; } = Console.Error.WriteLine;

    /// <summary>Trains the model.</summary>
    /// <param name="training">The batches, gone through once for each epoch.</param>
    /// <param name="validation">The batches to judge the model by after each epoch.</param>
    /// <param name="epochs">How many epochs, those of the run before a resumption included.</param>
    /// <param name="progress">Receives a report after each step and each epoch.</param>
    /// <param name="cancellation">Ends the training between two steps. What was done is returned, and kept in the folder if there is one.</param>
    /// <returns>The history of the training.</returns>
    /// <exception cref="DivergenceException">The loss or a gradient is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public TrainingRun Fit(
        IEnumerable<(Tensor Input, TTarget Target)> training, IEnumerable<(Tensor Input, TTarget Target)>? validation = null,
        int epochs = 1, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentOutOfRangeException.ThrowIfNegative(epochs);
        CheckSettings();
        return new Fitting<TTarget>(this, training, validation, epochs, progress, cancellation).Run();
    }

    /// <summary>Trains the model on a thread of the pool, see <see cref="Fit"/>.</summary>
    public Task<TrainingRun> FitAsync(
        IEnumerable<(Tensor Input, TTarget Target)> training, IEnumerable<(Tensor Input, TTarget Target)>? validation = null,
        int epochs = 1, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default) =>
        Task.Run(() => Fit(training, validation, epochs, progress, cancellation), CancellationToken.None);

    /// <summary>Judges the model as it is in use, without dropout and without changing anything.</summary>
    /// <param name="data">The batches.</param>
    /// <param name="cancellation">Ends the evaluation between two batches.</param>
    /// <returns>The mean loss and the metrics.</returns>
    /// <exception cref="ArgumentException">There are no batches.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public Evaluation Evaluate(IEnumerable<(Tensor Input, TTarget Target)> data, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        bool wasTraining = Model.IsTraining;
        Model.Evaluate();
        try
        {
            using var noGradient = NoGradient.Enter();
            return EvaluateNow(data, cancellation);
        }
        finally
        {
            Model.Train(wasTraining);
        }
    }

    internal Tensor Output(Tensor input) => Forward is null ? Model.Forward(input) : Forward(input);

    Evaluation EvaluateNow(IEnumerable<(Tensor Input, TTarget Target)> data, CancellationToken cancellation)
    {
        // What the data keeps for itself must not go with a scope, so batches are made outside of all.
        using var outside = Scope.Outside();
        var mean = new LossMean();
        var outputs = new List<Tensor>();
        var targets = new List<TTarget>();
        foreach (var (input, target) in data)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = Scope.Enter();
            var output = Output(input);
            mean.Add(Loss(output, target), input);
            if (Metrics.Count == 0) continue;
            outputs.Add(output.Keep());
            targets.Add(target);
        }
        if (mean.Batches == 0) throw new ArgumentException("Evaluate: there are no batches.", nameof(data));
        var metrics = new OrderedDictionary<string, double>(StringComparer.Ordinal);
        if (Metrics.Count > 0)
        {
            Tensor all = Tensor.Concatenate(0, [.. outputs]);
            TTarget expected = Joined(targets);
            foreach (var (name, metric) in Metrics) metrics[name] = metric(all, expected);
        }
        return new(mean.Value, metrics);
    }

    static TTarget Joined(List<TTarget> targets) => targets switch
    {
        List<Tensor> tensors => (TTarget)(object)Tensor.Concatenate(0, [.. tensors]),
        List<Labels> labels => (TTarget)(object)Labels.From(
            [.. labels.SelectMany(part => part.Values.ToArray())],
            Shape.Create([labels.Aggregate((nint)0, (sum, part) => sum + part.Shape[0]), .. labels[0].Shape.Sizes[1..]])),
        _ => throw new NotSupportedException($"Trainer: metrics need targets of type Tensor or Labels, not {typeof(TTarget).Name}."),
    };

    void CheckSettings()
    {
        Positive(nameof(Accumulate), Accumulate);
        Positive(nameof(AverageFrom), AverageFrom);
        if (SaveEvery is { } every) Positive(nameof(SaveEvery), every);

        static void Positive(string name, int value)
        {
            if (value <= 0) throw new ArgumentOutOfRangeException(name, value, $"Trainer: {name} must be 1 or more.");
        }
    }
}
