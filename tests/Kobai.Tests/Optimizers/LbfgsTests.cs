using Kobai.Optimizers;

namespace Kobai.Tests.Optimizers;

public class LbfgsTests
{
    [Fact]
    public void The_valley_of_Rosenbrock_is_walked_to_its_end()
    {
        var w = Tensor.From([-1.2, 1]).RequireGradient();
        var optimizer = new Lbfgs([w], gradientTolerance: 1e-12, changeTolerance: 1e-20);
        for (int i = 0; i < 10; i++) optimizer.Step(() => Rosenbrock(w));
        Assert.InRange(Rosenbrock(w).Item(), 0, 1e-18);
        Assert.Equal(1, (double)w[0], 1e-8);
    }

    [Fact]
    public void The_loss_before_the_step_is_given_back()
    {
        var w = Tensor.From([-1.2, 1]).RequireGradient();
        Assert.Equal(24.2, new Lbfgs([w]).Step(() => Rosenbrock(w)), 1e-12);
    }

    [Fact]
    public void The_most_evaluations_are_kept()
    {
        var w = Tensor.From([-1.2, 1]).RequireGradient();
        int calls = 0;
        new Lbfgs([w], iterations: 100, evaluations: 5, strongWolfe: false, learningRate: 1e-4).Step(() =>
        {
            calls++;
            return Rosenbrock(w);
        });
        Assert.Equal(5, calls);
    }

    [Fact]
    public void A_step_without_the_loss_is_refused()
    {
        var error = Assert.Throws<NotSupportedException>(new Lbfgs([Tensor.Ones([1]).RequireGradient()]).Step);
        Assert.Equal("Lbfgs: a step needs the loss at several places. Call Step(() => loss).", error.Message);
    }

    static Tensor Rosenbrock(Tensor w)
    {
        Tensor x = w[..1], y = w[1..];
        return ((1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x)).Sum();
    }
}
