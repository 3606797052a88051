using Kobai.Data;
using Kobai.Layers;
using Kobai.Losses;
using Kobai.Optimizers;
using Kobai.Threads;

namespace Kobai.Tests.Training;

/// <summary>A small classification with everything in it that a resumed run could get wrong.</summary>
static class TrainingFixture
{
    public static Dataset<Labels> Points(int count = 70, int seed = 5)
    {
        var generator = new Generator(seed);
        float[] values = new float[count * 6];
        generator.Normal(values);
        var x = Tensor.From(values, [count, 6]);
        return Dataset.Of(x, x[.., ..3].ArgMax(1));
    }

    public static Sequential Net() =>
        [new Linear(6, 12), new BatchNorm(12), new Relu(), new Dropout(0.3), new Linear(12, 3)];

    public static Tensor CrossEntropy(Tensor y, Labels t) => Loss.CrossEntropy(y, t);

    public static Trainer<Labels> Trainer(Layer model, double rate = 0.02) => new(model, CrossEntropy, new Adam(model.Parameters, rate));

    /// <summary>All numbers of a model, parameters and buffers.</summary>
    public static double[] Bits(Layer model) => [.. model.GetState().Values.SelectMany(tensor => tensor.ToArray<double>())];

    public static void WithThreads(int threads, Action run)
    {
        int before = Work.Threads;
        Work.Threads = threads;
        try
        {
            run();
        }
        finally
        {
            Work.Threads = before;
        }
    }

    public sealed class Listener(Action<TrainingProgress> listen) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => listen(value);
    }
}

sealed class Recorder(Action? afterEpoch = null, int steps = int.MaxValue, int epochs = int.MaxValue) : TrainingCallback
{
    public override bool AfterStep(TrainingProgress progress) => progress.Step < steps;

    public override bool AfterEpoch(EpochResult epoch)
    {
        afterEpoch?.Invoke();
        return epoch.Epoch < epochs;
    }
}
