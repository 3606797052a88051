using Kobai.Data;
using Kobai.Layers;

namespace Kobai.Tests.Documentation;

/// <summary>The names that an example may use without saying where they come from.</summary>
public abstract class Prelude
{
    protected readonly Tensor x = Tensor.From([1f, 2, 3, 4, 5, 6], [2, 3]);
    protected readonly Tensor logits = Tensor.From([1f, 0, 2, 3, 1, 0, 0, 2, 1], [3, 3]);
    protected readonly Layer model = new Linear(3, 2, generator: new(0));
    protected readonly Dataset<Labels> data = Dataset.Of(Tensor.Arange(12).Reshape(4, 3), [0, 1, 1, 0]);
    protected Batches<Labels> batches => data.Batches(2);

    /// <summary>Holds what an expression gave against what the comment behind it states.</summary>
    protected static void Check(object? given, string stated) => Statement.Check(given, stated);
}
