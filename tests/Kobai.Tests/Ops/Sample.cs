namespace Kobai.Tests.Ops;

/// <summary>Small inputs for tests of operations that move elements.</summary>
static class Sample
{
    /// <summary>0, 1, 2, … in a shape, as Float64.</summary>
    public static Tensor Counting(params ReadOnlySpan<nint> sizes)
    {
        nint count = 1;
        foreach (nint size in sizes) count *= size;
        return Tensor.Arange(0, count, 1, DType.Float64).Reshape(sizes);
    }

    /// <summary>The element at a place, found the slow way.</summary>
    public static double At(Tensor x, params ReadOnlySpan<nint> place)
    {
        nint flat = 0;
        for (int axis = 0; axis < place.Length; axis++) flat = flat * x.Shape[axis] + place[axis];
        return x.ToArray<double>()[flat];
    }

    /// <summary>The worst error of the gradient of f at x and at the same values in transposed memory.</summary>
    public static double GradientError(Func<Tensor, Tensor> f, Tensor x)
    {
        double packed = GradientCheck.Run(t => f(t[0]), x);
        if (x.Rank < 2) return packed;
        var turned = Tensor.From(x.T.ToArray<double>(), x.T.Shape);
        return Math.Max(packed, GradientCheck.Run(t => f(t[0].T), turned));
    }
}
