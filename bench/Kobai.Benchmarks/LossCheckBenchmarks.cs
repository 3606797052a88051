using BenchmarkDotNet.Attributes;
using Kobai.Losses;
using Kobai.Memory;

namespace Kobai.Benchmarks;

/// <summary>What the checks of the inputs add to a loss with its gradient.</summary>
public class LossCheckBenchmarks
{
    Tensor _logits = null!, _targets = null!, _few = null!, _many = null!;
    Labels _fewLabels = null!, _manyLabels = null!;

    /// <summary>Whether the values are looked at.</summary>
    [Params(true, false)]
    public bool ChecksAreOn { get; set; }

    /// <summary>Logits and labels, and the switch.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Random.Seed(1);
        LossChecks.AreOn = ChecksAreOn;
        _logits = Tensor.Normal([1_000_000]).RequireGradient();
        _targets = Tensor.From(Array.ConvertAll(Tensor.Normal([1_000_000]).ToArray<float>(), x => x > 0 ? 1f : 0));
        (_few, _fewLabels) = Rows(65536, 10);
        (_many, _manyLabels) = Rows(8192, 1000);

        static (Tensor, Labels) Rows(int rows, int classes) =>
            (Tensor.Normal([rows, classes]).RequireGradient(), Labels.From([.. Enumerable.Range(0, rows).Select(i => i % classes)]));
    }

    /// <summary>A million yes-or-no answers.</summary>
    [Benchmark]
    public double BinaryCrossEntropyWithLogits() => Step(_logits, x => Loss.BinaryCrossEntropyWithLogits(x, _targets));

    /// <summary>65,536 rows of 10 classes.</summary>
    [Benchmark]
    public double CrossEntropyOfFewClasses() => Step(_few, x => Loss.CrossEntropy(x, _fewLabels));

    /// <summary>8,192 rows of 1,000 classes.</summary>
    [Benchmark]
    public double CrossEntropyOfManyClasses() => Step(_many, x => Loss.CrossEntropy(x, _manyLabels));

    static double Step(Tensor x, Func<Tensor, Tensor> loss)
    {
        using (Scope.Enter())
        {
            var y = loss(x);
            y.Backward();
            x.ZeroGradient();
            return y.Item();
        }
    }
}
