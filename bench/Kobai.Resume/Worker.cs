using Kobai.Layers;
using Kobai.Losses;
using Kobai.Optimizers;

namespace Kobai.Resume;

/// <summary>A training with all that a resumption could get wrong, and a checkpoint after every step.</summary>
public static class Worker
{
    const int StepsPerEpoch = 10;

    /// <summary>Trains until finished, saying each step on standard output, then writes the bits of the model.</summary>
    public static void Run(string folder, string output, int steps)
    {
        Random.Seed(1);
        float[] values = new float[StepsPerEpoch * 32 * 20];
        new Generator(5).Normal(values);
        var x = Tensor.From(values, [StepsPerEpoch * 32, 20]);
        var data = Dataset.Of(x, x[.., ..4].ArgMax(1));
        // A model whose checkpoint is large enough for kills to come in the middle of writing it.
        Sequential model = [new Linear(20, 256), new BatchNorm(256), new Relu(), new Dropout(0.3), new Linear(256, 256), new Relu(), new Linear(256, 4)];
        var optimizer = new Adam(model.Parameters, 2e-3);
        var trainer = new Trainer<Labels>(model, (y, t) => Loss.CrossEntropy(y, t), optimizer)
        {
            Folder = folder,
            SaveEvery = 1,
            StepSchedule = new CosineDecay(optimizer, steps),
            Average = new ExponentialMovingAverage(model.Parameters, 0.95),
            EarlyStopping = new(patience: steps),
            Metrics = { ["accuracy"] = Metric.Accuracy },
            ClipNorm = 1,
        };
        trainer.Fit(
            data.Batches(32, shuffle: true), data.Batches(160), steps / StepsPerEpoch, new Saying());
        Serialization.Safetensors.Write(output, model.GetState());
    }

    sealed class Saying : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Result is not null) return;
            Console.Out.WriteLine(value.Step);
            Console.Out.Flush();
            // Who watches lets each step go on, so that a run cannot finish before it is killed; after that, nothing is read.
            Console.In.ReadLine();
        }
    }
}
