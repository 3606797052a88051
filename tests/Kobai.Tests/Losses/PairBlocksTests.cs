using Kobai.Losses;

namespace Kobai.Tests.Losses;

[Collection("alone")]
public sealed class PairBlocksTests : IDisposable
{
    const int Count = 1035;

    // Of each loss: an input, a target, a target outside its domain.
    public static TheoryData<string, double, double, double> Losses => new()
    {
        { "HingeEmbedding", 0.3, -1, 0 },
        { "MarginRanking", 0.3, -1, 0.5 },
        { "SoftMargin", 0.3, 1, 2 },
        { "BinaryCrossEntropyWithLogits", 0.3, 1, -0.5 },
        { "BinaryCrossEntropy", 0.3, 1, 1.5 },
        { "BinaryFocal", 0.3, 1, -1 },
        { "KullbackLeibler", -0.3, 0.5, -0.25 },
        { "PoissonNegativeLogLikelihood", 0.3, 3, -3 },
        { "GaussianNegativeLogLikelihood", 0.3, 2, -2 },
    };

    public void Dispose() => LossChecks.AreOn = true;

    [Theory, MemberData(nameof(Losses))]
    public void A_target_outside_its_domain_is_refused_wherever_it_stands(string name, double input, double target, double outside)
    {
        foreach (var type in (DType[])[DType.Float32, DType.Float64])
        {
            foreach (int place in (int[])[0, 7, 511, 512, 1023, 1024, 1031, 1034])
            {
                // At 0, 1 and 600 terms of some losses cancel: their blocks are computed again with more digits.
                foreach (double other in (double[])[input, name is "KullbackLeibler" ? Math.Log(0.5) : 1])
                {
                    Tensor x = Filled(input, type, (0, other), (1, other), (600, other)), t = Filled(target, type, (place, outside));
                    string message = Assert.Throws<ArgumentException>(() => Run(name, x, t)).Message;
                    Assert.Contains(FormattableString.Invariant($"[{place}] is {outside}, "), message, StringComparison.Ordinal);
                }
            }
        }
    }

    [Theory, MemberData(nameof(Losses))]
    public void Without_checks_it_goes_through(string name, double input, double target, double outside)
    {
        LossChecks.AreOn = false;
        foreach (var type in (DType[])[DType.Float32, DType.Float64])
        {
            Run(name, Filled(input, type), Filled(target, type, (5, outside), (1034, outside)));
        }
    }

    [Fact]
    public void A_probability_of_minus_0_is_one_of_0()
    {
        foreach (var type in (DType[])[DType.Float32, DType.Float64])
        {
            Tensor zero = Filled(0, type), minus = Filled(-0.0, type, (3, 0.0)), half = Filled(0.5, type);
            Assert.Equal(Loss.BinaryCrossEntropyWithLogits(half, zero).Item(), Loss.BinaryCrossEntropyWithLogits(half, minus).Item());
            Labels labels = Labels.Create(new long[Count]);
            Assert.Equal(Loss.Brier(zero.Reshape(Count, 1), labels).Item(), Loss.Brier(minus.Reshape(Count, 1), labels).Item());
        }
    }

    static Tensor Run(string name, Tensor x, Tensor t)
    {
        x.RequireGradient();
        return name switch
        {
            "HingeEmbedding" => Loss.HingeEmbedding(x, t),
            "MarginRanking" => Loss.MarginRanking(x, Tensor.Zeros(x.Shape, x.DType), t),
            "SoftMargin" => Loss.SoftMargin(x, t),
            "BinaryCrossEntropyWithLogits" => Loss.BinaryCrossEntropyWithLogits(x, t),
            "BinaryCrossEntropy" => Loss.BinaryCrossEntropy(x, t),
            "BinaryFocal" => Loss.BinaryFocal(x, t),
            "KullbackLeibler" => Loss.KullbackLeibler(x, t),
            "PoissonNegativeLogLikelihood" => Loss.PoissonNegativeLogLikelihood(x, t),
            _ => Loss.GaussianNegativeLogLikelihood(x, Tensor.Zeros(x.Shape, x.DType), t),
        };
    }

    static Tensor Filled(double value, DType type, params (int Place, double Value)[] others)
    {
        double[] x = new double[Count];
        Array.Fill(x, value);
        foreach (var (place, other) in others) x[place] = other;
        return Tensor.From(x).To(type);
    }
}
