using FsCheck;
using FsCheck.Fluent;
using Kobai.Tests.Ops;

namespace Kobai.Tests.Tensors;

public class StridedCopyTests
{
    static readonly nint[] Sizes = [1, 2, 3, 5, 63, 64, 65, 130];

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void A_transposed_matrix_of_any_size_equals_the_plain_loop(DType type)
    {
        foreach (nint rows in Sizes)
        {
            foreach (nint columns in Sizes)
            {
                var x = Tensor.Arange(0, rows * columns, 1, type).Reshape(rows, columns);
                double[] y = x.T.Contiguous().ToArray<double>();
                for (nint i = 0; i < columns; i++)
                    for (nint j = 0; j < rows; j++)
                        Assert.Equal(j * columns + i, y[i * rows + j]);
            }
        }
    }

    [Fact]
    public void Any_layout_is_copied_to_any_other()
    {
        var orders = Gen.Shuffle([0, 1, 2, 3]);
        var layouts = (from source in orders from target in orders from flips in Gen.Choose(0, 15) select (source, target, flips)).ToArbitrary();
        Prop.ForAll(layouts, layout =>
        {
            var x = Laid([3, 1, 66, 5], [.. layout.source], layout.flips, i => i);
            var y = Laid([3, 1, 66, 5], [.. layout.target], layout.flips * 7, _ => -1);
            double[] expected = [.. Enumerable.Range(0, (int)x.Count).Select(i => Slow(x, i))];
            Kernel.Copy(x, y);
            for (int i = 0; i < expected.Length; i++) if (Slow(y, i) != expected[i]) return false;
            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_source_that_broadcasts_repeats()
    {
        Tensor row = Sample.Counting(70), target = Tensor.Zeros([70, 66], DType.Float64).T;
        Kernel.Copy(row, target);
        for (nint i = 0; i < 66; i++) Assert.Equal(row.ToArray<double>(), target[i].ToArray<double>());
        Kernel.Copy(row[..66].Unsqueeze(1), target);
        for (nint j = 0; j < 70; j++) Assert.Equal(row[..66].ToArray<double>(), target[.., j].ToArray<double>());
    }

    [Fact]
    public void Elements_outside_the_target_stay()
    {
        var whole = Tensor.Zeros([5, 6], DType.Float64);
        Kernel.Copy(Tensor.Ones([2, 3], DType.Float64), whole[1..3].Slice(1, 0, ^0, 2));
        Assert.Equal(6, whole.Sum().Item());
        Assert.Equal([1, 0, 1, 0, 1, 0], whole[2].ToArray<double>());
    }

    [Fact]
    public void Views_convert_to_the_other_type()
    {
        var x = Sample.Counting(2, 3).T;
        Assert.Equal([0f, 3, 1, 4, 2, 5], x.ToArray<float>());
        Assert.Equal([0, 3, 1, 4, 2, 5], x.To(DType.Float32).ToArray<double>());
        Assert.Equal([0.1f], Tensor.From([0.1]).ToArray<float>());
        Assert.Throws<NotSupportedException>(() => x.ToArray<int>());
    }

    // A tensor whose memory lies in the given order of axes, some of them backward.
    static Tensor Laid(nint[] sizes, int[] order, int flips, Func<nint, double> value)
    {
        var x = Tensor.Empty(Shape.Create([.. order.Select(i => sizes[i])]), DType.Float64);
        for (nint i = 0; i < x.Count; i++) Kernel.Set(x, i, value(i));
        var y = x.Permute([.. Enumerable.Range(0, 4).Select(i => Array.IndexOf(order, i))]);
        int[] backward = [.. Enumerable.Range(0, 4).Where(i => (flips >> i & 1) == 1)];
        return backward.Length == 0 ? y : y.Flip(backward);
    }

    static double Slow(Tensor x, int flat)
    {
        nint offset = 0, rest = flat;
        for (int i = x.Rank - 1; i >= 0; i--)
        {
            offset += rest % x.Shape[i] * x.Strides[i];
            rest /= x.Shape[i];
        }
        return x.View(Shape.Scalar, [], offset).Item();
    }
}
