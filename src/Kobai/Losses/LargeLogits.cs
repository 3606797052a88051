using System.Numerics;
using System.Numerics.Tensors;
using Kobai.Simd;

namespace Kobai.Losses;

/// <summary>
/// The logits h · wⱼ + bⱼ that make up most of a softmax, computed again with more digits: an error of a logit is a
/// relative error of its probability p, and matters where p is large.
/// </summary>
/// <remarks>
/// A softmax does not change when all logits of a row are moved, so the largest is moved to about 0, where logits have
/// the most digits behind the point.
/// </remarks>
/// <param name="h">The features of the first row; those of the others follow.</param>
/// <param name="w">The weights of the classes.</param>
/// <param name="bias">b, or null.</param>
/// <param name="size">The number of features.</param>
readonly unsafe struct LargeLogits<T>(T* h, T* w, T* bias, nint size)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // If more logits than these are so near the largest, no probability is above 1/8.
    const double Near = 5;
    const int Most = 256, Block = 256;

    /// <summary>x[j] ← h · wⱼ + bⱼ − max x, anew for the label and the large ones.</summary>
    public void Refine(T* x, nint row, nint classes, nint label)
    {
        T largest = Exponentials.Largest(x, classes);
        if (!T.IsFinite(largest)) return;
        var logits = new Span<T>(x, (int)classes);
        TensorPrimitives.Subtract(logits, largest, logits);
        nint* near = stackalloc nint[Most + 1];
        int count = 0;
        if (label >= 0 && label < classes) near[count++] = label;
        var least = T.CreateTruncating(-Near);
        for (nint start = 0; start < classes; start += Block)
        {
            nint end = nint.Min(classes, start + Block);
            if (Exponentials.Largest(x + start, end - start) <= least) continue;
            for (nint j = start; j < end && count <= Most; j++)
            {
                if (x[j] > least && j != label) near[count++] = j;
            }
        }
        if (count > Most) count = 1;
        for (int i = 0; i < count; i++)
        {
            nint j = near[i];
            x[j] = Logit(h + row * size, j, largest);
        }
    }

    // h · wⱼ + bⱼ − m.
    T Logit(T* features, nint j, T m)
    {
        double rest = 0, sum = 0;
        if (typeof(T) == typeof(float)) sum = Sums.OfProducts(features, w + j * size, size);
        else FineSums.AddProducts(ref sum, ref rest, (double*)features, (double*)(w + j * size), size);
        if (bias != null) FineSums.Add(ref sum, ref rest, double.CreateTruncating(bias[j]));
        FineSums.Add(ref sum, ref rest, -double.CreateTruncating(m));
        return T.CreateTruncating(sum + rest);
    }
}
