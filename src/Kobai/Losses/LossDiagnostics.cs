using System.Globalization;

namespace Kobai.Losses;

/// <summary>What a loss can notice in the first batches that is legal and yet hardly meant.</summary>
/// <example><code>
/// LossDiagnostics.Listener = found =&gt; Console.WriteLine(found.Symptom == LossSymptom.SoftmaxTwice ? "softmax twice" : found.Message);
/// </code></example>
public enum LossSymptom
{
    /// <summary>The logits of a cross-entropy are probabilities: a softmax was applied before.</summary>
    SoftmaxTwice,

    /// <summary>The logits of a binary cross-entropy are probabilities: a sigmoid was applied before.</summary>
    SigmoidTwice,

    /// <summary>Every row carries the ignored label.</summary>
    AllIgnored,

    /// <summary>The loss of C classes has stayed at ln C for a hundred batches.</summary>
    StuckAtChance,
}

/// <summary>A symptom that a loss has noticed.</summary>
/// <param name="Loss">The name of the loss.</param>
/// <param name="Symptom">What was noticed.</param>
/// <param name="Message">What it means and what to do, in a sentence or two.</param>
/// <example><code>
/// new LossDiagnostic("CrossEntropy", LossSymptom.AllIgnored, "Skip such a batch.").Loss   // CrossEntropy
/// </code></example>
public sealed record LossDiagnostic(string Loss, LossSymptom Symptom, string Message);

/// <summary>Tells, once for each symptom, of batches that are legal and yet hardly meant.</summary>
/// <remarks>
/// The first hundred batches of a process are looked at, at most 64 rows of each, which costs next to nothing. What is
/// found is told to <see cref="Listener"/>, which writes to standard error until it is replaced.
/// </remarks>
/// <example><code>
/// LossDiagnostics.Listener = found => Console.WriteLine(found.Message);
/// </code></example>
public static class LossDiagnostics
{
    const int Batches = 100, Rows = 64, Enough = 1 << 16;

    static readonly Lock Gate = new();
    static int told, looked, atChance;

    /// <summary>Receives each finding; null for silence.</summary>
    /// <example><code>
    /// LossDiagnostics.Listener = null;
    /// </code></example>
    public static Action<LossDiagnostic>? Listener { get; set; } = static found => Console.Error.WriteLine(found.Message);

    /// <summary>Forgets what was told and looks at the next hundred batches again, as for a new model.</summary>
    /// <example><code>
    /// LossDiagnostics.Restart();
    /// </code></example>
    public static void Restart() => told = looked = atChance = 0;

    /// <summary>Looks at rows of logits with class labels.</summary>
    internal static void Logits(string op, Tensor logits, nint classes)
    {
        if (!Looks() || classes < 2) return;
        double[] x = Sample(logits, classes);
        if (x.Length == 0 || Array.Exists(x, v => !(v >= 0 && v <= 1)) || Array.TrueForAll(x, v => v is 0 or 1)) return;
        foreach (double[] row in x.Chunk((int)classes)) if (Math.Abs(row.Sum() - 1) > 1e-4) return;

        double floor = Math.Log(1 + ((classes - 1) / Math.E));
        Tell(op, LossSymptom.SoftmaxTwice, string.Create(CultureInfo.InvariantCulture,
            $"{op}: the logits are probabilities (each row sums to 1): was a softmax applied before? The loss applies its own, and on top of another it cannot fall below {floor:0.###} for {classes} classes. Pass the raw scores."));
    }

    /// <summary>Looks at logits of a binary cross-entropy.</summary>
    internal static void BinaryLogits(string op, Tensor logits)
    {
        if (!Looks()) return;
        double[] x = Sample(logits, 1);
        if (x.Length < 8 || Array.Exists(x, v => !(v >= 0 && v <= 1)) || Array.TrueForAll(x, v => v is 0 or 1)) return;
        Tell(op, LossSymptom.SigmoidTwice,
            $"{op}: all logits lie in [0, 1]: was a sigmoid applied before? The loss applies its own, and on top of another it cannot fall below 0.313 for target 1 and 0.693 for target 0. Pass the raw scores, or use BinaryCrossEntropy.");
    }

    /// <summary>Looks at the mean loss over a batch.</summary>
    internal static void Mean(string op, Tensor mean, nint classes, nint labels)
    {
        if (labels > 0 && mean.LossDenominator == 0)
        {
            Tell(op, LossSymptom.AllIgnored,
                $"{op}: none of the {labels} rows counts (each is ignored, or of a class of weight 0): the mean is NaN and its gradient 0. Skip such a batch.");
        }
        double loss = mean.LossSum / mean.LossDenominator, chance = Math.Log(classes);
        if (!(Math.Abs(loss - chance) <= 1e-3 * chance) || classes < 2) atChance = 0;
        else if (++atChance == Batches)
        {
            Tell(op, LossSymptom.StuckAtChance, string.Create(CultureInfo.InvariantCulture,
                $"{op}: the loss has stayed at ln {classes} = {chance:0.####}, that of a guess, for {Batches} batches: the logits tell the classes apart no better than chance. Is the learning rate too small, are units dead or parameters frozen, do labels belong to their rows?"));
        }
    }

    static bool Looks() => looked < Batches && Interlocked.Increment(ref looked) <= Batches;

    static double[] Sample(Tensor x, nint rowLength)
    {
        Tensor flat = Kernel.Packed(x.Detach());
        nint rows = Math.Clamp(Enough / rowLength, 1, Rows);
        return flat.View([nint.Min(rows, flat.Count / rowLength) * rowLength]).ToArray<double>();
    }

    static void Tell(string op, LossSymptom symptom, string message)
    {
        lock (Gate)
        {
            if ((told >> (int)symptom & 1) == 1) return;
            told |= 1 << (int)symptom;
        }
        Listener?.Invoke(new(op, symptom, message));
    }
}
