using System.Numerics;
using System.Numerics.Tensors;
using Kobai.Simd;
using Kobai.Threads;

namespace Kobai.Losses;

/// <summary>
/// Runs a loss of vectors over whole tensors. Rows of floats are computed in double, and in numbers of more digits where
/// terms cancel; rows of doubles always in <see cref="Wide"/>, which keeps the digits of their sums, or more.
/// </summary>
static unsafe class VectorLoss
{
    const nint Chunk = 1 << 13;

    // Below this share a difference of sums in double may have lost the digits of a float.
    const double FarBelow = 1.0 / (1 << 16);

    /// <summary>The loss of all rows, reduced, with its record.</summary>
    /// <param name="op">The name of the loss, for messages.</param>
    /// <param name="named">Up to three tensors of one shape, with their names for messages.</param>
    /// <param name="shape">The shape of the losses: the first axes of the inputs.</param>
    /// <param name="reduction">What becomes of the losses.</param>
    /// <param name="f">The formula.</param>
    public static Tensor Run<F>(string op, (string Name, Tensor Values)[] named, Shape shape, Reduction reduction, F f) where F : struct, IVectorLoss
    {
        Tensor[] inputs = Array.ConvertAll(named, input => input.Values);
        var type = inputs[0].DType;
        var packed = Array.ConvertAll(inputs, Kernel.Packed);
        var slopes = Array.ConvertAll(inputs, x => x.IsTracked && !NoGradient.IsActive ? Tensor.Empty(x.Shape, type) : null);
        var losses = new double[shape.Count];
        double denominator = Reduced.Denominator(reduction, shape.Count, shape.Rank == 0 ? 1 : shape[0]);
        if (type == DType.Float32) Run<F, float>(f, packed, slopes, losses, 1 / denominator);
        else Run<F, double>(f, packed, slopes, losses, 1 / denominator);
        GC.KeepAlive(packed);
        GC.KeepAlive(slopes);
        if (Array.Exists(losses, double.IsNaN)) Check.NotNaN(op, named);
        return Recorded(op, inputs, slopes, losses, denominator, shape, reduction);
    }

    /// <summary>Losses of rows, reduced, with the record of slopes that are there already.</summary>
    public static Tensor Recorded(
        string op, Tensor[] inputs, Tensor?[] slopes, double[] losses, double denominator, Shape shape, Reduction reduction)
    {
        var type = inputs[0].DType;
        var y = reduction == Reduction.None ? Tensor.From(losses, shape).To(type) : Reduced.Of(losses, denominator, type);
        int further = inputs[0].Rank - shape.Rank;
        Tensor Spread(Tensor dy) => dy.Rank == 0 ? dy : dy.Reshape(Shape.Create([.. dy.Shape.Sizes, .. Enumerable.Repeat<nint>(1, further)]));
        return y.Record(op, inputs, dy => Array.ConvertAll(slopes, slope => PairLoss.Scaled(slope, Spread(dy))));
    }

    static void Run<F, T>(F f, Tensor[] inputs, Tensor?[] slopes, double[] losses, double scale)
        where F : struct, IVectorLoss where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = losses.Length == 0 ? 0 : checked((int)(inputs[0].Count / losses.Length));
        bool records = Array.Exists(slopes, slope => slope is not null);
        nint perChunk = nint.Max(1, Chunk / nint.Max(1, width));

        void Part(nint chunk)
        {
            double[] values = new double[inputs.Length * width], room = new double[records ? values.Length : 0];
            nint end = nint.Min(losses.Length, (chunk + 1) * perChunk);
            for (nint i = chunk * perChunk; i < end; i++)
            {
                for (int k = 0; k < inputs.Length; k++) Read<T>(inputs[k], i * width, values.AsSpan(k * width, width));
                losses[i] = Evaluate(f, new(i, values, room, width), typeof(T) == typeof(float));
                for (int k = 0; k < inputs.Length; k++)
                {
                    if (slopes[k] is Tensor slope) Write<T>(room.AsSpan(k * width, width), scale, slope, i * width);
                }
            }
        }
        Work.For(Work.Chunks(losses.Length, perChunk), Part);
    }

    static double Evaluate<F>(F f, Vectors row, bool isSingle) where F : struct, IVectorLoss
    {
        var attempt = new Attempt<F>(f, row);
        if (!isSingle || !attempt.Run<V1<double>>(FarBelow)) Precision.Climb(ref attempt, isSingle, row.HasTiny);
        return attempt.Loss;
    }

    ref struct Attempt<F>(F f, Vectors row) : Precision.IAttempt where F : struct, IVectorLoss
    {
        readonly Vectors _row = row;

        public double Loss { get; private set; }

        public bool Run<V>(double share) where V : struct, ISimd<V>
        {
            var digits = new Digits<V>(V.Fill(share), V.Fill(share));
            Loss = Precision.Rounded(f.Evaluate(_row, ref digits));
            return !digits.AnyLost && Precision.IsCertain<V>(Loss) && (_row.AreSlopesFinite || Precision.HasRange<V>());
        }
    }

    static void Read<T>(Tensor from, nint start, Span<double> to) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* p = &from.Start<T>()) TensorPrimitives.ConvertTruncating(new ReadOnlySpan<T>(p + start, to.Length), to);
    }

    static void Write<T>(Span<double> from, double scale, Tensor to, nint start) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TensorPrimitives.Multiply(from, scale, from);
        fixed (T* p = &to.Start<T>()) TensorPrimitives.ConvertTruncating<double, T>(from, new(p + start, from.Length));
    }
}
