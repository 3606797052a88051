using System.Text.Json;

namespace Kobai.Tests.Golden;

/// <summary>The streams of generator.json, bit for bit.</summary>
public class GeneratorGoldenTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(42)]
    [InlineData(1234567890123)]
    [InlineData(-7)]
    public void Draws_what_PyTorch_draws(long seed)
    {
        var stream = GoldenFile.Read("generator.json").EnumerateArray()
            .Single(s => s.GetProperty("seed").GetInt64() == seed);
        var generator = new Generator(seed);
        int place = 0;
        foreach (var step in stream.GetProperty("steps").EnumerateArray())
        {
            string label = $"seed {seed}, draw {place++}: {step.GetProperty("draw")} of {step.GetProperty("type")}";
            switch (step.GetProperty("type").GetString())
            {
                case "float32": Same(Floats(generator, step), Values(step, e => e.GetSingle()), label); break;
                case "float64": Same(Doubles(generator, step), Values(step, e => e.GetDouble()), label); break;
                default: Same(Integers(generator, step), Values(step, e => e.GetInt64()), label); break;
            }
        }
    }

    static float[] Floats(Generator generator, JsonElement step)
    {
        var x = new float[step.GetProperty("values").GetArrayLength()];
        switch (step.GetProperty("draw").GetString())
        {
            case "Uniform": generator.Uniform(x, Number(step, "low"), Number(step, "high")); break;
            case "Normal": generator.Normal(x, Number(step, "mean"), Number(step, "deviation")); break;
            case "Bernoulli": generator.Bernoulli<float>(x, Number(step, "p")); break;
            case "BernoulliEach": generator.Bernoulli<float>(x, Values(step, e => e.GetSingle(), "each")); break;
            case "Exponential": generator.Exponential<float>(x, Number(step, "rate")); break;
            case var other: throw new InvalidOperationException(other);
        }
        return x;
    }

    static double[] Doubles(Generator generator, JsonElement step)
    {
        var x = new double[step.GetProperty("values").GetArrayLength()];
        switch (step.GetProperty("draw").GetString())
        {
            case "Uniform": generator.Uniform(x, Number(step, "low"), Number(step, "high")); break;
            case "Normal": generator.Normal(x, Number(step, "mean"), Number(step, "deviation")); break;
            case "Bernoulli": generator.Bernoulli<double>(x, Number(step, "p")); break;
            case "BernoulliEach": generator.Bernoulli<double>(x, Values(step, e => e.GetDouble(), "each")); break;
            case "Exponential": generator.Exponential<double>(x, Number(step, "rate")); break;
            case var other: throw new InvalidOperationException(other);
        }
        return x;
    }

    static long[] Integers(Generator generator, JsonElement step)
    {
        var x = new long[step.GetProperty("values").GetArrayLength()];
        switch (step.GetProperty("draw").GetString())
        {
            case "Integers":
                generator.Integers<long>(x, step.GetProperty("low").GetInt64(), step.GetProperty("high").GetInt64());
                break;
            case "NextInt64":
                for (int i = 0; i < x.Length; i++) x[i] = generator.NextInt64();
                break;
            case "Permutation":
                x = [.. generator.Permutation(x.Length).Select(i => (long)i)];
                break;
            case var other: throw new InvalidOperationException(other);
        }
        return x;
    }

    static double Number(JsonElement step, string name) => step.GetProperty(name).GetDouble();

    static T[] Values<T>(JsonElement step, Func<JsonElement, T> read, string name = "values") =>
        [.. step.GetProperty(name).EnumerateArray().Select(read)];

    static void Same<T>(T[] actual, T[] expected, string label)
        where T : IEquatable<T>
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.True(actual[i].Equals(expected[i]), $"{label}, number {i}: {actual[i]}, PyTorch {expected[i]}");
    }
}
