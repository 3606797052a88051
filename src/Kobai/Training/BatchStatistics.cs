using Kobai.Layers;

namespace Kobai;

/// <summary>The running statistics of batch normalization, computed anew for weights that were not trained but averaged.</summary>
public static class BatchStatistics
{
    /// <summary>Sets the statistics of every <see cref="BatchNorm"/> in a model to the averages over some batches.</summary>
    /// <remarks>As PyTorch's <c>update_bn</c>: each batch weighs the same, and no gradient is taken.</remarks>
    /// <param name="model">The model, with the weights it is to be used with.</param>
    /// <param name="inputs">The inputs, usually those of one epoch.</param>
    /// <exception cref="ArgumentNullException">The model or the inputs are null.</exception>
    /// <example><code>
    /// Sequential model = [new Linear(2, 3), new BatchNorm(3)];
    /// BatchStatistics.Update(model, [Tensor.Normal([16, 2]), Tensor.Normal([16, 2])]);
    /// model.GetState()["1.num_batches_tracked"]   // 2
    /// </code></example>
    public static void Update(Layer model, IEnumerable<Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        BatchNorm[] layers = [.. model.NamedLayers().Select(named => named.Layer).OfType<BatchNorm>()];
        if (layers.Length == 0) return;
        bool wasTraining = model.IsTraining;
        using var noGradient = NoGradient.Enter();
        try
        {
            foreach (var layer in layers) layer.BeginAveraging();
            model.Train();
            foreach (var x in inputs)
            {
                using var scope = Scope.Enter();
                model.Forward(x);
            }
        }
        finally
        {
            foreach (var layer in layers) layer.EndAveraging();
            model.Train(wasTraining);
        }
    }
}
