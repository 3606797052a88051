namespace Kobai.Layers;

/// <summary>The initial weights of PyTorch, bit for bit.</summary>
static class InitialWeights
{
    /// <summary>
    /// Weights uniform in ±1/√fan: Kaiming-uniform with a = √5, evaluated in PyTorch's order so that the bound has its bits.
    /// </summary>
    public static Tensor KaimingUniform(Shape shape, nint fan, DType type, Generator generator) => Uniform(
        shape, Math.Sqrt(3) * (Math.Sqrt(2.0 / (1 + Math.Pow(Math.Sqrt(5), 2))) / Math.Sqrt(fan)), type, generator);

    /// <summary>Numbers uniform in ± a bound.</summary>
    public static Tensor Uniform(Shape shape, double bound, DType type, Generator generator)
    {
        var y = Tensor.Empty(shape, type);
        if (type == DType.Float32) generator.Uniform(y.Elements<float>(), -bound, bound);
        else generator.Uniform(y.Elements<double>(), -bound, bound);
        return y.RequireGradient();
    }

    /// <summary>Numbers of the standard normal distribution.</summary>
    public static Tensor Normal(Shape shape, DType type, Generator generator)
    {
        var y = Tensor.Empty(shape, type);
        if (type == DType.Float32) generator.Normal(y.Elements<float>());
        else generator.Normal(y.Elements<double>());
        return y.RequireGradient();
    }
}
