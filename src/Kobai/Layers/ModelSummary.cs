using System.Globalization;

namespace Kobai.Layers;

/// <summary>A model as a table.</summary>
public static class ModelSummary
{
    extension(Layer model)
    {
        /// <summary>
        /// The tree of layers with the shape of what each gives for an input of zeros and the number of its trainable
        /// elements. The shapes inside a layer of one's own are not known.
        /// </summary>
        /// <param name="shape">The shape of an input, with its batch.</param>
        /// <param name="type">The type of the input.</param>
        /// <exception cref="ShapeException">The model does not take such an input.</exception>
        /// <example><code>
        /// Sequential model = [new Linear(784, 256), new Relu(), new Linear(256, 10)];
        /// Console.WriteLine(model.Summary([32, 784]));
        /// // Layer                   Output     Parameters
        /// // Sequential              (32, 10)      203,530
        /// //   0: Linear(784 → 256)  (32, 256)     200,960
        /// //   1: Relu               (32, 256)
        /// //   2: Linear(256 → 10)   (32, 10)        2,570
        /// </code></example>
        public string Summary(Shape shape, DType type = DType.Float32)
        {
            var shapes = new Dictionary<string, Shape>(StringComparer.Ordinal);
            var training = model.NamedLayers().Select(named => (named.Layer, named.Layer.IsTraining)).ToList();
            model.Evaluate();
            try
            {
                using var noGradient = NoGradient.Enter();
                model.Trace(Tensor.Zeros(shape, type), "", (path, y) => shapes[path] = y.Shape);
            }
            finally
            {
                foreach (var (layer, isTraining) in training) layer.Train(isTraining);
            }
            return Table([("Layer", "Output", "Parameters"), .. Rows(model, "", "", 0, shapes)]);
        }
    }

    static IEnumerable<(string Layer, string Output, string Parameters)> Rows(
        Layer layer, string label, string path, int depth, Dictionary<string, Shape> shapes)
    {
        nint count = layer.ParameterCount;
        yield return (
            new string(' ', 2 * depth) + label + layer.Title,
            shapes.TryGetValue(path, out var shape) ? shape.ToString() : "",
            count > 0 ? count.ToString("N0", CultureInfo.InvariantCulture) : "");
        foreach (var (name, child) in layer.Children())
        {
            foreach (var row in Rows(child, name + ": ", path.Length == 0 ? name : $"{path}.{name}", depth + 1, shapes)) yield return row;
        }
    }

    static string Table(List<(string Layer, string Output, string Parameters)> rows)
    {
        int layer = rows.Max(row => row.Layer.Length), output = rows.Max(row => row.Output.Length);
        int count = rows.Max(row => row.Parameters.Length);
        return string.Join(Environment.NewLine, rows.Select(row =>
            $"{row.Layer.PadRight(layer)}  {row.Output.PadRight(output)}  {row.Parameters.PadLeft(count)}".TrimEnd()));
    }
}
