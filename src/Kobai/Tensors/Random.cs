namespace Kobai;

/// <summary>Seeds every draw of this library that is given no generator of its own.</summary>
public static class RandomSeed
{
    extension(Random)
    {
        /// <summary>
        /// Seeds <see cref="Generator.Default"/>: from here on the weights of new layers, dropout and shuffling are
        /// those that PyTorch draws on a CPU after <c>torch.manual_seed(seed)</c>.
        /// </summary>
        /// <param name="seed">Any number; only its low 32 bits matter, as in PyTorch.</param>
        /// <remarks>The runtime's own generators, <see cref="Random.Shared"/> among them, are not touched.</remarks>
        /// <example><code>
        /// Random.Seed(42);
        /// var weights = new float[100];
        /// Generator.Default.Normal(weights);      // torch.manual_seed(42); torch.randn(100)
        /// </code></example>
        public static void Seed(long seed) => Generator.Default.Seed(seed);
    }
}
