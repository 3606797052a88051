using System.Numerics;
using Kobai.Products;
using Kobai.Simd;
using Kobai.Tests.Threads;
using Kobai.Threads;

namespace Kobai.Tests.Products;

[Collection(nameof(WorkTests))]
public sealed unsafe class GemmTests : IDisposable
{
    readonly int threads = Work.Threads;

    public void Dispose() => Work.Threads = threads;

    public static TheoryData<bool, bool> Layouts =>
        new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Every_small_size_is_one_chain_of_fused_multiply_adds(bool transposeA, bool transposeB)
    {
        int[] sizes = [0, 1, 2, 3, 5, 8, 13, 17, 31];
        foreach (int m in sizes)
            foreach (int n in sizes)
                foreach (int k in sizes)
                {
                    Check<float>(m, n, k, transposeA, transposeB, (m + n) % 2 == 0, (n + k) % 3 == 0);
                    Check<double>(m, n, k, transposeA, transposeB, (m + k) % 2 == 0, (m + n) % 3 == 0);
                }
    }

    [Theory]
    [InlineData(1, 1, 3000)]
    [InlineData(1, 700, 520)]
    [InlineData(700, 1, 520)]
    [InlineData(1, 37, 131)]
    [InlineData(37, 1, 131)]
    [InlineData(3, 100, 300)]
    [InlineData(2, 530, 43)]
    [InlineData(100, 3, 300)]
    [InlineData(10, 130, 600)]
    [InlineData(35, 69, 257)]
    [InlineData(14, 70, 513)]
    [InlineData(245, 70, 20)]
    [InlineData(20, 300, 1030)]
    [InlineData(17, 150, 1024)]
    [InlineData(2060, 70, 9)]
    public void Larger_sizes_cross_every_block_boundary_without_breaking_the_chain(int m, int n, int k)
    {
        foreach (bool transposeA in new[] { false, true })
            foreach (bool transposeB in new[] { false, true })
            {
                Check<float>(m, n, k, transposeA, transposeB, accumulate: transposeA, bias: transposeB);
                Check<double>(m, n, k, transposeA, transposeB, accumulate: transposeB, bias: !transposeA);
            }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Several_blocks_of_rows_share_the_packed_columns(bool transposeA, bool transposeB)
    {
        const int m = 270, n = 2100, k = 250;
        Operands<float> x = new(m, n, k, transposeA, transposeB);
        Work.Threads = 1;
        x.Run(accumulate: false, bias: true);
        for (int i = 0; i < m; i++)
            for (int j = i % 97; j < n; j += 97)
            {
                float sum = x.Bias[j];
                for (int p = 0; p < k; p++)
                    sum = MathF.FusedMultiplyAdd(x.A[i * x.ARow + p * x.ACol], x.B[p * x.BRow + j * x.BCol], sum);
                Assert.Equal(sum, x.C[i * x.CRow + j]);
            }
    }

    [Fact]
    public void Accumulation_and_bias_start_from_their_sum()
    {
        foreach ((int m, int n, int k) in new[] { (5, 7, 9), (40, 50, 300), (1, 20, 4), (20, 1, 4), (3, 4, 0) })
            Check<float>(m, n, k, false, true, accumulate: true, bias: true);
    }

    [Fact]
    public void A_bias_of_one_number_starts_every_row()
    {
        foreach (int m in (int[])[1, 2, 16, 17, 40])
            foreach (int k in (int[])[1, 2, 5])
            {
                Check<float>(m, 1, k, transposeA: true, transposeB: false, accumulate: false, bias: true);
                Check<double>(m, 1, k, transposeA: false, transposeB: true, accumulate: false, bias: true);
            }
    }

    [Fact]
    public void Operands_may_have_any_strides()
    {
        foreach ((int m, int n, int k) in new[] { (5, 7, 9), (40, 50, 300), (1, 20, 40), (20, 1, 40) })
        {
            Operands<double> x = new(m, n, k, aRow: 3, aCol: 3 * m + 1, bRow: 2, bCol: 2 * k + 5, cRow: n + 3);
            x.AssertChain(accumulate: false, bias: false);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void The_number_of_threads_changes_no_bit(int threads)
    {
        foreach ((int m, int n, int k) in new[]
        {
            (300, 310, 120), (9, 900, 700), (900, 9, 700), (1, 2100, 1030), (2100, 1, 1030), (1030, 257, 90), (70, 600, 1024),
        })
        {
            Operands<float> x = new(m, n, k, transposeA: k % 4 == 2, transposeB: n % 2 == 1);
            Work.Threads = 1;
            x.Run(accumulate: false, bias: true);
            float[] expected = [.. x.C];
            Array.Clear(x.C);
            Work.Threads = threads;
            x.Run(accumulate: false, bias: true);
            for (int i = 0; i < m; i++)
                Assert.Equal(expected[(i * x.CRow)..(i * x.CRow + n)], x.C[(i * x.CRow)..(i * x.CRow + n)]);
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Every_register_width_gives_the_same_bits(bool transposeA, bool transposeB)
    {
        foreach ((int m, int n, int k) in new[]
        {
            (1, 1, 1), (2, 1, 5), (5, 5, 5), (6, 16, 7), (7, 9, 300), (12, 32, 20), (13, 33, 40),
            (25, 47, 19), (34, 38, 270), (30, 70, 128), (9, 300, 230),
        })
        {
            Operands<float> single = new(m, n, k, transposeA, transposeB);
            single.AssertChain(Blocked<V1<float>, float>.Run);
            single.AssertChain(Blocked<V128<float>, float>.Run);
            single.AssertChain(Blocked<V256<float>, float>.Run);
            single.AssertChain(Blocked<V512<float>, float>.Run);
            Operands<double> twice = new(m, n, k, transposeA, transposeB);
            twice.AssertChain(Blocked<V1<double>, double>.Run);
            twice.AssertChain(Blocked<V128<double>, double>.Run);
            twice.AssertChain(Blocked<V256<double>, double>.Run);
            twice.AssertChain(Blocked<V512<double>, double>.Run);
        }
    }

    [Fact]
    public void The_transposed_problem_gives_the_same_bits()
    {
        foreach ((int m, int n, int k) in new[] { (3, 4, 5), (33, 17, 40), (70, 60, 300) })
        {
            Operands<float> x = new(m, n, k);
            x.AssertChain((in Product<float> y) => Blocked<V256<float>, float>.Run(new(
                y.N, y.M, y.K, y.B, y.BCol, y.BRow, y.A, y.ACol, y.ARow, y.C, 1, y.CRow, y.S, y.SCol, y.SRow)));
        }
    }

    [Fact]
    public void The_result_is_near_the_sum_in_double()
    {
        Operands<float> x = new(19, 23, 400);
        x.Run(accumulate: false, bias: false);
        for (int i = 0; i < x.M; i++)
            for (int j = 0; j < x.N; j++)
            {
                double sum = 0, magnitude = 0;
                for (int p = 0; p < x.K; p++)
                {
                    double term = (double)x.A[i * x.ARow + p * x.ACol] * x.B[p * x.BRow + j * x.BCol];
                    sum += term;
                    magnitude += Math.Abs(term);
                }
                Assert.InRange(x.C[i * x.CRow + j], sum - 1e-5 * magnitude, sum + 1e-5 * magnitude);
            }
    }

    [Fact]
    public void Not_a_number_and_infinity_go_the_way_of_plain_arithmetic()
    {
        foreach ((int m, int n, int k) in new[] { (5, 5, 5), (30, 40, 50), (1, 64, 64), (64, 1, 64) })
        {
            Operands<float> x = new(m, n, k);
            Array.Clear(x.A);
            x.B[0] = float.NaN;
            x.B[(k - 1) * x.BRow + n - 1] = float.PositiveInfinity;
            x.Run(accumulate: false, bias: false);
            for (int i = 0; i < m; i++)
            {
                Assert.True(float.IsNaN(x.C[i * x.CRow]));
                Assert.True(float.IsNaN(x.C[i * x.CRow + n - 1]));
                if (n > 2) Assert.Equal(0f, x.C[i * x.CRow + 1]);
            }
        }
    }

    [Fact]
    public void Without_terms_the_result_is_zero_the_bias_or_what_was_there()
    {
        Operands<float> x = new(3, 5, 0);
        float[] before = [.. x.C];
        x.Run(accumulate: true, bias: false);
        Assert.Equal(before, x.C);
        x.Run(accumulate: false, bias: true);
        for (int i = 0; i < 3; i++) Assert.Equal(x.Bias, x.C[(i * x.CRow)..(i * x.CRow + 5)]);
        x.Run(accumulate: false, bias: false);
        for (int i = 0; i < 3; i++) Assert.All(x.C[(i * x.CRow)..(i * x.CRow + 5)], c => Assert.Equal(0f, c));
    }

    [Fact]
    public void A_batch_is_its_products_one_by_one()
    {
        foreach ((int batch, int m, int n, int k) in new[] { (0, 2, 2, 2), (1, 3, 4, 5), (7, 5, 6, 7), (40, 64, 48, 33) })
        {
            float[] a = Numbers<float>(batch * m * k, 1), b = Numbers<float>(k * n, 2);
            float[] c = new float[batch * m * n], expected = new float[batch * m * n];
            fixed (float* pa = a, pb = b, pc = c, pe = expected)
            {
                Gemm.Batch(batch, m, n, k, pa, m * k, k, 1, pb, 0, n, 1, pc, m * n, n);
                for (int i = 0; i < batch; i++) Gemm.Run(m, n, k, pa + i * m * k, k, 1, pb, n, 1, pe + i * m * n, n);
            }
            Assert.Equal(expected, c);
        }
    }

    [Fact]
    public void A_product_allocates_nothing_once_the_thread_has_its_scratch()
    {
        Operands<float> x = new(40, 40, 40);
        x.Run(accumulate: false, bias: false);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 10; round++) x.Run(accumulate: false, bias: false);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    static void Check<T>(int m, int n, int k, bool transposeA, bool transposeB, bool accumulate, bool bias)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new Operands<T>(m, n, k, transposeA, transposeB).AssertChain(accumulate, bias);

    static T[] Numbers<T>(int count, int seed) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => T.CreateTruncating(random.NextDouble() * 2 - 1))];
    }

    delegate void Kernel<T>(in Product<T> x) where T : unmanaged;

    sealed class Operands<T>(int m, int n, int k, int aRow, int aCol, int bRow, int bCol, int cRow)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        static readonly T Untouched = T.CreateTruncating(12345);

        public Operands(int m, int n, int k, bool transposeA = false, bool transposeB = false) : this(
            m, n, k, transposeA ? 1 : k, transposeA ? m : 1, transposeB ? 1 : n, transposeB ? k : 1, n + 2)
        {
        }

        public readonly int M = m, N = n, K = k, ARow = aRow, ACol = aCol, BRow = bRow, BCol = bCol, CRow = cRow;
        public readonly T[] A = Numbers<T>(m * k == 0 ? 0 : (m - 1) * aRow + (k - 1) * aCol + 1, 1);
        public readonly T[] B = Numbers<T>(n * k == 0 ? 0 : (k - 1) * bRow + (n - 1) * bCol + 1, 2);
        public readonly T[] Bias = Numbers<T>(n, 3);
        public T[] C = Fresh(m, n, cRow);

        static T[] Fresh(int m, int n, int cRow)
        {
            T[] c = Numbers<T>(m * cRow, 4);
            for (int i = 0; i < m; i++) c.AsSpan(i * cRow + n, cRow - n).Fill(Untouched);
            return c;
        }

        public void Run(bool accumulate, bool bias)
        {
            fixed (T* a = A, b = B, c = C, added = Bias)
                Gemm.Run(M, N, K, a, ARow, ACol, b, BRow, BCol, c, CRow, accumulate, bias ? added : null);
        }

        public void AssertChain(bool accumulate, bool bias)
        {
            C = Fresh(M, N, CRow);
            T[] expected = Chain(accumulate, bias);
            Run(accumulate, bias);
            AssertSame(expected);
        }

        public void AssertChain(Kernel<T> kernel)
        {
            foreach (bool accumulate in new[] { false, true })
            {
                C = Fresh(M, N, CRow);
                T[] expected = Chain(accumulate, bias: false);
                fixed (T* a = A, b = B, c = C)
                {
                    Product<T> x = new(
                        M, N, K, a, ARow, ACol, b, BRow, BCol, c, CRow, 1, (T*)Scratch.Zeros, 0, 0);
                    kernel(accumulate ? x.OntoC() : x);
                }
                AssertSame(expected);
            }
        }

        void AssertSame(T[] expected)
        {
            for (int i = 0; i < C.Length; i++)
                Assert.True(
                    C[i].Equals(expected[i]),
                    $"m {M}, n {N}, k {K}, strides {ARow} {ACol} {BRow} {BCol}, "
                    + $"C[{i / CRow}, {i % CRow}]: {C[i]} is not {expected[i]}");
        }

        T[] Chain(bool accumulate, bool bias)
        {
            T[] c = [.. C];
            for (int i = 0; i < M; i++)
                for (int j = 0; j < N; j++)
                {
                    T sum = accumulate ? c[i * CRow + j] : T.Zero;
                    if (bias) sum += Bias[j];
                    for (int p = 0; p < K; p++)
                        sum = T.FusedMultiplyAdd(A[i * ARow + p * ACol], B[p * BRow + j * BCol], sum);
                    c[i * CRow + j] = sum;
                }
            return c;
        }
    }
}
