namespace Kobai.Tests.Tensors;

public class BoxMullerTests
{
    [Fact]
    public void Single_precision_stays_within_a_few_units_of_the_exact_formula()
    {
        var generator = new Generator(5);
        var x = new float[16];
        for (int round = 0; round < 1000; round++)
        {
            generator.Uniform(x);
            double[] exact = [.. x.Select(u => (double)u)];
            BoxMuller.Transform(x, 0, 1);
            BoxMuller.Transform(exact, 0, 1);
            for (int i = 0; i < 16; i++) Assert.Equal(exact[i], x[i], 2e-6);
        }
    }

    [Fact]
    public void The_ends_of_the_unit_interval_give_finite_numbers()
    {
        const float largest = 1 - (1f / (1 << 24));
        float[] x =
            [0, largest, 0, largest, 0.5f, 0.5f, 0.25f, 0.75f, 0, 0, largest, largest, 0.5f, 0.25f, 0.75f, 0.125f];
        double[] exact = [.. x.Select(u => (double)u)];
        BoxMuller.Transform(x, 0, 1);
        BoxMuller.Transform(exact, 0, 1);
        for (int i = 0; i < 16; i++) Assert.Equal(exact[i], x[i], 3e-6);
    }
}
