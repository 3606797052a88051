using Kobai.Layers;
using Kobai.Losses;
using Kobai.Optimizers;

namespace Kobai.Examples;

/// <summary>
/// Addition modulo p, half of the table for training: the network first learns it by heart, and much later the rule.
/// </summary>
/// <remarks>
/// <para>Two embeddings side by side, a hidden layer of squares, all weights decaying. By heart takes large weights, the rule
/// small ones, so decay goes on to pull from the one to the other long after no mistake is left. Without decay nothing
/// pulls.</para>
/// <para>Power et al., "Grokking: Generalization Beyond Overfitting on Small Algorithmic Datasets", arXiv:2201.02177;
/// Gromov, "Grokking modular arithmetic", arXiv:2301.02679.</para>
/// </remarks>
public static class Grokking
{
    /// <summary>One measurement on the way.</summary>
    /// <param name="Step">Steps of training before it.</param>
    /// <param name="Loss">The mean loss of the training pairs.</param>
    /// <param name="Training">The share of training pairs that are right.</param>
    /// <param name="Validation">The share of the other pairs that are right.</param>
    public readonly record struct Point(int Step, double Loss, double Training, double Validation);

    /// <summary>Trains on all training pairs at once; yields a measurement every so many steps.</summary>
    public static IEnumerable<Point> Train(
        int modulus = 31, int steps = 1000, int every = 100, int features = 32, int hidden = 128, double rate = 0.01, double decay = 1,
        double share = 0.5)
    {
        var generator = new Generator(0);
        int[] pairs = generator.Permutation(modulus * modulus);
        int count = (int)(share * pairs.Length);
        var (training, validation) = (Pairs(pairs[..count], modulus), Pairs(pairs[count..], modulus));
        var embedding = new Embedding(modulus, features, generator: generator);
        Linear first = new(2 * features, hidden, generator: generator), second = new(hidden, modulus, generator: generator);
        Tensor[] parameters = [.. embedding.Parameters, .. first.Parameters, .. second.Parameters];
        var optimizer = new AdamW(parameters, rate, beta2: 0.98, weightDecay: decay);
        for (int step = 0; step <= steps; step++)
        {
            if (step % every == 0) yield return Measure(step);
            Step();
        }

        Tensor Scores(Labels terms)
        {
            var both = embedding.Forward(terms);
            return second.Forward(first.Forward(both.Reshape(-1, 2 * features)).Pow(2));
        }

        void Step()
        {
            using var scope = Scope.Enter();
            optimizer.ZeroGradient();
            Loss.CrossEntropy(Scores(training.Terms), training.Sums).Backward();
            optimizer.Step();
        }

        Point Measure(int step)
        {
            using var noGradient = NoGradient.Enter();
            var scores = Scores(training.Terms);
            double loss = Loss.CrossEntropy(scores, training.Sums).Item();
            return new(step, loss, Share(scores, training.Sums), Share(Scores(validation.Terms), validation.Sums));
        }
    }

    /// <summary>Writes both trainings; modulus, steps, features, hidden, rate, decay and share may be set.</summary>
    public static void Run(TextWriter output, Settings settings)
    {
        int modulus = settings.Count("modulus", 31), steps = settings.Count("steps", 1000), every = int.Max(1, steps / 10);
        int features = settings.Count("features", 32), hidden = settings.Count("hidden", 128);
        double rate = settings.Number("rate", 0.01), decay = settings.Number("decay", 1), share = double.Min(1, settings.Number("share", 0.5));
        output.WriteLine($"a + b mod {modulus}, {share:P0} of the {modulus * modulus} pairs for training");
        output.WriteLine($"               weight decay {decay,-6}                 no weight decay");
        output.WriteLine(" step       loss   training   others       loss   training   others");
        var with = Train(modulus, steps, every, features, hidden, rate, decay, share);
        var without = Train(modulus, steps, every, features, hidden, rate, 0, share);
        int? learned = null, understood = null;
        foreach (var (a, b) in with.Zip(without))
        {
            output.WriteLine($"{a.Step,5}   {Columns(a)}   {Columns(b)}");
            if (a.Training > 0.99) learned ??= a.Step;
            if (a.Validation > 0.99) understood ??= a.Step;
        }
        if (learned < understood) output.WriteLine($"learned by heart at step {learned}, understood at step {understood}");

        static string Columns(Point p) => $"{p.Loss,8:0.0e+0}   {p.Training,8:P0}   {p.Validation,6:P0}";
    }

    static (Labels Terms, Labels Sums) Pairs(int[] pairs, int modulus) => (
        Labels.From([.. pairs.SelectMany(pair => (long[])[pair / modulus, pair % modulus])], [pairs.Length, 2]),
        Labels.Create([.. pairs.Select(pair => (pair / modulus + pair % modulus) % (long)modulus)]));

    static double Share(Tensor scores, Labels sums)
    {
        var best = scores.ArgMax(1);
        return Enumerable.Range(0, sums.Count).Count(i => best[i] == sums[i]) / (double)sums.Count;
    }
}
