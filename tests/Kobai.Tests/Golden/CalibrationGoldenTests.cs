using System.Text.Json;
using Kobai.Metrics;

namespace Kobai.Tests.Golden;

public class CalibrationGoldenTests
{
    static readonly JsonElement[] s_cases = [.. GoldenFile.Read("calibration.json").EnumerateArray()];

    static JsonElement[] Cases(string kind)
    {
        JsonElement[] cases = [.. s_cases.Where(c => c.GetProperty("kind").GetString() == kind)];
        Assert.NotEmpty(cases);
        return cases;
    }

    static double[] Numbers(JsonElement c, string name) => [.. c.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];

    static Labels Expected(JsonElement c) => Labels.Create([.. Numbers(c, "expected").Select(v => (long)v)]);

    // scikit-learn stops where the slope of the sum is below 1e-5.
    [Fact]
    public void Platt_scaling_is_that_of_scikit_learn()
    {
        foreach (var c in Cases("binary"))
        {
            var scaling = PlattScaling.Fit(Tensor.From(Numbers(c, "scores")), Expected(c));
            Assert.Equal(c.GetProperty("slope").GetDouble(), scaling.Slope, 1e-5);
            Assert.Equal(c.GetProperty("intercept").GetDouble(), scaling.Intercept, 1e-5);
        }
    }

    [Fact]
    public void Isotonic_curves_are_those_of_scikit_learn()
    {
        foreach (var c in Cases("binary"))
        {
            var curve = IsotonicCalibration.Fit(Tensor.From(Numbers(c, "scores")), Expected(c));
            double[] expected = Numbers(c, "curve"), actual = curve.Apply(Tensor.From(Numbers(c, "at"))).ToArray<double>();
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-12);
        }
    }

    [Fact]
    public void Temperatures_make_the_loss_as_small_as_a_search_by_SciPy()
    {
        foreach (var c in Cases("classes"))
        {
            int classes = c.GetProperty("classes").GetInt32();
            var logits = Tensor.From(Numbers(c, "scores")).Reshape(-1, classes);
            var scaling = TemperatureScaling.Fit(logits, Expected(c));
            Assert.Equal(c.GetProperty("temperature").GetDouble(), scaling.Temperature, 1e-6);
            double loss = Kobai.Losses.Loss.CrossEntropy(scaling.Apply(logits), Expected(c)).Item();
            Assert.Equal(c.GetProperty("loss").GetDouble(), loss, 1e-13);
        }
    }
}
