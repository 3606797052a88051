using System.Diagnostics;
using System.Globalization;
using Kobai.Data;
using Kobai.Losses;
using Kobai.Optimizers;

namespace Kobai;

/// <summary>One run of a trainer.</summary>
sealed class Fitting<TTarget>(
    Trainer<TTarget> trainer, IEnumerable<(Tensor Input, TTarget Target)> training,
    IEnumerable<(Tensor Input, TTarget Target)>? validation, int epochs, IProgress<TrainingProgress>? progress,
    CancellationToken cancellation)
{
    readonly Optimizer _optimizer = trainer.Optimizer;
    readonly RunCheckpoints<TTarget>? _checkpoints = trainer.Folder is null ? null : new(trainer, training, trainer.Folder);
    readonly RunState _state = new();
    readonly Stopwatch _clock = new();
    int _batch;

    public TrainingRun Run()
    {
        // What the data keeps for itself must not go with a scope, so batches are made outside of all.
        using var outside = Scope.Outside();
        _checkpoints?.Load(_state);
        bool goesOn = true;
        while (goesOn && _state.Outcome is null && _state.Epoch < epochs)
        {
            _clock.Restart();
            goesOn = RunEpoch() && EndEpoch();
            if (_checkpoints?.Saved != _state.Place) _checkpoints?.Save(_state);
        }
        if (!goesOn && _state.Outcome is null) return Result(TrainingOutcome.Canceled);
        Finish();
        return Result(_state.Outcome ?? TrainingOutcome.Finished);
    }

    TrainingRun Result(TrainingOutcome outcome) => new(outcome, _state.Steps, [.. _state.Epochs], _state.BestEpoch);

    /// <summary>Steps through what is left of the epoch; false if canceled or stopped.</summary>
    bool RunEpoch()
    {
        if (_state.IsRead) return true;
        trainer.Model.Train();
        using var batches = _checkpoints is null ? training.GetEnumerator() : _checkpoints.Enumerate(_state);
        while (!cancellation.IsCancellationRequested)
        {
            if (!Step(batches))
            {
                if (_state.Mean.Batches == 0) throw new ArgumentException("Trainer: there are no batches to train with.", nameof(training));
                return _state.IsRead = true;
            }
            if (_state.Outcome is not null) return false;
            if (trainer.SaveEvery is { } every && _state.Steps % every == 0) _checkpoints?.Save(_state);
        }
        return false;
    }

    /// <summary>Takes a step with the next batches; false if there are none.</summary>
    bool Step(IEnumerator<(Tensor Input, TTarget Target)> batches)
    {
        if (!batches.MoveNext()) return false;
        _optimizer.ZeroGradient();
        double denominator = 0;
        double? norm = null;
        int count = 0;
        do
        {
            denominator += Backward(batches.Current.Input, batches.Current.Target, ref norm);
        }
        while (++count < trainer.Accumulate && batches.MoveNext());

        // The micro-batches have left the gradient of the sum of their losses; the step takes that of the mean.
        if (trainer.Accumulate > 1 && denominator != 0)
        {
            foreach (var parameter in _optimizer.Parameters) parameter.Gradient?.ScaleInPlace(1 / denominator);
            norm /= denominator;
        }
        if (trainer.ClipValue is { } largest) _optimizer.Parameters.ClipGradientValue(largest);
        if (trainer.ClipNorm is { } limit) norm = _optimizer.Parameters.ClipGradientNorm(limit);
        _state.LastRate = _optimizer.LearningRate;
        _optimizer.Step();
        _state.Steps++;
        if (trainer.Average is ExponentialMovingAverage average && Averages) average.Update();
        trainer.StepSchedule?.Step();
        Report(Progress(norm));
        return true;
    }

    /// <summary>Adds the gradients of a batch; returns the denominator of its loss.</summary>
    double Backward(Tensor input, TTarget target, ref double? norm)
    {
        using var scope = Scope.Enter();
        _batch = _state.Mean.Batches + 1;
        var loss = Loss(input, target);
        double denominator = _state.Mean.Add(loss, input);
        bool finds = trainer.FindsDivergence;
        // A batch in which nothing counts has the loss 0 / 0 and the gradient 0.
        if (finds && denominator != 0 && !double.IsFinite(loss.Item()))
        {
            throw Diverged($"the loss is {Text(loss.Item())}", Origin.OfValue(trainer.Model, loss));
        }
        if (trainer.Accumulate == 1) loss.Backward(retainGraph: finds);
        else if (denominator != 0) loss.Backward(Tensor.Full(loss.Shape, denominator, loss.DType), retainGraph: finds);
        if (!finds) return denominator;

        norm = _optimizer.Parameters.GradientNorm();
        if (!double.IsFinite(norm.Value))
        {
            throw Diverged($"the loss is {Text(loss.Item())}, but the norm of the gradient is {Text(norm.Value)}", Origin.OfGradient(trainer.Model, loss));
        }
        return denominator;
    }

    Tensor Loss(Tensor input, TTarget target)
    {
        Tensor? output = null;
        try
        {
            output = trainer.Output(input);
            return trainer.Loss(output, target);
        }
        catch (NotANumberException) when (trainer.FindsDivergence && output is not null && Origin.OfValue(trainer.Model, output) is { } origin)
        {
            throw Diverged("the model's output holds NaN", origin);
        }
    }

    DivergenceException Diverged(string what, Origin? origin)
    {
        string cure = origin is { IsData: true }
            ? "Mend the data: leave such examples out, or fill the holes."
            : $"Lower the learning rate (it is {Text(_optimizer.LearningRate)}), bound the gradients with ClipNorm, or scale the inputs.";
        return new(
            $"Training stopped in step {_state.Steps + 1} (epoch {_state.Epoch + 1}, batch {_batch}): {what}. {origin?.Text} {cure}",
            _state.Steps + 1, origin?.Op, origin?.Layer);
    }

    static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    bool Averages => _state.Epoch + 1 >= trainer.AverageFrom;

    TrainingProgress Progress(double? norm) => new()
    {
        Epoch = _state.Epoch + 1,
        Epochs = epochs,
        Batch = _state.Mean.Batches,
        Batches = training is Batches<TTarget> batches ? batches.Count : null,
        Step = _state.Steps,
        Loss = _state.Mean.Value,
        LearningRate = _state.LastRate,
        GradientNorm = norm,
    };

    void Report(TrainingProgress report)
    {
        foreach (var callback in trainer.Callbacks) if (!callback.AfterStep(report)) _state.Outcome = TrainingOutcome.StoppedByCallback;
        progress?.Report(report);
    }

    /// <summary>Judges the epoch and begins the next; false if canceled.</summary>
    bool EndEpoch()
    {
        EpochResult result;
        var average = trainer.Average as ExponentialMovingAverage;
        using (average is { Updates: > 0 } ? average.Swap() : null)
        {
            var random = RandomStates.Of(trainer.Generators);
            Evaluation? evaluation;
            try
            {
                evaluation = validation is null ? null : trainer.Evaluate(validation, cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // The resumed run judges the epoch from the beginning.
                random.Restore(trainer.Generators);
                return false;
            }
            result = Result(evaluation);
            Judge(result);
        }
        if (trainer.Average is StochasticWeightAveraging mean && Averages) mean.Update();
        var report = Progress(null) with { Result = result };
        _state.Epochs.Add(result);
        _state.Epoch++;
        (_state.Mean, _state.IsRead) = (new(), false);
        trainer.EpochSchedule?.Step();
        trainer.Plateau?.Step(result.ValidationLoss ?? result.TrainingLoss);
        foreach (var callback in trainer.Callbacks) if (!callback.AfterEpoch(result)) _state.Outcome ??= TrainingOutcome.StoppedByCallback;
        progress?.Report(report);
        return true;
    }

    EpochResult Result(Evaluation? evaluation) => new()
    {
        Epoch = _state.Epoch + 1,
        Steps = _state.Steps,
        TrainingLoss = _state.Mean.Value,
        ValidationLoss = evaluation?.Loss,
        Metrics = evaluation?.Metrics ?? new Dictionary<string, double>(StringComparer.Ordinal),
        LearningRate = _state.LastRate,
        Duration = _clock.Elapsed,
    };

    void Judge(EpochResult result)
    {
        if (trainer.EarlyStopping is not { } stopping) return;
        double value = stopping.Value(result);
        if (stopping.IsGain(value, _state.BestValue))
        {
            (_state.BestValue, _state.BestEpoch, _state.Waited) = (value, result.Epoch, 0);
            if (stopping.RestoresBest) _state.Best = trainer.Model.GetState().ToDictionary(p => p.Key, p => p.Value.Detach().Clone(), StringComparer.Ordinal);
        }
        else if (++_state.Waited >= stopping.Patience)
        {
            _state.Outcome = TrainingOutcome.StoppedEarly;
        }
    }

    /// <summary>Leaves the model with the weights it is to be used with.</summary>
    void Finish()
    {
        trainer.Model.Evaluate();
        if (_state.Best is { } best)
        {
            trainer.Model.SetState(best);
        }
        else if (trainer.Average is { Updates: > 0 } average)
        {
            average.CopyToParameters();
            if (average is StochasticWeightAveraging) BatchStatistics.Update(trainer.Model, training.Select(batch => batch.Input));
        }
    }
}
