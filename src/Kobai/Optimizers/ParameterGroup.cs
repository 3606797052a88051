namespace Kobai.Optimizers;

/// <summary>Parameters that share a learning rate and a weight decay.</summary>
/// <remarks>
/// <example><code>
/// var optimizer = new Sgd([Tensor.Ones([2]).RequireGradient()], learningRate: 0.1);
/// optimizer.Groups[0].LearningRate = 0.05;
/// optimizer.LearningRate   // 0.05
/// </code></example>
/// </remarks>
public sealed class ParameterGroup
{
    double _rate;

    internal ParameterGroup(Tensor[] parameters, double learningRate, double weightDecay) =>
        (Parameters, LearningRate, WeightDecay) = (parameters, learningRate, weightDecay);

    /// <summary>The parameters.</summary>
    public IReadOnlyList<Tensor> Parameters { get; }

    /// <summary>η of these parameters; schedules change it between steps.</summary>
    public double LearningRate
    {
        get => _rate;
        set => Initial = _rate = value;
    }

    /// <summary>The learning rate as it was given, whatever schedules have made of it.</summary>
    internal double Initial { get; private set; }

    internal void Schedule(double rate) => _rate = rate;

    /// <summary>λ of these parameters.</summary>
    public double WeightDecay { get; set; }
}
