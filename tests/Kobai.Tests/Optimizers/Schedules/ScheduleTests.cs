using Kobai.Optimizers;

namespace Kobai.Tests.Optimizers;

public class ScheduleTests
{
    [Fact]
    public void Each_group_follows_from_its_own_rate()
    {
        var optimizer = Make(0.1);
        optimizer.AddGroup([Tensor.Ones([1]).RequireGradient()], learningRate: 1);
        var schedule = new ExponentialDecay(optimizer, 0.5);
        schedule.Step();
        schedule.Step();
        Assert.Equal([0.025, 0.25], optimizer.Groups.Select(group => group.LearningRate));
    }

    [Fact]
    public void A_resumed_schedule_goes_on_where_it_stood()
    {
        var optimizer = Make(0.1);
        var schedule = new CosineDecay(optimizer, 20) { Steps = 7 };
        Assert.Equal(schedule.Rate(0.1, 7), optimizer.LearningRate);
    }

    [Fact]
    public void A_schedule_in_another_begins_from_the_rate_that_was_given()
    {
        var optimizer = Make(0.1);
        var schedule = new SequentialSchedule(
            optimizer, [new LinearRamp(optimizer, from: 0, to: 1, steps: 4), new StepDecay(optimizer, 2, 0.5)], [4]);
        List<double> rates = [];
        for (int i = 0; i < 8; i++, schedule.Step()) rates.Add(optimizer.LearningRate);
        Assert.Equal([0, 0.025, 0.05, 0.075, 0.1, 0.1, 0.05, 0.05], rates.Select(rate => Math.Round(rate, 12)));
    }

    [Fact]
    public void Schedules_and_milestones_must_fit()
    {
        var optimizer = Make(0.1);
        var error = Assert.Throws<ArgumentException>(
            () => new SequentialSchedule(optimizer, [new ExponentialDecay(optimizer, 0.5)], [1, 2]));
        Assert.StartsWith("SequentialSchedule: 1 schedules need 0 milestones; there are 2.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        var steps = Assert.Throws<ArgumentOutOfRangeException>(() => new CosineDecay(Make(1), 0));
        Assert.StartsWith("CosineDecay: steps must be above 0.", steps.Message, StringComparison.Ordinal);
        var factor = Assert.Throws<ArgumentOutOfRangeException>(() => new PlateauDecay(Make(1), factor: 1));
        Assert.StartsWith("PlateauDecay: factor must be below 1.", factor.Message, StringComparison.Ordinal);
    }

    static Sgd Make(double rate) => new([Tensor.Ones([1]).RequireGradient()], rate);
}
