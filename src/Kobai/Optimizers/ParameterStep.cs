namespace Kobai.Optimizers;

/// <summary>One step of one parameter.</summary>
/// <param name="Index">The place among <see cref="Optimizer.Parameters"/>.</param>
/// <param name="Parameter">w, to be changed in place.</param>
/// <param name="Gradient">g.</param>
/// <param name="LearningRate">η.</param>
/// <param name="WeightDecay">λ.</param>
/// <param name="Count">t: how many steps this parameter has taken, this one included.</param>
/// <example><code>
/// Tensor w = Tensor.Ones([2]).RequireGradient(), g = Tensor.Ones([2]);
/// new ParameterStep(Index: 0, w, g, LearningRate: 0.1, WeightDecay: 0, Count: 1).LearningRate   // 0.1
/// </code></example>
public readonly record struct ParameterStep(
    int Index, Tensor Parameter, Tensor Gradient, double LearningRate, double WeightDecay, long Count);
