using Kobai.Layers;
using Kobai.Losses;
using Kobai.Optimizers;

namespace Kobai.Examples;

/// <summary>A text as numbers of its characters, and what any model of characters needs to learn and to write it.</summary>
public sealed class Characters
{
    readonly string _alphabet;
    readonly long[] _text;

    /// <summary>Numbers the characters of a text in their order in Unicode.</summary>
    public Characters(string text)
    {
        _alphabet = string.Concat(text.Distinct().Order());
        _text = [.. text.Select(Number)];
    }

    /// <summary>How many different characters there are.</summary>
    public int Size => _alphabet.Length;

    /// <summary>How many characters the text has.</summary>
    public int Length => _text.Length;

    /// <summary>The poems, or the file that the setting "text" names.</summary>
    public static Characters From(Settings settings) => new(settings.Text("text") is { } path ? File.ReadAllText(path) : Poems.Text);

    /// <summary>Trains on windows at random places: each character of a window is to tell the next. Yields the loss of each step.</summary>
    /// <param name="model">What is trained.</param>
    /// <param name="logits">From characters (N, L) to scores of the next, (N, L, size).</param>
    /// <param name="optimizer">What moves the parameters of the model.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="windows">N.</param>
    /// <param name="length">L.</param>
    /// <param name="generator">Where the places come from.</param>
    public IEnumerable<double> Train(
        Layer model, Func<Labels, Tensor> logits, Optimizer optimizer, int steps, int windows, int length, Generator generator)
    {
        var places = new long[windows];
        for (int step = 0; step < steps; step++)
        {
            generator.Integers<long>(places, 0, _text.Length - length);
            yield return Step();
        }

        double Step()
        {
            using var scope = Scope.Enter();
            optimizer.ZeroGradient();
            var scores = logits(Windows(places, 0, length)).Reshape(-1, Size);
            var loss = Loss.CrossEntropy(scores, Windows(places, 1, length).Reshape([windows * length]));
            loss.Backward();
            model.Parameters.ClipGradientNorm(1);
            optimizer.Step();
            return loss.Item();
        }
    }

    /// <summary>Writes on from a start, each character drawn from what the model says of it.</summary>
    /// <param name="next">From the next character, (1, 1), to the scores of the one after it, (1, 1, size); it remembers those before.</param>
    /// <param name="start">What the model reads first.</param>
    /// <param name="count">How many characters it writes.</param>
    /// <param name="temperature">What scores are divided by: below 1 the likely becomes likelier.</param>
    /// <param name="generator">Where the draws come from.</param>
    public string Write(Func<Labels, Tensor> next, string start, int count, double temperature, Generator generator)
    {
        using var noGradient = NoGradient.Enter();
        var written = new System.Text.StringBuilder(start);
        var scores = start.Select(c => next(Labels.From([Number(c)], [1, 1]))).Last();
        double[] draw = new double[1];
        while (written.Length < start.Length + count)
        {
            double[] chances = (scores / temperature).Softmax().ToArray<double>();
            generator.Uniform(draw);
            int choice = 0;
            for (double sum = chances[0]; draw[0] >= sum && choice < Size - 1; sum += chances[choice]) choice++;
            written.Append(_alphabet[choice]);
            scores = next(Labels.From([choice], [1, 1]));
        }
        return written.ToString();
    }

    long Number(char c) => _alphabet.IndexOf(c, StringComparison.Ordinal);

    Labels Windows(long[] places, int ahead, int length) =>
        Labels.From([.. places.SelectMany(place => _text.Skip((int)place + ahead).Take(length))], [places.Length, length]);
}
