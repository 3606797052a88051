using Kobai.Layers;

namespace Kobai.Recipes;

/// <summary>Linear layers with a rectifier between, and dropout after it while training.</summary>
sealed class Network
{
    readonly Linear[] linears;
    readonly Sequential layers;

    Network(Linear[] linears, double dropout = 0, Generator? generator = null)
    {
        this.linears = linears;
        layers = new(
        [
            .. linears.SelectMany<Linear, Layer>((linear, i) =>
                i == 0 ? [linear] : dropout == 0 ? [new Relu(), linear] : [new Relu(), new Dropout(dropout, generator), linear]),
        ]);
        layers.Evaluate();
    }

    public IReadOnlyList<Tensor> Parameters => layers.Parameters;

    public int Inputs => (int)linears[0].Weight.Shape[1];

    /// <summary>The weights by name, such as <c>0.weight</c>.</summary>
    public IReadOnlyCollection<KeyValuePair<string, Tensor>> Weights =>
        [.. linears.SelectMany((linear, i) => Names(i).Zip([linear.Weight, linear.Bias!], KeyValuePair.Create))];

    /// <summary>Makes a network with freshly drawn weights.</summary>
    public static Network Create(int inputs, IReadOnlyList<int> hidden, int outputs, double dropout, Generator generator)
    {
        int[] sizes = [inputs, .. hidden, outputs];
        return new(
            [.. Enumerable.Range(0, sizes.Length - 1).Select(i => new Linear(sizes[i], sizes[i + 1], generator: generator))],
            dropout,
            generator);
    }

    /// <summary>Makes a network of weights read from a file.</summary>
    /// <exception cref="InvalidDataException">The weights do not fit the sizes.</exception>
    public static Network Load(
        int inputs, IReadOnlyList<int> hidden, int outputs, IReadOnlyDictionary<string, Tensor> weights)
    {
        int[] sizes = [inputs, .. hidden, outputs];
        var loaded = new Linear[sizes.Length - 1];
        for (int i = 0; i < loaded.Length; i++)
        {
            string[] names = Names(i);
            loaded[i] = new(Find(weights, names[0], [sizes[i + 1], sizes[i]]), Find(weights, names[1], [sizes[i + 1]]));
        }
        return new(loaded);
    }

    public Tensor Forward(Tensor x) => layers.Forward(x);

    /// <summary>Switches dropout on or off.</summary>
    public void Train(bool training) => layers.Train(training);

    static string[] Names(int layer) => [$"{layer}.weight", $"{layer}.bias"];

    static Tensor Find(IReadOnlyDictionary<string, Tensor> weights, string name, Shape shape)
    {
        if (!weights.TryGetValue(name, out Tensor? tensor))
            throw new InvalidDataException($"the weights '{name}' are missing");
        if (tensor.Shape != shape || tensor.DType != DType.Float32)
            throw new InvalidDataException($"the weights '{name}' have shape {tensor.Shape} where {shape} is needed");
        return tensor;
    }
}
