using System.Diagnostics;
using Kobai.Losses;
using Kobai.Optimizers;

namespace Kobai.Recipes;

/// <summary>Trains one network by mini-batch gradient descent and keeps the weights of its best epoch.</summary>
sealed class Fit(
    TrainingTable data, Split split, Preprocessor preprocessor, Objective objective, TrainingPlan plan, long seed)
{
    const int EvaluationBatch = 512;

    readonly Generator generator = new(seed);
    readonly float[] inputs = new float[Math.Max(plan.BatchSize, EvaluationBatch) * preprocessor.Width];

    /// <summary>The lowest mean loss of the validation rows.</summary>
    public double BestLoss { get; private set; } = double.PositiveInfinity;

    /// <summary>The epoch after which it was reached.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>Trains on the training rows until the validation loss no longer falls.</summary>
    /// <exception cref="RecipeException">The loss is no longer a number.</exception>
    public Network Run(IProgress<EpochProgress>? progress, CancellationToken cancellation)
    {
        Network network = NewNetwork();
        var optimizers = Optimizers(network);
        float[][] best = [];
        var clock = Stopwatch.StartNew();
        TimeSpan first = default; // counted apart: it compiles the code
        for (int epoch = 1; epoch <= plan.Epochs && epoch - BestEpoch <= plan.Patience; epoch++)
        {
            double trainLoss = Epoch(network, optimizers, split.Train, epoch, cancellation);
            (double validationLoss, double metric) = Validate(network, epoch);
            CheckFinite(trainLoss + validationLoss, epoch);
            bool isBest = validationLoss < BestLoss;
            if (isBest)
            {
                (BestLoss, BestEpoch) = (validationLoss, epoch);
                best = [.. network.Parameters.Select(parameter => parameter.ToArray<float>())];
            }
            if (epoch == 1)
                first = clock.Elapsed;
            TimeSpan left = (epoch == 1 ? first : (clock.Elapsed - first) / (epoch - 1)) * (plan.Epochs - epoch);
            progress?.Report(new(plan.Model, epoch, plan.Epochs, trainLoss, validationLoss, metric, isBest, left));
        }
        using (NoGradient.Enter())
            foreach ((Tensor parameter, float[] values) in network.Parameters.Zip(best))
                parameter.CopyFrom(values);
        return network;
    }

    /// <summary>Trains anew on the training and the validation rows, for as many epochs as were best.</summary>
    public Network RunOnAll(CancellationToken cancellation)
    {
        int[] rows = [.. split.Train, .. split.Validation];
        Network network = NewNetwork();
        var optimizers = Optimizers(network);
        for (int epoch = 1; epoch <= BestEpoch; epoch++)
            CheckFinite(Epoch(network, optimizers, rows, epoch, cancellation), epoch);
        return network;
    }

    /// <summary>The loss of each validation row.</summary>
    public float[] ValidationLosses(Network network)
    {
        using var noGradient = NoGradient.Enter();
        using var scope = Scope.Enter();
        Tensor outputs = Stacked(Outputs(network, split.Validation));
        return objective.LossOf(outputs, split.Validation, Reduction.None).ToArray<float>();
    }

    /// <summary>The outputs of a network for some rows.</summary>
    public float[] Outputs(Network network, int[] rows)
    {
        float[] outputs = new float[rows.Length * objective.Outputs];
        using var noGradient = NoGradient.Enter();
        for (int start = 0; start < rows.Length; start += EvaluationBatch)
            using (Scope.Enter())
            {
                int[] batch = rows[start..Math.Min(start + EvaluationBatch, rows.Length)];
                network.Forward(Inputs(batch)).AsSpan<float>().CopyTo(outputs.AsSpan(start * objective.Outputs));
            }
        return outputs;
    }

    double Epoch(Network network, Adam[] optimizers, int[] source, int epoch, CancellationToken cancellation)
    {
        int[] order = generator.Permutation(source.Length);
        int batches = (order.Length + plan.BatchSize - 1) / plan.BatchSize;
        double sum = 0;
        network.Train(true);
        for (int batch = 0; batch < batches; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            int start = batch * plan.BatchSize;
            int[] rows = order[start..Math.Min(start + plan.BatchSize, order.Length)];
            for (int i = 0; i < rows.Length; i++)
                rows[i] = source[rows[i]];

            using var scope = Scope.Enter();
            double done = (epoch - 1 + (double)batch / batches) / plan.Epochs;
            foreach (Adam optimizer in optimizers)
            {
                optimizer.LearningRate = plan.LearningRate * (1 + Math.Cos(Math.PI * done)) / 2;
                optimizer.ZeroGradient();
            }
            Tensor loss = LossOf(network.Forward(Inputs(rows)), rows, epoch);
            loss.Backward();
            foreach (Adam optimizer in optimizers)
                optimizer.Step();
            sum += loss.Item() * rows.Length;
        }
        network.Train(false);
        return sum / order.Length;
    }

    (double Loss, double Metric) Validate(Network network, int epoch)
    {
        float[] outputs = Outputs(network, split.Validation);
        using var noGradient = NoGradient.Enter();
        using var scope = Scope.Enter();
        return (
            LossOf(Stacked(outputs), split.Validation, epoch).Item(),
            objective.Metric(outputs, split.Validation));
    }

    Tensor LossOf(Tensor outputs, int[] rows, int epoch)
    {
        try
        {
            return objective.LossOf(outputs, rows, Reduction.Mean);
        }
        catch (NotANumberException)
        {
            throw Diverged(epoch);
        }
    }

    void CheckFinite(double loss, int epoch)
    {
        if (!double.IsFinite(loss)) throw Diverged(epoch);
    }

    RecipeException Diverged(int epoch) =>
        new($"The loss is no longer a number in epoch {epoch}; lower --learning-rate, which is {plan.LearningRate}.");

    Network NewNetwork()
    {
        generator.Seed(seed);
        return Network.Create(preprocessor.Width, plan.Hidden, objective.Outputs, plan.Dropout, generator);
    }

    /// <summary>One for the weights, which are drawn to zero, and one for the biases, which are not.</summary>
    Adam[] Optimizers(Network network) =>
    [
        new(network.Parameters.Where(parameter => parameter.Rank == 2), plan.LearningRate, weightDecay: plan.WeightDecay),
        new(network.Parameters.Where(parameter => parameter.Rank == 1), plan.LearningRate),
    ];

    Tensor Stacked(float[] outputs) => Tensor.From(outputs, [outputs.Length / objective.Outputs, objective.Outputs]);

    Tensor Inputs(int[] rows)
    {
        Span<float> batch = inputs.AsSpan(0, rows.Length * preprocessor.Width);
        preprocessor.Encode(data.Inputs, rows, batch);
        return Tensor.From(batch, [rows.Length, preprocessor.Width]);
    }
}
