namespace Kobai.Tests.Autograd;

public class BackwardTests
{
    [Fact]
    public void A_leaf_used_twice_collects_both_parts()
    {
        var x = Tensor.From([3.0]).RequireGradient();
        (x * x + x).Sum().Backward();
        Assert.Equal(7, x.Gradient!.Item());
    }

    [Fact]
    public void Gradients_add_up_over_passes_until_they_are_zeroed()
    {
        var x = Tensor.From([3.0]).RequireGradient();
        (x * 2).Backward();
        (x * 2).Backward();
        Assert.Equal(4, x.Gradient!.Item());
        x.ZeroGradient();
        Assert.Null(x.Gradient);
        (x * 2).Backward();
        Assert.Equal(2, x.Gradient!.Item());
    }

    [Fact]
    public void A_diamond_counts_each_path_once()
    {
        var x = Tensor.From([2.0]).RequireGradient();
        var a = x * 3;
        var b = a * a;
        (a + b + b * a).Backward();
        // y = 3x + 9x² + 27x³
        Assert.Equal(3 + 18 * 2 + 81 * 4, x.Gradient!.Item());
    }

    [Fact]
    public void A_chain_of_100_000_operations_does_not_overflow_the_stack()
    {
        var x = Tensor.From([1.0]).RequireGradient();
        var y = x;
        for (int i = 0; i < 100_000; i++) y = y + 1;
        y.Backward();
        Assert.Equal(1, x.Gradient!.Item());
    }

    [Fact]
    public void A_comb_of_100_000_doublings_visits_each_node_once()
    {
        var x = Tensor.From([1.0]).RequireGradient();
        var y = x;
        for (int i = 0; i < 100_000; i++) y = (y + y) * 0.5;
        y.Backward();
        Assert.Equal(1, x.Gradient!.Item());
    }

    [Fact]
    public void Several_elements_need_an_upstream()
    {
        var x = Tensor.From([1.0, 2, 3]).RequireGradient();
        var y = x * x;
        var error = Assert.Throws<InvalidOperationException>(() => y.Backward());
        Assert.Equal(
            "Backward: a result of shape (3) needs an upstream gradient of that shape; only a single number has 1 by default. Call Sum() or Mean() first?",
            error.Message);
        y.Backward(Tensor.From([1.0, 10, 100]));
        Assert.Equal([2.0, 40, 600], x.Gradient!.ToArray<double>());
    }

    [Fact]
    public void An_upstream_of_another_shape_is_refused()
    {
        var y = Tensor.From([1.0, 2, 3]).RequireGradient() * 2;
        var error = Assert.Throws<ShapeException>(() => y.Backward(Tensor.From([1.0])));
        Assert.Equal("Backward: the upstream gradient must have the shape of the result; y is (3), upstream is (1).", error.Message);
    }

    [Fact]
    public void A_second_pass_through_a_released_record_is_refused_with_the_cure()
    {
        var x = Tensor.From([2.0]).RequireGradient();
        var y = x * x;
        y.Backward();
        var error = Assert.Throws<InvalidOperationException>(() => y.Backward());
        Assert.Equal(
            "Backward: the record of Multiply was released by an earlier backward pass. Give that pass `retainGraph: true`, or compute the result again.",
            error.Message);
    }

    [Fact]
    public void A_retained_record_can_be_walked_again()
    {
        var x = Tensor.From([2.0]).RequireGradient();
        var y = x * x;
        y.Backward(retainGraph: true);
        y.Backward();
        Assert.Equal(8, x.Gradient!.Item());
    }

