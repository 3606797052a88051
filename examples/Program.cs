using System.Globalization;
using Kobai.Examples;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
// A folder behind a name goes to those examples that read files: mnist-cnn ~/mnist.
string? folder = args.FirstOrDefault(Directory.Exists);
string[] names = [.. args.Where(name => !string.Equals(name, folder, StringComparison.Ordinal))];
(string Name, string About, Action<TextWriter> Run)[] examples =
[
    ("sigmoid", "Linear + sigmoid + binary cross-entropy: the gradient is ŷ − y", LinearSigmoid.Run),
    ("one-formula", "Cross-entropy and binary cross-entropy are one formula", OneFormula.Run),
    ("chain-rule", "Comparing models by loss; every gradient of a perceptron by hand", ChainRule.Run),
    ("softmax", "Softmax with cross-entropy: the gradient is y − t", SoftmaxGradient.Run),
    ("no-collapse", "Past perfect accuracy: losses of 1e-10 keep their gradients", NoCollapse.Run),
    ("autoencoder", "Images through two numbers and back, beside principal components", Autoencoder.Run),
    ("ratings", "Matrix factorization: ratings that nobody has given yet", MatrixFactorization.Run),
    ("die", "Maximum likelihood of a die: cross-entropy of p and q is least at q = p", MaximumLikelihood.Run),
    ("mnist-mlp", "A perceptron reads digits, of MNIST or drawn", output => MnistMlp.Run(output, folder)),
    ("mnist-cnn", "A convolutional network reads digits, of MNIST or drawn", output => MnistCnn.Run(output, folder)),
];

var chosen = examples.Where(example => names.Length == 0 || names.Contains(example.Name, StringComparer.Ordinal)).ToList();
if (chosen.Count == 0)
{
    Console.Error.WriteLine($"There is no example or folder {names[0]}. The examples are: {string.Join(", ", examples.Select(example => example.Name))}.");
    return 2;
}
foreach (var (name, about, run) in chosen)
{
    Console.WriteLine($"── {name}: {about}");
    run(Console.Out);
    Console.WriteLine();
}
return 0;
