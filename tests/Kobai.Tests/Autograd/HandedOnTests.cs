using Kobai.Losses;

namespace Kobai.Tests.Autograd;

/// <summary>Large gradients are handed on without a copy; nobody may see another's memory through that.</summary>
public class HandedOnTests
{
    const int Count = 5000;

    [Fact]
    public void A_part_that_two_leaves_share_reaches_both()
    {
        Tensor a = Leaf(), b = Leaf(), shared = Tensor.Arange(Count);
        var y = Tensor.Zeros([Count]).Record("Shared", [a, b], _ => [shared, shared.Reshape([Count])]);
        y.Sum().Backward();
        a.Gradient!.Fill(7);
        Assert.Equal(shared.ToArray<float>(), b.Gradient!.ToArray<float>());
        Assert.Equal([.. Enumerable.Range(0, Count).Select(i => (float)i)], shared.ToArray<float>());
    }

    [Fact]
    public void A_part_that_was_made_before_the_pass_keeps_its_numbers()
    {
        Tensor a = Leaf(), slope = Tensor.Arange(Count);
        for (int pass = 0; pass < 2; pass++)
        {
            a.ZeroGradient();
            Tensor.Zeros([Count]).Record("Kept", [a], _ => [slope]).Sum().Backward();
            a.Gradient!.Fill(7);
        }
        Assert.Equal(3, slope[3].Item());
    }

    [Fact]
    public void The_upstream_that_passes_through_is_not_taken_from_its_owner()
    {
        Tensor a = Leaf(), b = Leaf(), upstream = Tensor.Arange(Count);
        (a + b).Backward(upstream);
        a.Gradient!.Fill(7);
        Assert.Equal(3, b.Gradient![3].Item());
        Assert.Equal(3, upstream[3].Item());
    }

    [Fact]
    public void A_second_pass_over_a_kept_record_gives_the_same_gradient()
    {
        var x = Leaf();
        var loss = Loss.SquaredError(x, Tensor.Arange(Count));
        loss.Backward(retainGraph: true);
        float[] first = x.Gradient!.ToArray<float>();
        x.ZeroGradient();
        loss.Backward();
        Assert.Equal(first, x.Gradient!.ToArray<float>());
    }

    [Fact]
    public void Gradients_add_up_over_passes_and_within_scopes()
    {
        var x = Leaf();
        for (int pass = 0; pass < 3; pass++)
        {
            using var scope = Scope.Enter();
            (x * Tensor.Full([Count], 2)).Sum().Backward();
        }
        Assert.All(x.Gradient!.ToArray<float>(), g => Assert.Equal(6, g));
        x.ZeroGradient();
        using (Scope.Enter()) (x * Tensor.Full([Count], 3)).Sum().Backward();
        using (Scope.Enter()) Tensor.Full([Count], 9);
        Assert.All(x.Gradient!.ToArray<float>(), g => Assert.Equal(3, g));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_gradient_that_two_branches_share_stays_whole_for_the_second(bool isSwapped)
    {
        Tensor p = Leaf(), q = Leaf(), target = Tensor.Arange(Count);
        Tensor a = p.Reshape([Count]), b = q.Sigmoid();
        var loss = Loss.SquaredError(isSwapped ? b + a : a + b, target);
        loss.Backward();
        double s = 1 / (1 + Math.Exp(-1)), slope = 2 * (1 + s - 77) / Count;
        Assert.Equal(slope, p.Gradient![77].Item(), 1e-6);
        Assert.Equal(slope * s * (1 - s), q.Gradient![77].Item(), 1e-6);
    }

    [Fact]
    public void A_part_that_another_thread_made_before_keeps_its_numbers()
    {
        Tensor? slope = null;
        var maker = new Thread(() =>
        {
            for (int i = 0; i < 20_000; i++) slope = Tensor.Empty([Count], DType.Float32);
            slope = Tensor.Arange(Count);
        });
        maker.Start();
        maker.Join();
        Tensor a = Leaf();
        Tensor.Zeros([Count]).Record("Kept", [a], _ => [slope]).Sum().Backward();
        a.Gradient!.Fill(7);
        Assert.Equal(3, slope![3].Item());
    }

    static Tensor Leaf() => Tensor.Ones([Count]).RequireGradient();
}
