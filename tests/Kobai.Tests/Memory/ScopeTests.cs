using Kobai.Memory;

namespace Kobai.Tests.Memory;

[Collection("alone")]
public class ScopeTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(100_000)]
    public void A_tensor_of_a_closed_scope_is_refused_with_the_cure(int size)
    {
        Tensor x;
        using (Scope.Enter()) x = Tensor.Ones([size]);
        var error = Assert.Throws<ObjectDisposedException>(() => x + 1);
        Assert.StartsWith(
            "This tensor was released when its Scope closed. Call Keep() on a tensor that must outlive the scope.", error.Message);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(100_000)]
    public void A_kept_tensor_outlives_its_scope_by_one_scope(int size)
    {
        Tensor x, y;
        using (Scope.Enter())
        {
            using (Scope.Enter())
            {
                x = Tensor.Ones([size]).Keep();
                y = Tensor.Ones([size]).Keep();
            }
            Assert.Equal(size, x.Sum().Item());
            y.Keep();
        }
        Assert.Throws<ObjectDisposedException>(() => x.Sum());
        Assert.Equal(size, y.Sum().Item());
    }

    [Fact]
    public void Keeping_a_view_keeps_the_memory_it_shares()
    {
        Tensor view;
        using (Scope.Enter()) view = Tensor.Arange(10_000).Reshape(100, 100).Keep();
        Assert.Equal(9_999, view.ToArray<float>()[^1]);
    }

    [Fact]
    public void Gradients_of_leaves_outlive_the_scope_of_the_step()
    {
        var w = Tensor.Ones([5000]).RequireGradient();
        using (Scope.Enter()) (w * 3).Sum().Backward();
        Assert.Equal(15_000, w.Gradient!.Sum().Item());
    }

    [Fact]
    public void Outside_a_scope_tensors_belong_to_none()
    {
        Tensor x;
        using (Scope.Enter())
        using (Scope.Outside())
        {
            x = Tensor.Ones([4]);
        }
        Assert.Equal(4, x.Sum().Item());
    }

    [Fact]
    public void Live_blocks_are_unchanged_after_100_steps_of_training()
    {
        var w = Tensor.Linspace(-1, 1, 64 * 64).Reshape(64, 64).RequireGradient();
        var x = Tensor.Linspace(-1, 1, 64 * 64).Reshape(64, 64);
        void Step()
        {
            using var scope = Scope.Enter();
            w.ZeroGradient();
            (x * w).Sigmoid().Sum().Backward();
            using var noGradient = NoGradient.Enter();
            w.AddInPlace(w.Gradient! * -0.1);
        }
        Step();
        long blocks = Pool.LiveBlocks;
        for (int i = 0; i < 100; i++) Step();
        Assert.Equal(blocks, Pool.LiveBlocks);
    }
}
