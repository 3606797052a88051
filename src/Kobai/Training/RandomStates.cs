namespace Kobai;

/// <summary>Where <see cref="Generator.Default"/> and some other generators stand.</summary>
sealed class RandomStates
{
    readonly byte[][] _states;

    RandomStates(byte[][] states) => _states = states;

    /// <summary>The states as texts, for a checkpoint.</summary>
    public string[] Texts => Array.ConvertAll(_states, state => Convert.ToBase64String(state));

    public static RandomStates Of(IEnumerable<Generator> others) =>
        new([.. others.Prepend(Generator.Default).Select(generator => generator.GetState())]);

    public static RandomStates Parse(string[] texts) => new(Array.ConvertAll(texts, Convert.FromBase64String));

    /// <summary>Lets the generators go on from here.</summary>
    /// <exception cref="InvalidDataException">There are more or fewer of them.</exception>
    public void Restore(IEnumerable<Generator> others)
    {
        Generator[] generators = [.. others.Prepend(Generator.Default)];
        if (generators.Length != _states.Length)
        {
            throw new InvalidDataException($"Trainer: the checkpoint holds the states of {_states.Length - 1} generators besides the default; Generators has {generators.Length - 1}.");
        }
        for (int i = 0; i < generators.Length; i++) generators[i].SetState(_states[i]);
    }
}
