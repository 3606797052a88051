using System.Collections;
using System.Runtime.CompilerServices;

namespace Kobai.Layers;

/// <summary>Layers one after another: the output of each is the input of the next.</summary>
/// <remarks><example><code>
/// Sequential model = [new Linear(784, 256), new Relu(), new Linear(256, 10)];
/// model.Forward(Tensor.Zeros([32, 784]))   // shape (32, 10)
/// model.ParameterCount                     // 784 * 256 + 256 + 256 * 10 + 10 = 203530
/// </code></example></remarks>
/// <param name="layers">The layers, first to last.</param>
[CollectionBuilder(typeof(Sequential), nameof(Create))]
public sealed class Sequential(params Layer[] layers) : Layer, IReadOnlyList<Layer>
{
    /// <summary>The number of layers.</summary>
    public int Count => layers.Length;

    /// <summary>The layer at a place.</summary>
    public Layer this[int index] => layers[index];

    /// <summary>Makes a sequence from a collection expression.</summary>
    public static Sequential Create(ReadOnlySpan<Layer> layers) => new(layers.ToArray());

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        foreach (var layer in layers) x = layer.Forward(x);
        return x;
    }

    /// <summary>The layers, named by their places 0, 1, ….</summary>
    public override IEnumerable<(string Name, Layer Layer)> Children() =>
        layers.Select((layer, i) => (i.ToString(System.Globalization.CultureInfo.InvariantCulture), layer));

    /// <summary>Enumerates the layers.</summary>
    public IEnumerator<Layer> GetEnumerator() => ((IEnumerable<Layer>)layers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal override Tensor Trace(Tensor x, string path, Action<string, Tensor> report)
    {
        foreach (var (name, layer) in Children()) x = layer.Trace(x, path.Length == 0 ? name : $"{path}.{name}", report);
        report(path, x);
        return x;
    }
}
