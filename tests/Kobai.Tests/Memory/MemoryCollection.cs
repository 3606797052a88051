namespace Kobai.Tests.Memory;

/// <summary>Tests that count blocks run while no other test makes any.</summary>
[CollectionDefinition("memory", DisableParallelization = true)]
public class MemoryCollection;
