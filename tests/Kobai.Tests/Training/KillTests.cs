using Kobai.Resume;

namespace Kobai.Tests.Training;

/// <summary>A process that trains is killed at random moments; <c>dotnet run --project bench/Kobai.Resume</c> does so for longer.</summary>
public class KillTests
{
    [Fact]
    public void A_run_killed_at_any_moment_and_resumed_has_the_bits_of_one_that_was_not()
    {
        var torment = Torture.Run(kills: 5, steps: 50, seed: Environment.TickCount);
        Assert.Equal(5, torment.Kills);
        Assert.True(torment.SameBits, torment.ToString());
    }
}
