using BenchmarkDotNet.Attributes;
using Kobai.Examples;

namespace Kobai.Benchmarks;

/// <summary>The cost of a step of training so small that only overhead is left: two samples, five weights.</summary>
[MemoryDiagnoser]
public class TinyStepBenchmarks
{
    const int Steps = 100_000;

    /// <summary>Linear, binary cross-entropy of the logits, backward, step.</summary>
    [Benchmark(OperationsPerInvoke = Steps)]
    public Tensor OnLogits() => LinearSigmoid.TrainOnLogits(Steps);

    /// <summary>The same by way of a sigmoid and its probabilities.</summary>
    [Benchmark(OperationsPerInvoke = Steps)]
    public object OnProbabilities() => LinearSigmoid.Train(Steps);
}
