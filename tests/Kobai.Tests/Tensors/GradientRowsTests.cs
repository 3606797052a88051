using Kobai.Optimizers;

namespace Kobai.Tests.Tensors;

public class GradientRowsTests
{
    static Tensor Table() => Tensor.Arange(20).To(DType.Float64).Reshape(10, 2).RequireGradient();

    [Fact]
    public void Rows_of_an_embedding_are_known_and_the_others_are_0()
    {
        var table = Table();
        Assert.Null(table.GradientRows);
        table.Embedding([7, 1, 7, 4], padding: 4).Sum().Backward();
        Assert.Equal([1, 7], table.GradientRows!.Values);
        double[] expected = new double[20];
        (expected[2], expected[3], expected[14], expected[15]) = (1, 1, 2, 2);
        Assert.Equal(expected, table.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Micro_batches_add_up_and_a_new_batch_begins_with_zeros()
    {
        var table = Table();
        table.Embedding([7]).Sum().Backward();
        table.EmbeddingBag([2, 2], [0], BagMode.Sum).Sum().Backward();
        Assert.Equal([2, 7], table.GradientRows!.Values);
        table.ZeroGradient();
        Assert.Null(table.GradientRows);
        table.Embedding([3]).Sum().Backward();
        Assert.Equal([3], table.GradientRows!.Values);
        Assert.Equal(2, table.Gradient!.Sum().Item());
    }

    [Fact]
    public void A_gradient_of_the_whole_table_has_no_rows_in_whatever_order()
    {
        foreach (bool rowsFirst in new[] { true, false })
        {
            var table = Table();
            if (rowsFirst) table.Embedding([7]).Sum().Backward();
            table.Sum().Backward();
            if (!rowsFirst) table.Embedding([7]).Sum().Backward();
            Assert.Null(table.GradientRows);
            Assert.Equal(22, table.Gradient!.Sum().Item());
            table.ZeroGradient();
            table.Embedding([0]).Sum().Backward();
            Assert.Equal([0], table.GradientRows!.Values);
            Assert.Equal(2, table.Gradient!.Sum().Item());
        }
    }

    [Fact]
    public void A_tied_table_sums_what_comes_from_both_uses()
    {
        var table = Table();
        var y = table.Embedding([1, 1]).MatMul(table.T);
        y.Sum().Backward();
        Assert.Null(table.GradientRows);
        // d/dW Σᵢⱼ W₁·Wⱼ, twice: each row gets 2·W₁, and row 1 besides 2·Σⱼ Wⱼ.
        Assert.Equal([4.0, 6], table.Gradient![0].ToArray<double>());
        Assert.Equal([4.0 + 2 * 90, 6 + 2 * 100], table.Gradient[1].ToArray<double>());
    }

    [Fact]
    public void A_gradient_changed_in_place_is_taken_for_one_of_the_whole_table()
    {
        var table = Table();
        table.Embedding([7]).Sum().Backward();
        table.Gradient!.AddInPlace(Tensor.Ones([1], DType.Float64));
        Assert.Null(table.GradientRows);
        table.ZeroGradient();
        table.Embedding([0]).Sum().Backward();
        Assert.Equal(2, table.Gradient!.Sum().Item());
    }

    [Fact]
    public void A_table_that_is_computed_hands_its_gradient_on()
    {
        var half = Table();
        (half * 2).Embedding([3, 3]).Sum().Backward();
        Assert.Null(half.GradientRows);
        Assert.Equal([4.0, 4], half.Gradient![3].ToArray<double>());
    }

    [Fact]
    public void A_step_of_Sgd_by_rows_is_that_of_the_whole_table()
    {
        Tensor rows = Table(), whole = Table();
        var optimizers = new[] { rows, whole }.Select(table => new Sgd([table], learningRate: 0.1)).ToArray();
        for (int step = 0; step < 3; step++)
        {
            foreach (var (table, optimizer) in new[] { rows, whole }.Zip(optimizers))
            {
                optimizer.ZeroGradient();
                table.Embedding([step, 2]).Pow(2).Sum().Backward();
                if (table == whole) table.Gradient!.AddInPlace(Tensor.Zeros([1], DType.Float64));
                Assert.Equal(table == whole, table.GradientRows is null);
                optimizer.Step();
            }
            Assert.Equal(whole.ToArray<double>(), rows.ToArray<double>());
        }
    }
}
