namespace Kobai.Tests;

/// <summary>Tests that count blocks or seed the default generator run while no other test does anything.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public class Alone;
