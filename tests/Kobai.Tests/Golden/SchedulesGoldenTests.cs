using Kobai.Optimizers;

namespace Kobai.Tests.Golden;

/// <summary>The cases of schedules.json: the learning rates of PyTorch's schedules.</summary>
public class SchedulesGoldenTests
{
    static readonly Dictionary<string, Func<GoldenCase, Optimizer, Schedule>> Makers = new(StringComparer.Ordinal)
    {
        ["StepLR"] = (c, o) => new StepDecay(o, c.Int("step_size"), c.Number("gamma")),
        ["MultiStepLR"] = (c, o) => new MilestoneDecay(o, [.. c.Ints("milestones").Select(m => (long)m)], c.Number("gamma")),
        ["ExponentialLR"] = (c, o) => new ExponentialDecay(o, c.Number("gamma")),
        ["CosineAnnealingLR"] = (c, o) => new CosineDecay(o, c.Int("T_max"), c.Number("eta_min", 0)),
        ["CosineAnnealingWarmRestarts"] = (c, o) =>
            new CosineRestarts(o, c.Int("T_0"), (int)c.Number("T_mult", 1), c.Number("eta_min", 0)),
        ["LinearLR"] = (c, o) => new LinearRamp(o, c.Number("start_factor"), c.Number("end_factor"), c.Int("total_iters")),
        ["ConstantLR"] = (c, o) => new ConstantFactor(o, c.Number("factor"), c.Int("total_iters")),
        ["PolynomialLR"] = (c, o) => new PolynomialDecay(o, c.Int("total_iters"), c.Number("power")),
        ["CyclicLR"] = (c, o) => new CyclicRate(o, c.Number("base_lr"), c.Number("max_lr"), c.Int("step_size_up"),
            c.Has("step_size_down") ? c.Int("step_size_down") : null, c.Has("mode") && c.Text("mode") is "triangular2", c.Number("gamma", 1)),
        ["OneCycleLR"] = (c, o) => new OneCycle(o, c.Number("max_lr"), c.Int("total_steps"), c.Number("pct_start", 0.3),
            c.Number("div_factor", 25), c.Number("final_div_factor", 1e4), c.Has("anneal_strategy")),
        ["SequentialLR"] = (_, o) =>
            new SequentialSchedule(o, [new LinearRamp(o, 0.1, 1, 5), new ExponentialDecay(o, 0.9)], [5]),
        ["SWALR"] = (c, o) => new SwaRate(o, c.Number("swa_lr"), c.Int("anneal_epochs"), c.Has("linear")),
    };

    public static TheoryData<string> Names => [.. Makers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Learning_rates_are_those_of_PyTorch(string name)
    {
        foreach (var c in GoldenFile.Cases("schedules.json", name))
        {
            var optimizer = new Sgd([Tensor.Ones([1]).RequireGradient()], c.Number("lr"));
            var schedule = Makers[name](c, optimizer);
            foreach (double rate in c.Outputs[0].Data)
            {
                Assert.Equal(rate, optimizer.LearningRate, 1e-12);
                schedule.Step();
            }
        }
    }

    [Fact]
    public void Learning_rates_after_a_plateau_are_those_of_PyTorch()
    {
        foreach (var c in GoldenFile.Cases("schedules.json", "ReduceLROnPlateau"))
        {
            var optimizer = new Sgd([Tensor.Ones([1]).RequireGradient()], c.Number("lr"));
            var schedule = new PlateauDecay(optimizer, c.Number("factor"), c.Int("patience"), c.Number("threshold", 1e-4),
                c.Has("threshold_mode"), (int)c.Number("cooldown", 0), c.Number("min_lr", 0), higherIsBetter: c.Has("mode"));
            double[] values = [.. c.Args.GetProperty("values").EnumerateArray().Select(v => v.GetDouble())];
            foreach (var (rate, value) in c.Outputs[0].Data.Zip(values))
            {
                Assert.Equal(rate, optimizer.LearningRate, 1e-12);
                schedule.Step(value);
            }
        }
    }
}
