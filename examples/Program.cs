using System.Globalization;
using Kobai.Examples;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
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
];

var chosen = examples.Where(example => args.Length == 0 || args.Contains(example.Name, StringComparer.Ordinal)).ToList();
if (chosen.Count == 0)
{
    Console.Error.WriteLine($"There is no example {args[0]}. The examples are: {string.Join(", ", examples.Select(example => example.Name))}.");
    return 2;
}
foreach (var (name, about, run) in chosen)
{
    Console.WriteLine($"── {name}: {about}");
    run(Console.Out);
    Console.WriteLine();
}
return 0;
