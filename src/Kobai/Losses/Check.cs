using System.Globalization;
using System.Numerics;
using Kobai.Simd;

namespace Kobai.Losses;

/// <summary>Refuses values and settings that a loss has no meaning for, naming their place.</summary>
static class Check
{
    /// <summary>Every value is from 0 to 1.</summary>
    public static void InUnitInterval(string op, string name, Tensor values, string hint)
    {
        if (LossChecks.AreOn && !AreProbabilities(Kernel.Packed(values))) Each(op, name, values, Domains.FromZeroToOne, "outside [0, 1]", hint);
    }

    /// <summary>Every target of a yes-or-no answer is from 0 to 1.</summary>
    public static void Targets(string op, Tensor target) =>
        InUnitInterval(op, nameof(target), target, "For targets of −1 and +1 use a soft-margin loss.");

    /// <summary>No value is below 0.</summary>
    public static void NoneNegative(string op, string name, Tensor values, string hint) =>
        Each(op, name, values, Domains.NotNegative, "negative", hint);

    /// <summary>No log-probability is above 0, but for the rounding of floats.</summary>
    public static void NoneAbove0(string op, string name, Tensor values, string hint) =>
        Each(op, name, values, Domains.NotAboveZero, "above 0, which no log-probability is", hint);

    /// <summary>One label is there for each row.</summary>
    public static void Rows(string op, string name, Tensor rows, Labels labels)
    {
        if (rows.Rank == 2 && labels.Shape == [rows.Shape[0]]) return;
        throw new ShapeException(
            $"{op}: {name} must be (N, C) and labels (N); {name} is {rows.Shape}, labels is {labels.Shape}.");
    }

    /// <summary>Scores are (N, C) or (C), and the labels are as many as they need.</summary>
    public static void RowsOrRow(string op, string name, Tensor scores, Labels labels, Shape rows, Shape? expected = null)
    {
        if (scores.Rank is 1 or 2 && rows == Shape.Create(scores.Shape.Sizes[..^1]) && (expected ?? labels.Shape) == labels.Shape) return;
        throw new ShapeException(
            $"{op}: {name} must be (N, C) or (C), and labels {(expected is null ? "(N) or ()" : "of the same shape")}; {name} is {scores.Shape}, labels is {labels.Shape}.");
    }

    /// <summary>Every label is a class.</summary>
    public static void Labels(string op, Labels labels, nint classes)
    {
        for (int i = 0; i < labels.Count; i++)
        {
            if ((ulong)labels[i] >= (ulong)classes) throw new ArgumentException(LabelFault(op, labels, i, classes), nameof(labels));
        }
    }

    /// <summary>What is wrong with a label that is no class.</summary>
    public static string LabelFault(string op, Labels labels, int i, nint classes) =>
        $"{op}: labels[{Place(labels.Shape, i)}] is {labels[i]}; with {classes} classes labels go from 0 to {classes - 1}."
        + (labels[i] == classes ? " Do labels start at 1?" : "");

    /// <summary>Every target is −1 or +1.</summary>
    public static void PlusOrMinusOne(string op, Tensor target) => Each(
        op, "target", target, default(OneInSize), "neither −1 nor +1",
        "Targets are −1 and +1; for 0 and 1 use BinaryCrossEntropyWithLogits.");

    /// <summary>No input is NaN; asked once a loss is.</summary>
    public static void NotNaN(string op, params ReadOnlySpan<(string Name, Tensor Values)> inputs)
    {
        if (!LossChecks.AreOn) return;
        foreach (var (name, values) in inputs)
        {
            int bad = Array.FindIndex(values.Detach().ToArray<double>(), double.IsNaN);
            if (bad >= 0) Throw(op, name, values, bad, "", "");
        }
    }

    /// <summary>Each row sums to 1, where this is asked for.</summary>
    public static void SumToOne(string op, string name, Tensor rows)
    {
        if (!LossChecks.TargetsSumToOne) return;
        double[] sums = rows.Detach().Sum(-1).ToArray<double>();
        int bad = Array.FindIndex(sums, sum => !(Math.Abs(sum - 1) <= 1e-3));
        if (bad < 0) return;
        throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"{op}: row {bad} of {name} sums to {sums[bad]:0.####}, not to 1. Divide it by its sum, or set LossChecks.TargetsSumToOne to false."), name);
    }

    /// <summary>A setting is 0 or more.</summary>
    public static void NotNegative(string op, string name, double value)
    {
        if (!(value >= 0)) throw new ArgumentOutOfRangeException(name, value, $"{op}: {name} must be 0 or more.");
    }

    /// <summary>A setting is above 0.</summary>
    public static void Positive(string op, string name, double value)
    {
        if (!(value > 0)) throw new ArgumentOutOfRangeException(name, value, $"{op}: {name} must be above 0.");
    }

    /// <summary>A setting is from 0 to 1.</summary>
    public static void From0To1(string op, string name, double value)
    {
        if (!(value is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(name, value, $"{op}: {name} must be from 0 to 1.");
    }

    /// <summary>A setting lies between two numbers.</summary>
    public static void Inside(string op, string name, double value, double low, double high)
    {
        if (!(value > low && value < high))
        {
            throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture,
                $"{op}: {name} must be above {low} and below {high}."));
        }
    }

    static void Each<P>(string op, string name, Tensor values, P p, string fault, string hint) where P : struct, IPredicate
    {
        if (!LossChecks.AreOn) return;
        nint bad = First(p, values);
        if (bad >= 0) Throw(op, name, values, bad, fault, hint);
    }

    static void Throw(string op, string name, Tensor values, nint bad, string fault, string hint)
    {
        double value = Kernel.Packed(values).View([1], [1], bad).Item();
        string place = $"{op}: {name}[{Place(values.Shape, bad)}]";
        if (double.IsNaN(value)) throw new NotANumberException($"{place} is NaN.", name);
        throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{place} is {value:R}, {fault}. {hint}"), name);
    }

    static string Place(Shape shape, nint index)
    {
        var place = new nint[shape.Rank];
        for (int axis = place.Length - 1; axis >= 0; axis--) (index, place[axis]) = Math.DivRem(index, shape.Sizes[axis]);
        return string.Join(", ", place);
    }

    // The place in row-major order, whatever the strides.
    static nint First<P>(P p, Tensor values) where P : struct, IPredicate => values.DType == DType.Float32
        ? First<P, float>(p, Kernel.Packed(values))
        : First<P, double>(p, Kernel.Packed(values));

    static bool AreProbabilities(Tensor flat) =>
        flat.DType == DType.Float32 ? AreProbabilities<float>(flat) : AreProbabilities<double>(flat);

    static unsafe bool AreProbabilities<T>(Tensor flat) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* x = &flat.Start<T>())
        {
            // Of doubles, NaN may be passed over.
            bool areProbabilities = typeof(T) == typeof(float) && Domain.FromZeroToOne.Holds(x, flat.Count);
            GC.KeepAlive(flat);
            return areProbabilities;
        }
    }

    static unsafe nint First<P, T>(P p, Tensor flat) where P : struct, IPredicate where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* x = &flat.Start<T>())
        {
            nint place = Search.FirstFailing(p, x, flat.Count);
            GC.KeepAlive(flat);
            return place;
        }
    }
}
