using System.Numerics;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using Kobai.Products;
using Kobai.Threads;

namespace Kobai.Benchmarks;

/// <summary>Matrix products on one thread: plain, with B transposed (x·Wᵀ) and with A transposed (xᵀ·g).</summary>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
public unsafe class MatrixProductBenchmarks<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    T* a, b, c;
    int threads;

    [ParamsSource(nameof(Sizes))]
    public (int M, int K, int N) Size { get; set; }

    public static IEnumerable<(int M, int K, int N)> Sizes =>
    [
        (1024, 1024, 1024), (512, 512, 512), (128, 784, 512), (128, 512, 256), (128, 256, 10), (32, 1024, 1024),
        (1, 1024, 1024), (1000, 1000, 1), (64, 64, 64), (32, 32, 32), (16, 16, 16), (8, 8, 8), (5, 5, 5), (2, 5, 1),
    ];

    [GlobalSetup]
    public void Setup()
    {
        threads = Work.Threads;
        Work.Threads = 1;
        a = Numbers(Size.M * Size.K, 1);
        b = Numbers(Size.K * Size.N, 2);
        c = Numbers(Size.M * Size.N, 3);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        Work.Threads = threads;
        foreach (nint memory in new[] { (nint)a, (nint)b, (nint)c }) NativeMemory.AlignedFree((void*)memory);
    }

    [Benchmark]
    public void Plain() => Gemm.Run(Size.M, Size.N, Size.K, a, Size.K, 1, b, Size.N, 1, c, Size.N);

    [Benchmark]
    public void BTransposed() => Gemm.Run(Size.M, Size.N, Size.K, a, Size.K, 1, b, 1, Size.K, c, Size.N);

    [Benchmark]
    public void ATransposed() => Gemm.Run(Size.M, Size.N, Size.K, a, 1, Size.M, b, Size.N, 1, c, Size.N);

    static T* Numbers(int count, int seed)
    {
        T* numbers = (T*)NativeMemory.AlignedAlloc((nuint)(count * sizeof(T)), 64);
        Random random = new(seed);
        for (int i = 0; i < count; i++) numbers[i] = T.CreateTruncating(random.NextDouble() - 0.5);
        return numbers;
    }
}
