namespace Kobai.Tests.Autograd;

public class GradientCheckTests
{
    [Fact]
    public void A_right_gradient_passes() =>
        Assert.InRange(GradientCheck.Run(x => x[0].Exp() * x[1], Tensor.From([1.0, 2]), Tensor.From([3.0, 4])), 0, 1e-8);

    [Fact]
    public void A_wrong_gradient_is_found()
    {
        static Tensor Wrong(Tensor x) => (x.Detach() * x.Detach()).Record("Wrong", [x], dy => [x * dy]);
        Assert.True(GradientCheck.Run(x => Wrong(x[0]), Tensor.From([1.0, 2])) > 0.1);
    }

    [Fact]
    public void Two_errors_that_cancel_in_the_sum_are_found()
    {
        static Tensor Swapped(Tensor x) => (x.Detach() * 1).Record("Swapped", [x], dy => [dy * Tensor.From([0.5, 1.5])]);
        Assert.True(GradientCheck.Run(x => Swapped(x[0]), Tensor.From([1.0, 2])) > 0.1);
    }
}
