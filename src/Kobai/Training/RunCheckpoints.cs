using System.Text.Json;
using System.Text.Json.Serialization;
using Kobai.Data;
using Kobai.Optimizers;

namespace Kobai;

/// <summary>Saves and resumes a run of a trainer.</summary>
sealed class RunCheckpoints<TTarget>(Trainer<TTarget> trainer, IEnumerable<(Tensor Input, TTarget Target)> training, string path)
{
    readonly CheckpointFolder _folder = new(path);
    RandomStates? _epochStart;

    /// <summary>The place of the last checkpoint.</summary>
    public (int, int, bool, TrainingOutcome?)? Saved { get; private set; }

    public void Save(RunState state)
    {
        var checkpoint = new Checkpoint(state.Steps);
        checkpoint.Add("model", trainer.Model.GetState());
        checkpoint.Add("optimizer", trainer.Optimizer.GetState());
        if (trainer.Average is { } average) checkpoint.Add("average", average.GetState());
        if (state.Best is { } best) checkpoint.Add("best", best);
        var plateau = trainer.Plateau;
        var record = new RunRecord(
            state.Epoch, state.IsRead, state.Steps, state.Mean, state.LastRate, state.Epochs, state.BestValue, state.BestEpoch, state.Waited, state.Outcome,
            trainer.StepSchedule?.Steps, trainer.EpochSchedule?.Steps, plateau is null ? null : [plateau.Best, plateau.Waited, plateau.Cooling],
            [.. trainer.Optimizer.Groups.Select(group => group.LearningRate)],
            RandomStates.Of(trainer.Generators).Texts, _epochStart?.Texts, (training as Batches<TTarget>)?.GetState(),
            [.. trainer.Callbacks.Select(callback => callback.GetState())]);
        checkpoint.Texts["run"] = JsonSerializer.Serialize(record, RunRecordContext.Default.RunRecord);
        _folder.Save(checkpoint);
        Saved = state.Place;
    }

    /// <summary>Takes over the newest checkpoint, if there is one.</summary>
    public void Load(RunState state)
    {
        if (_folder.Load(trainer.Notice) is not { } checkpoint) return;
        var record = checkpoint.Texts.TryGetValue("run", out string? text) ? JsonSerializer.Deserialize(text, RunRecordContext.Default.RunRecord) : null;
        if (record is null) throw new InvalidDataException($"{path}: the checkpoint was not written by a Trainer.");
        CheckFits(record);
        trainer.Model.SetState(checkpoint.Part("model"));
        trainer.Optimizer.SetState(checkpoint.Part("optimizer"));
        trainer.Average?.SetState(checkpoint.Part("average"));
        state.Best = checkpoint.Part("best") is { Count: > 0 } best ? best : null;
        (state.Epoch, state.IsRead, state.Steps, state.Mean, state.LastRate) = (record.Epoch, record.IsRead, record.Steps, record.Mean, record.LastRate);
        (state.Epochs, state.BestValue, state.BestEpoch) = (record.Epochs, record.BestValue, record.BestEpoch);
        (state.Waited, state.Outcome) = (record.Waited, record.Outcome);
        Resume(record);
        RandomStates.Parse(record.Random).Restore(trainer.Generators);
        _epochStart = record.EpochStart is null ? null : RandomStates.Parse(record.EpochStart);
        if (training is Batches<TTarget> batches && record.Data is not null) batches.SetState(record.Data);
        Saved = state.Place;
        trainer.Notice($"{path}: the run goes on after step {state.Steps}, in epoch {state.Epoch + 1}.");
    }

    /// <summary>The batches of the epoch from its place on.</summary>
    public IEnumerator<(Tensor Input, TTarget Target)> Enumerate(RunState state)
    {
        if (training is Batches<TTarget>) return training.GetEnumerator();
        if (state.Mean.Batches == 0) _epochStart = RandomStates.Of(trainer.Generators);
        if (state.Mean.Batches == 0 || _epochStart is null) return training.GetEnumerator();

        // Any other source begins the epoch again, with the random numbers that it had, and what was seen is passed over.
        var now = RandomStates.Of(trainer.Generators);
        _epochStart.Restore(trainer.Generators);
        var batches = training.GetEnumerator();
        for (int i = 0; i < state.Mean.Batches; i++) batches.MoveNext();
        now.Restore(trainer.Generators);
        return batches;
    }

    void CheckFits(RunRecord record)
    {
        int groups = trainer.Optimizer.Groups.Count;
        if (record.Rates.Length == groups && record.Callbacks.Length == trainer.Callbacks.Count) return;
        throw new InvalidDataException(
            $"{path}: the checkpoint is of a run with {record.Rates.Length} groups of parameters and {record.Callbacks.Length} callbacks; this one has {groups} and {trainer.Callbacks.Count}.");
    }

    void Resume(RunRecord record)
    {
        var groups = trainer.Optimizer.Groups;
        if (trainer.StepSchedule is { } step && record.StepSchedule is { } steps) step.Steps = steps;
        if (trainer.EpochSchedule is { } epoch && record.EpochSchedule is { } ended) epoch.Steps = ended;
        for (int i = 0; i < groups.Count; i++) groups[i].Schedule(record.Rates[i]);
        if (record.Plateau is [var best, var waited, var cooling]) trainer.Plateau?.Resume(best, (int)waited, (int)cooling);
        for (int i = 0; i < record.Callbacks.Length; i++) if (record.Callbacks[i] is { } own) trainer.Callbacks[i].SetState(own);
    }
}

/// <summary>A run in the metadata of its checkpoint.</summary>
sealed record RunRecord(
    int Epoch, bool IsRead, long Steps, LossMean Mean, double LastRate, List<EpochResult> Epochs, double? BestValue, int? BestEpoch, int Waited,
    TrainingOutcome? Outcome, long? StepSchedule, long? EpochSchedule, double[]? Plateau, double[] Rates,
    string[] Random, string[]? EpochStart, byte[]? Data, string?[] Callbacks);

[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(RunRecord))]
sealed partial class RunRecordContext : JsonSerializerContext;
