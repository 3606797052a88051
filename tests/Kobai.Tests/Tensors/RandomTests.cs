namespace Kobai.Tests.Tensors;

[Collection("default generator")] // tests that seed it take turns
public class RandomTests
{
    [Fact]
    public void Seeding_Random_seeds_the_default_generator()
    {
        Random.Seed(1234567890123);
        Assert.Equal(1234567890123, Generator.Default.InitialSeed);
    }
}
