using System.Globalization;
using Kobai.Examples;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
// A folder behind a name goes to those examples that read files: mnist-cnn ~/mnist. name=value sets something: gru steps=500.
string? folder = args.FirstOrDefault(Directory.Exists);
var settings = new Settings();
string[] names =
    [.. args.Where(name => !name.Contains('=', StringComparison.Ordinal) && !string.Equals(name, folder, StringComparison.Ordinal))];
(string Name, string About, Action<TextWriter> Run)[] examples =
[
    ("sigmoid", "Linear + sigmoid + binary cross-entropy: the gradient is ŷ − y", LinearSigmoid.Run),
    ("one-formula", "Cross-entropy and binary cross-entropy are one formula", OneFormula.Run),
    ("chain-rule", "Comparing models by loss; every gradient of a perceptron by hand", ChainRule.Run),
    ("softmax", "Softmax with cross-entropy: the gradient is y − t", SoftmaxGradient.Run),
    ("no-collapse", "Past perfect accuracy: losses of 1e-10 keep their gradients", NoCollapse.Run),
    ("autoencoder", "Images through two numbers and back, beside principal components", Autoencoder.Run),
    ("ratings", "Matrix factorization: ratings that nobody has given yet", MatrixFactorization.Run),
    ("die", "Maximum likelihood of a die: cross-entropy is least at q = p", MaximumLikelihood.Run),
    ("mnist-mlp", "A perceptron reads digits, of MNIST or drawn", output => MnistMlp.Run(output, folder)),
    ("mnist-cnn", "A convolutional network reads digits, of MNIST or drawn", output => MnistCnn.Run(output, folder)),
    ("grokking", "Addition modulo p: learned by heart first, understood later", output => Grokking.Run(output, settings)),
    ("transformer", "A transformer that learns to write, character by character", output => TransformerText.Run(output, settings)),
    ("gru", "A recurrent network that learns to write, character by character", output => GruText.Run(output, settings)),
];

if (names.Except(examples.Select(example => example.Name), StringComparer.Ordinal).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine($"There is no example or folder {unknown}. The examples are:");
    foreach (var (name, about, _) in examples) Console.Error.WriteLine($"  {name,-12} {about}");
    return 2;
}
try
{
    settings = new(args);
    foreach (var (name, about, run) in examples.Where(example => names.Length == 0 || names.Contains(example.Name, StringComparer.Ordinal)))
    {
        Console.WriteLine($"── {name}: {about}");
        run(Console.Out);
        Console.WriteLine();
    }
}
catch (Exception e) when (e is FormatException or IOException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
return 0;
