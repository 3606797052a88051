using System.Numerics;
using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;
using Kobai.Simd;

namespace Kobai.Benchmarks;

/// <summary>The elementary functions over an array that stays in cache, at the machine's width.</summary>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
public class ElementaryBenchmarks<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    const int Count = 16384;

    readonly T[] x = new T[Count];
    readonly T[] y = new T[Count];

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        for (int i = 0; i < Count; i++) x[i] = T.CreateTruncating(10 * random.NextDouble());
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public void Exp() => Apply<ExpFormula>();

    [Benchmark(OperationsPerInvoke = Count)]
    public void Expm1() => Apply<Expm1Formula>();

    [Benchmark(OperationsPerInvoke = Count)]
    public void Log() => Apply<LogFormula>();

    [Benchmark(OperationsPerInvoke = Count)]
    public void Log1p() => Apply<Log1pFormula>();

    [Benchmark(OperationsPerInvoke = Count)]
    public void Sigmoid() => Apply<SigmoidFormula>();

    [Benchmark(OperationsPerInvoke = Count)]
    public void Tanh() => Apply<TanhFormula>();

    [Benchmark(OperationsPerInvoke = Count)]
    public void Sin() => Apply<SinFormula>();

    [Benchmark(OperationsPerInvoke = Count)]
    public void Cos() => Apply<CosFormula>();

    [Benchmark(OperationsPerInvoke = Count)]
    public void Pow() => Apply<PowFormula>();

    void Apply<F>() where F : IFormula
    {
        if (Vector512.IsHardwareAccelerated) Run<F, V512<T>>();
        else if (Vector256.IsHardwareAccelerated) Run<F, V256<T>>();
        else Run<F, V128<T>>();
    }

    void Run<F, V>() where F : IFormula where V : struct, ISimd<V, T>
    {
        for (nuint i = 0; i < Count; i += V.Count) V.Store(F.Value(V.Load(ref x[0], i)), ref y[0], i);
    }

    interface IFormula
    {
        static abstract V Value<V>(V x) where V : struct, ISimd<V>;
    }

    readonly struct ExpFormula : IFormula
    {
        public static V Value<V>(V x) where V : struct, ISimd<V> => V.Exp(x);
    }

    readonly struct Expm1Formula : IFormula
    {
        public static V Value<V>(V x) where V : struct, ISimd<V> => V.Expm1(x);
    }

    readonly struct LogFormula : IFormula
    {
        public static V Value<V>(V x) where V : struct, ISimd<V> => V.Log(x);
    }

    readonly struct Log1pFormula : IFormula
    {
        public static V Value<V>(V x) where V : struct, ISimd<V> => V.Log1p(x);
    }

    readonly struct SigmoidFormula : IFormula
    {
        public static V Value<V>(V x) where V : struct, ISimd<V> => V.Sigmoid(x);
    }

    readonly struct TanhFormula : IFormula
    {
        public static V Value<V>(V x) where V : struct, ISimd<V> => V.Tanh(x);
    }

    readonly struct SinFormula : IFormula
    {
        public static V Value<V>(V x) where V : struct, ISimd<V> => V.Sin(x);
    }

    readonly struct CosFormula : IFormula
    {
        public static V Value<V>(V x) where V : struct, ISimd<V> => V.Cos(x);
    }

    readonly struct PowFormula : IFormula
    {
        public static V Value<V>(V x) where V : struct, ISimd<V> => V.Pow(x, V.Fill(1.7));
    }
}
