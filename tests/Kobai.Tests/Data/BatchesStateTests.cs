using FsCheck;
using FsCheck.Fluent;

namespace Kobai.Tests.Data;

[Collection("alone")]
public class BatchesStateTests
{
    static readonly Dataset<Labels> s_noisy = Places.Of(23).Map((x, generator) => x + Tensor.Uniform(x.Shape, 0, 0.5, generator: generator));

    static float[][] Values(IEnumerable<(Tensor Input, Labels Target)> batches) => [.. batches.Select(batch => batch.Input.ToArray<float>())];

    [Fact]
    public void An_epoch_resumed_anywhere_has_the_same_remaining_batches_and_the_next_epochs_follow() =>
        Prop.ForAll(Gen.Choose(0, 6).ToArbitrary(), Gen.Choose(0, 3).ToArbitrary(), Gen.Choose(0, 2).ToArbitrary(), (done, kind, prefetch) =>
        {
            Kobai.Data.Batches<Labels> Make(long seed) => kind switch
            {
                0 => s_noisy.Batches(4, shuffle: true, new Generator(seed), prefetch: prefetch),
                1 => s_noisy.Batches(4, shuffle: false, new Generator(seed), prefetch: prefetch),
                2 => s_noisy.WeightedBatches(4, [.. Enumerable.Range(1, 23).Select(i => (double)i)], generator: new Generator(seed), prefetch: prefetch),
                _ => s_noisy.StratifiedBatches(4, new Generator(seed), prefetch: prefetch),
            };
            var whole = Make(3);
            float[][] expected = [.. Values(whole), .. Values(whole)];

            var stopped = Make(3);
            byte[] state = stopped.GetState();
            using (var batches = stopped.GetEnumerator())
            {
                for (int i = 0; i < done; i++)
                {
                    Assert.True(batches.MoveNext());
                    state = stopped.GetState();
                }
            }
            var resumed = Make(99);
            resumed.SetState(state);
            Assert.Equal(expected[done..], [.. Values(resumed), .. Values(resumed)]);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Batches_without_a_generator_resume_beside_the_default_one()
    {
        Generator.Default.Seed(12);
        var whole = s_noisy.Batches(4, shuffle: true);
        float[][] expected = [.. Values(whole), .. Values(whole)];

        Generator.Default.Seed(12);
        var stopped = s_noisy.Batches(4, shuffle: true);
        using var batches = stopped.GetEnumerator();
        for (int i = 0; i < 3; i++) batches.MoveNext();
        byte[] state = stopped.GetState(), random = Generator.Default.GetState();

        Generator.Default.Seed(1);
        Generator.Default.SetState(random);
        var resumed = s_noisy.Batches(4, shuffle: true);
        resumed.SetState(state);
        Assert.Equal(expected[3..], [.. Values(resumed), .. Values(resumed)]);
    }

    [Fact]
    public void A_state_between_epochs_leads_to_a_whole_epoch()
    {
        var whole = Places.Of(9).Batches(2, shuffle: true, new Generator(4));
        Assert.Equal(5, whole.Count());
        byte[] state = whole.GetState();
        var resumed = Places.Of(9).Batches(2, shuffle: true, new Generator(5));
        resumed.SetState(state);
        Assert.Equal(Places.In(whole), Places.In(resumed));
    }

    [Fact]
    public void A_state_of_other_batches_is_refused()
    {
        byte[] state = Places.Of(9).Batches(2, shuffle: true, new Generator(4)).GetState();
        Assert.Equal("SetState: the state is of 9 examples in batches of 2; these are 9 in batches of 3.",
            Assert.Throws<ArgumentException>(() => Places.Of(9).Batches(3, generator: new Generator(0)).SetState(state)).Message);
        Assert.Equal("SetState: the state is of batches with a generator of their own, these are without one.",
            Assert.Throws<ArgumentException>(() => Places.Of(9).Batches(2).SetState(state)).Message);
    }

    [Fact]
    public void Bytes_that_are_no_state_are_refused()
    {
        var batches = Places.Of(9).Batches(2, shuffle: true, new Generator(4));
        foreach (var _ in batches.Take(1)) { }
        byte[] state = batches.GetState();
        for (int length = 0; length < state.Length; length++)
            Assert.Throws<ArgumentException>(() => batches.SetState(state.AsSpan(0, length)));
        batches.SetState(state);
        Assert.Equal(4, batches.Count());
    }

    [Fact]
    public void An_epoch_draws_what_PyTorchs_loader_draws()
    {
        // torch.manual_seed(5); list(DataLoader(torch.arange(6))); torch.rand(1)
        Generator.Default.Seed(5);
        Assert.Equal(6, Places.Of(6).Batches(1).Count());
        var next = new float[1];
        Generator.Default.Uniform(next.AsSpan());
        Assert.Equal(0.9075f, next[0], 1e-4f);
    }
}
