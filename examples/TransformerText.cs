using Kobai.Layers;
using Kobai.Optimizers;

namespace Kobai.Examples;

/// <summary>A small transformer that learns to write: characters in, the chances of the next character out.</summary>
/// <remarks>
/// Characters become vectors; layers of causal attention with rotary positions and of two linear maps look back at all characters
/// before; a last linear map scores the next. It writes with a cache of the last keys and values, one character a step.
/// </remarks>
public sealed class TransformerText : Layer
{
    readonly Embedding _embedding;
    readonly TransformerEncoder _layers;
    readonly Linear _scores;

    /// <summary>Makes a model of as many characters.</summary>
    public TransformerText(int characters, int size, int heads, int layers, double dropout, Generator generator)
    {
        _embedding = new(characters, size, generator: generator);
        _layers = new(layers, size, heads, 4 * size, dropout, new Gelu(), normFirst: true, norm: true, rotary: new(), generator: generator);
        _scores = new(size, characters, generator: generator);
    }

    /// <summary>The scores of the character after each, for characters (N, L).</summary>
    public Tensor Forward(Labels characters, KeyValueCache? cache = null) =>
        _scores.Forward(_layers.Forward(_embedding.Forward(characters), AttentionMask.Causal, cache));

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => _scores.Forward(_layers.Forward(x, AttentionMask.Causal));

    /// <summary>Trains, then writes; text, steps, size, heads, layers, windows, length, rate, dropout and temperature may be set.</summary>
    /// <returns>The loss of each step.</returns>
    public static IReadOnlyList<double> Run(TextWriter output, Settings settings)
    {
        var generator = new Generator(1);
        var text = Characters.From(settings);
        var model = new TransformerText(
            text.Size, settings.Count("size", 64), settings.Count("heads", 4), settings.Count("layers", 2), settings.Number("dropout", 0.1), generator);
        var optimizer = new AdamW(model.Parameters, settings.Number("rate", 5e-3));
        return Report.Of(output, text, model, optimizer, x => model.Forward(x), settings, 300, generator, () =>
        {
            var cache = new KeyValueCache(limit: settings.Count("length", 64));
            model.Evaluate();
            return x => model.Forward(x, cache);
        });
    }
}
