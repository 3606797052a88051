using Kobai.Optimizers;

namespace Kobai.Tests.Optimizers;

public class WeightAverageTests
{
    [Fact]
    public void Swapping_back_and_forth_changes_nothing()
    {
        var (w, average) = Averaged();
        float[] weights = w.ToArray<float>(), averages = average.Averages[0].ToArray<float>();
        Assert.NotEqual(weights, averages);
        var swap = average.Swap();
        Assert.Equal(averages, w.ToArray<float>());
        swap.Dispose();
        swap.Dispose();
        Assert.Equal(weights, w.ToArray<float>());
        Assert.Equal(averages, average.Averages[0].ToArray<float>());
    }

    [Fact]
    public void A_state_goes_on_with_the_same_bits()
    {
        var (w, average) = Averaged();
        var copy = new ExponentialMovingAverage([w], 0.9);
        copy.SetState(average.GetState().ToDictionary(pair => pair.Key, pair => pair.Value.Clone()));
        Assert.Equal(average.Updates, copy.Updates);
        average.Update();
        copy.Update();
        Assert.Equal(average.Averages[0].ToArray<float>(), copy.Averages[0].ToArray<float>());
    }

    [Fact]
    public void A_state_of_other_parameters_is_refused_whole()
    {
        var (w, average) = Averaged();
        var other = new ExponentialMovingAverage([Tensor.Ones([2]).RequireGradient()], 0.9);
        var error = Assert.Throws<ArgumentException>(() => other.SetState(average.GetState()));
        Assert.Equal("ExponentialMovingAverage: average.0 must have the shape (2); it is (3). (Parameter 'state')", error.Message);
        error = Assert.Throws<ArgumentException>(() => other.SetState(new Dictionary<string, Tensor>()));
        Assert.Equal("ExponentialMovingAverage: a state of 1 parameters has 2 entries, updates among them; this one has 0. (Parameter 'state')", error.Message);
        Assert.Equal(0, other.Updates);
    }

    [Fact]
    public void Averages_outlive_the_scope_they_are_updated_in()
    {
        var w = Tensor.Ones([2000]).RequireGradient();
        StochasticWeightAveraging average;
        using (Scope.Enter())
        {
            average = new([w]);
            average.Update();
            average.Swap().Dispose();
        }
        Assert.Equal(1, average.Averages[0].Mean().Item());
    }

    [Fact]
    public void A_decay_outside_0_to_1_is_refused() => Assert.StartsWith(
        "ExponentialMovingAverage: decay must be from 0 to 1.",
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialMovingAverage([Tensor.Ones([1])], 1.1)).Message);

    [Fact]
    public void The_rate_of_averaging_begins_where_the_schedule_before_it_ends()
    {
        var optimizer = new Sgd([Tensor.Ones([2]).RequireGradient()], learningRate: 0.1);
        var decay = new CosineDecay(optimizer, steps: 100);
        var schedule = new SwaRate(optimizer, rate: 0.05, steps: 4, after: decay, start: 75);
        for (long t = 0; t <= 75; t++) Assert.Equal(decay.Rate(0.1, t), schedule.Rate(0.1, t));
        Assert.Equal((decay.Rate(0.1, 75) + 0.05) / 2, schedule.Rate(0.1, 77), 1e-15);
        Assert.Equal(0.05, schedule.Rate(0.1, 79), 1e-15);
        Assert.Equal(0.05, schedule.Rate(0.1, 500), 1e-15);
    }

    static (Tensor Weights, ExponentialMovingAverage Average) Averaged()
    {
        var w = Tensor.From([1f, -2f, 0.3f]).RequireGradient();
        var average = new ExponentialMovingAverage([w], 0.9);
        for (int i = 0; i < 5; i++)
        {
            average.Update();
            using (NoGradient.Enter()) w.CopyFrom(w * 1.3 - 0.1);
        }
        return (w, average);
    }
}