    [Fact]
    public void Nothing_to_differentiate_is_said_so()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Tensor.Ones([1]).Backward());
        Assert.Equal(
            "Backward: this tensor was not computed from any tensor that requires a gradient. Call RequireGradient() on the leaves before the computation, outside NoGradient.",
            error.Message);
    }

    [Fact]
    public void Without_gradient_nothing_is_recorded()
    {
        var x = Tensor.From([2.0]).RequireGradient();
        Tensor y;
        using (NoGradient.Enter()) y = x * x;
        Assert.False(y.IsTracked);
        Assert.False(NoGradient.IsActive);
    }

    [Fact]
    public void Detach_stops_the_gradient_and_shares_memory()
    {
        var x = Tensor.From([2.0]).RequireGradient();
        var y = x * x.Detach();
        y.Backward();
        Assert.Equal(2, x.Gradient!.Item());
    }

    [Fact]
    public void Changing_a_tracked_tensor_in_place_is_refused()
    {
        var x = Tensor.From([2.0]).RequireGradient();
        var error = Assert.Throws<InvalidOperationException>(() => x.Fill(0));
        Assert.Equal(
            "Fill: this tensor takes part in a recorded computation and cannot be changed in place. Change it inside `using (NoGradient.Enter())`, or change a Clone() of its Detach().",
            error.Message);
        Assert.Equal(2, x.Item());
        using (NoGradient.Enter()) x.Fill(5);
        Assert.Equal(5, x.Item());
    }

    [Fact]
    public void A_gradient_that_relies_on_changed_values_is_refused()
    {
        var x = Tensor.From([2.0]).RequireGradient();
        var data = Tensor.From([3.0]);
        var y = x * data;
        data.Fill(4);
        var error = Assert.Throws<InvalidOperationException>(() => y.Backward());
        Assert.Equal(
            "Backward: an input of Multiply was changed in place after Multiply was computed, so its gradient would be wrong. Change a Clone() instead.",
            error.Message);
    }

    [Fact]
    public void A_change_through_a_view_is_noticed()
    {
        var x = Tensor.From([2.0]).RequireGradient();
        var data = Tensor.From([3.0, 4]);
        var y = x * data.Detach();
        data.Reshape(2, 1).Fill(0);
        Assert.Throws<InvalidOperationException>(() => y.Sum().Backward());
    }

    [Fact]
    public void A_refused_pass_leaves_the_record_as_it_was()
    {
        var x = Tensor.From([2.0]).RequireGradient();
        var a = x * x;
        var broken = (a * 1).Record("Broken", [a], _ => [Tensor.Ones([7], DType.Float64)]);
        var error = Assert.Throws<ShapeException>(() => broken.Backward(retainGraph: true));
        Assert.Equal("Backward: Broken gave a gradient of shape (7) for an input of shape (1).", error.Message);
        a.Backward();
        Assert.Equal(4, x.Gradient!.Item());
    }

    [Fact]
    public void The_gradient_of_a_result_is_kept_on_request()
    {
        var x = Tensor.From([2.0]).RequireGradient();
        var a = (x * x).RetainGradient();
        (a * 3).Backward();
        Assert.Equal(3, a.Gradient!.Item());
        Assert.Equal(12, x.Gradient!.Item());
    }

    [Fact]
    public void Only_leaves_require_gradients()
    {
        var y = Tensor.From([2.0]).RequireGradient() * 2;
        var error = Assert.Throws<InvalidOperationException>(() => y.RequireGradient());
        Assert.Equal(
            "RequireGradient: only a leaf can collect gradients; this tensor is the result of Multiply. Call RetainGradient() to see the gradient of a result.",
            error.Message);
    }

    [Fact]
    public void An_input_without_a_share_in_the_result_gets_no_gradient()
    {
        var x = Tensor.From([2.0]).RequireGradient();
        var unused = Tensor.From([2.0]).RequireGradient();
        var deep = unused * 3;
        var y = (x * 1).Record("First", [x, deep], dy => [dy, null]);
        y.Backward();
        Assert.Equal(1, x.Gradient!.Item());
        Assert.Null(unused.Gradient);
    }

    [Fact]
    public void An_operation_of_ones_own_is_differentiated_by_its_rule()
    {
        static Tensor Square(Tensor x)
        {
            Tensor y;
            using (NoGradient.Enter()) y = x * x;
            return y.Record("Square", [x], dy => [2 * x * dy]);
        }
        Assert.InRange(GradientCheck.Run(x => Square(x[0]), Tensor.From([1.0, -2, 3])), 0, 1e-8);
    }
}
