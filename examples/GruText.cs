using Kobai.Layers;
using Kobai.Optimizers;

namespace Kobai.Examples;

/// <summary>A network of gated recurrent units that learns to write: all that it knows of the characters before is its state.</summary>
public sealed class GruText : Layer
{
    readonly Embedding _embedding;
    readonly Gru _gru;
    readonly Linear _scores;

    /// <summary>Makes a model of as many characters.</summary>
    public GruText(int characters, int size, int layers, Generator generator)
    {
        _embedding = new(characters, size / 2, generator: generator);
        _gru = new(size / 2, size, layers, batchFirst: true, generator: generator);
        _scores = new(size, characters, generator: generator);
    }

    /// <summary>The scores of the character after each, for characters (N, L), and the state behind them.</summary>
    public (Tensor Scores, Tensor State) Forward(Labels characters, Tensor? state)
    {
        (var output, state) = _gru.Run(_embedding.Forward(characters), state);
        return (_scores.Forward(output), state);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => _scores.Forward(_gru.Forward(x));

    /// <summary>Trains, then writes; text, steps, size, layers, windows, length, rate and temperature may be set.</summary>
    /// <returns>The loss of each step.</returns>
    public static IReadOnlyList<double> Run(TextWriter output, Settings settings)
    {
        var generator = new Generator(1);
        var text = Characters.From(settings);
        var model = new GruText(text.Size, settings.Count("size", 128), settings.Count("layers", 1), generator);
        var optimizer = new AdamW(model.Parameters, settings.Number("rate", 5e-3));
        return Report.Of(output, text, model, optimizer, x => model.Forward(x, null).Scores, settings, 200, generator, () =>
        {
            Tensor? state = null;
            return x =>
            {
                (var scores, state) = model.Forward(x, state);
                return scores;
            };
        });
    }
}
